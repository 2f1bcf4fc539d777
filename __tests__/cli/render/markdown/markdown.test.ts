import fc from "fast-check";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Finding, ResourceChange, Review } from "../../../../cli/model";
import { formatName } from "../../../../cli/render/labels";
import { escapeCode } from "../../../../cli/render/markdown/escape";
import { renderMarkdown } from "../../../../cli/render/markdown/markdown";
import { withoutCommands } from "../../../../cli/text/escape";
import { arbitraryReview } from "../../../support/arbitrary-reviews";
import { golden } from "../../../support/golden";
import { parseMarkdown } from "../../../support/markdown";
import {
  attribute,
  emptyReview,
  failedAndWaiting,
  finding,
  firstDeploy,
  nothingChanges,
  replacement,
  resource,
  stack,
} from "../../../support/reviews";

const REVIEWS = {
  "first-deploy": firstDeploy,
  replacement,
  "failed-and-waiting": failedAndWaiting,
  "nothing-changes": nothingChanges,
};

/** Names that must be listed: findings, and destroyed or replaced resources. */
function mustBeNamed(review: Review): string[] {
  const gone = review.stacks
    .flatMap(({ resources }) => resources)
    .filter(({ mode, action }) => mode === "managed" && (action === "delete" || action === "replace"));
  return [...review.findings, ...gone].map((subject) => withoutCommands(escapeCode(formatName(subject))));
}

/** More than the names, the verdict and their frame need. */
function roomForNames(review: Review): number {
  const stacks = review.stacks.reduce((sum, { name }) => sum + 400 + 6 * name.length, 0);
  return 2_500 + stacks + mustBeNamed(review).reduce((sum, name) => sum + name.length + 40, 0);
}

function many(number: number, make: (index: number) => ResourceChange): ResourceChange[] {
  return Array.from({ length: number }, (_, index) => make(index));
}

function reviewOf(resources: readonly ResourceChange[], findings: readonly Finding[] = []): Review {
  return { stacks: [stack("big", resources)], findings, costs: [] };
}

describe("a review as Markdown", () => {
  test.each(Object.entries(REVIEWS))("reads as in %s.md", (name, review) => {
    const markdown = renderMarkdown(review());
    expect(markdown).toBe(golden(`${name}.md`, markdown));
  });

  test("equals the example in docs/plan-review.md", () => {
    const page = readFileSync(path.join(__dirname, "../../../../docs/plan-review.md"), "utf8");
    expect(page).toContain(renderMarkdown(failedAndWaiting()));
  });

  test("says that there are no changes if there are no stacks", () => {
    expect(renderMarkdown(emptyReview())).toContain("> **No changes.**\n");
  });

  test("starts with a marker, so that the comment can be found again", () => {
    expect(renderMarkdown(nothingChanges())).toMatch(/^<!-- app-runner review -->\n/);
    expect(renderMarkdown(nothingChanges(), { key: "prod" })).toMatch(/^<!-- app-runner review: prod -->\n/);
  });

  test("links to sources and rule pages if their URLs are given", () => {
    const markdown = renderMarkdown(replacement(), {
      sourceUrl: "https://github.com/acme/hello/blob/0123abc/",
      rulesUrl: "https://example.com/rules",
    });
    expect(markdown).toContain(
      "[`stacks/service-stack.ts:41`](https://github.com/acme/hello/blob/0123abc/stacks/service-stack.ts#L41)",
    );
    expect(markdown).toContain("[service-replaced](https://example.com/rules/service-replaced)");
    expect(markdown).not.toContain("app-runner explain");
  });

  test("names the command that explains a rule if no URL is given", () => {
    expect(renderMarkdown(replacement())).toContain("\n\nRead about a rule: `app-runner explain RULE`\n\n");
    expect(renderMarkdown(nothingChanges())).not.toContain("app-runner explain");
  });

  test("never collapses destroyed or replaced resources", () => {
    const unfolded = renderMarkdown(replacement()).replaceAll(/<details>.*?<\/details>/gs, "");
    for (const name of mustBeNamed(replacement())) expect(unfolded).toContain(name);
    expect(unfolded).toContain('`service_name`: `"hello-prod"` → `"hello"` (forces replacement)');
  });
});

describe("a review that is too long", () => {
  const creates = many(100, (index) =>
    resource("big", `New${index}/Resource`, "aws_sns_topic", "create", {
      attributes: [
        attribute("name", undefined, `new-${index}`),
        attribute("policy", undefined, '{"a":[1,2]}'),
      ],
    }),
  );
  const updates = many(100, (index) =>
    resource("big", `Old${index}/Resource`, "aws_sns_topic", "update", {
      attributes: [attribute("display_name", `old-${index}`, `name-${index}`)],
    }),
  );
  const tagged = many(50, (index) =>
    resource("big", `Tag${index}/Resource`, "aws_sns_topic", "update", {
      attributes: [attribute("tags.a", "1", "2"), attribute("tags_all.a", "1", "2")],
    }),
  );
  const gone = many(5, (index) => resource("big", `Gone${index}/Resource`, "aws_sns_topic", "delete"));
  const review = reviewOf([...creates, ...updates, ...tagged, ...gone]);
  const whole = renderMarkdown(review, { maxChars: 1_000_000 });

  /** Returns the largest limit at which a text is no longer shown. */
  function goneBelow(text: string): number {
    let [least, most] = [1_000, whole.length + 1_000];
    while (most - least > 100) {
      const middle = Math.floor((least + most) / 2);
      if (renderMarkdown(review, { maxChars: middle }).includes(text)) most = middle;
      else least = middle;
    }
    return most;
  }

  test("is not shortened if it fits", () => {
    expect(whole).not.toContain("Shortened to");
    expect(renderMarkdown(review, { maxChars: whole.length + 1_000 })).toBe(whole);
  });

  test("omits the graph first, then tags, arguments of created and changed resources, and names last", () => {
    const limits = [
      "```mermaid",
      "`big/Tag49/Resource`",
      '`"new-99"`',
      '`"name-99"`',
      "`big/New99/Resource` ·",
      "`big/Old99/Resource` ·",
    ];
    const order = limits.map(goneBelow);
    expect(order).toEqual([...order].sort((a, b) => b - a));
    expect(new Set(order).size).toBe(order.length);
  });

  test("counts what it omits, and links to the full review", () => {
    const markdown = renderMarkdown(review, { maxChars: 6_000, artifactUrl: "https://example.com/artifact" });
    expect(markdown).toMatch(/- and \d+ more: see the artifact\n/);
    expect(markdown).toContain(
      "<sub>Shortened to 6,000 characters: [the full review is in the artifact](https://example.com/artifact).</sub>",
    );
  });

  test("shortens messages before it omits names", () => {
    const findings = many(60, (index) =>
      resource("big", `F${index}/Resource`, "aws_sns_topic", "update"),
    ).map((each) =>
      finding(each, {
        rule: "iam-wildcard",
        severity: "warning",
        title: "Title",
        message: `start ${"long ".repeat(400)}end`,
        remedy: "Remedy.",
      }),
    );
    const markdown = renderMarkdown(reviewOf([], findings), { maxChars: 20_000 });
    for (const each of findings) expect(markdown).toContain(escapeCode(formatName(each)));
    expect(markdown).toContain("start long");
    expect(markdown).toContain("…");
  });

  test("lists 1,000 destroyed resources in a GitHub comment", () => {
    const destroyed = many(1_000, (index) =>
      resource("big", `Gone${index}/Resource`, "aws_sns_topic", "delete"),
    );
    const markdown = renderMarkdown(reviewOf(destroyed));
    for (const name of mustBeNamed(reviewOf(destroyed))) expect(markdown).toContain(name);
    expect(markdown).not.toContain("no room");
  });

  test("says in its first sentence what it has no room to list", () => {
    const destroyed = many(10_000, (index) =>
      resource("big", `Gone${index}/Resource`, "aws_sns_topic", "delete"),
    );
    const markdown = renderMarkdown(reviewOf(destroyed));
    const named = mustBeNamed(reviewOf(destroyed)).filter((name) => markdown.includes(`${name}\n`)).length;
    expect(markdown.length).toBeLessThanOrEqual(65_536);
    expect(markdown.length).toBeGreaterThan(65_000);
    const missing = (10_000 - named).toLocaleString("en-US");
    expect(markdown.split("\n")[4]).toMatch(
      new RegExp(`^> \\*\\*There is no room to list ${missing} resources that are destroyed\\.\\*\\* `),
    );
  });

  test.each([999, 0, -1, Number.NaN])("fails with a limit of %d characters", (maxChars) => {
    expect(() => renderMarkdown(nothingChanges(), { maxChars })).toThrow(
      `maxChars must be at least 1000, got ${maxChars}`,
    );
  });

  test("counts 20,000 changes", () => {
    const resources = many(20_000, (index) =>
      resource("big", `New${index}/Resource`, "aws_sns_topic", "create", {
        attributes: [attribute("name", undefined, `new-${index}`)],
      }),
    );
    const markdown = renderMarkdown(reviewOf(resources));
    expect(markdown).toContain("Created: 20,000");
    expect(markdown.length).toBeLessThanOrEqual(65_536);
  });
});

describe("any review as Markdown", () => {
  test("fits, is well-formed, and lists what must be listed", () => {
    fc.assert(
      fc.property(arbitraryReview, fc.integer({ min: 1_000, max: 70_000 }), (review, maxChars) => {
        const markdown = renderMarkdown(review, { maxChars });
        const parsed = parseMarkdown(markdown);
        expect(markdown.length).toBeLessThanOrEqual(maxChars);
        expect(parsed).toMatchObject({ foreignHtml: [], links: [], openDetails: 0, isFenceOpen: false });
        const missing = mustBeNamed(review).filter((name) => !markdown.includes(name));
        expect(missing.length > 0 && roomForNames(review) <= maxChars).toBe(false);
        expect(missing.length === 0 || markdown.includes("**There is no room to list")).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
