import fc from "fast-check";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Finding, ResourceChange, Review } from "../../../../cli/model";
import { formatName } from "../../../../cli/render/labels";
import { escapeCode } from "../../../../cli/render/markdown/escape";
import { LEAST_CHARS, renderMarkdown } from "../../../../cli/render/markdown/markdown";
import { withoutCommands } from "../../../../cli/text/escape";
import { arbitraryReview, HOSTILE_TEXTS } from "../../../support/arbitrary-reviews";
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

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const RUN_URL = "https://github.com/acme/hello/actions/runs/123";

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

  test("has the key in its heading, so that a reader can tell two comments apart", () => {
    const heading = (key?: string) => renderMarkdown(nothingChanges(), { key }).split("\n")[1];
    expect(heading("billing")).toBe("## Plan review: billing");
    expect(heading("apps/*one* @team")).toBe("## Plan review: apps/\\*one\\* @&#x200b;team");
    expect(heading("a".repeat(200))).toBe(`## Plan review: ${"a".repeat(20)}…${"a".repeat(19)}`);
    expect([heading(""), heading()]).toEqual(["## Plan review", "## Plan review"]);
  });

  test.each([
    [{ commit: COMMIT, url: RUN_URL }, `<sub>Commit 01234567 · [run](${RUN_URL})</sub>`],
    [{ commit: COMMIT }, "<sub>Commit 01234567</sub>"],
    [{ url: RUN_URL }, `<sub>[run](${RUN_URL})</sub>`],
    [{ commit: COMMIT, url: "javascript:alert(1)" }, "<sub>Commit 01234567</sub>"],
  ])("ends with the run %j", (run, line) => {
    expect(
      renderMarkdown({ ...nothingChanges(), run })
        .split("\n\n")
        .at(-1),
    ).toBe(`${line}\n`);
  });

  test("has no line about a run outside of a pipeline", () => {
    expect(renderMarkdown({ ...nothingChanges(), run: {} })).toBe(renderMarkdown(nothingChanges()));
  });

  test("shows the start of a long error, and where the rest is", () => {
    const lines = Array.from({ length: 2_000 }, (_, index) => `line ${index}`);
    const failed = { ...stack("web", []), status: "failed" as const, message: lines.join("\n") };
    const markdown = renderMarkdown({ stacks: [failed], findings: [], costs: [] });
    expect(markdown).toContain(
      "\n  line 38\n  line 39\n  … and 1,960 more lines in the HTML report\n  ```\n",
    );
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
    let [least, most] = [LEAST_CHARS, whole.length + 1_000];
    while (most - least > 100) {
      const middle = Math.floor((least + most) / 2);
      if (renderMarkdown(review, { maxChars: middle }).includes(text)) most = middle;
      else least = middle;
    }
    return most;
  }

  test("is not shortened if it fits", () => {
    expect(whole).not.toContain("Shortened");
    expect(renderMarkdown(review, { maxChars: whole.length + 1_000 })).toBe(whole);
  });

  test("omits the graph first, then tags, created resources, and changed resources, of each the arguments first", () => {
    const limits = [
      "```mermaid",
      "`big/Tag49/Resource`",
      '`"new-99"`',
      "`big/New99/Resource` ·",
      '`"name-99"`',
      "`big/Old99/Resource` ·",
    ];
    const order = limits.map(goneBelow);
    expect(order).toEqual([...order].sort((a, b) => b - a));
    expect(new Set(order).size).toBe(order.length);
  });

  test("counts what it omits, and links to the whole review in its first visible line", () => {
    const run = { commit: COMMIT, url: RUN_URL };
    const markdown = renderMarkdown({ ...review, run }, { maxChars: 6_000 });
    expect(markdown).toMatch(/- and \d+ more in the whole review\n/);
    expect(markdown.split("\n").slice(0, 4)).toEqual([
      "<!-- app-runner review -->",
      `**Shortened:** [the whole review](${RUN_URL}) is in the summary of this run, or in its artifacts as \`review.html\`.`,
      "",
      "## Plan review",
    ]);
  });

  test("names the HTML report in its first visible line if the run has no URL", () => {
    expect(renderMarkdown(review, { maxChars: 6_000 }).split("\n")[1]).toBe(
      "**Shortened:** the whole review is in the HTML report (`review.html`).",
    );
  });

  test.each([32_768, 65_536])(
    "keeps 50 findings and 200 destroyed resources next to 2,000 created ones in %d characters",
    (maxChars) => {
      const [lost, made] = [200, 2_000].map((number, kind) =>
        many(number, (index) =>
          resource("big", `${kind}-${index}/Resource`, "aws_sns_topic", kind === 0 ? "delete" : "create"),
        ),
      ) as [ResourceChange[], ResourceChange[]];
      const findings = lost.slice(0, 50).map((each, index) =>
        finding(each, {
          rule: "secret-removed-in-use",
          severity: "error",
          title: `Title ${index}.`,
          message: `Message ${index}. ${"It fails at the next deployment. ".repeat(6)}`,
          remedy: `Remedy ${index}.`,
        }),
      );
      const markdown = renderMarkdown(reviewOf([...made, ...lost], findings), { maxChars });
      for (const name of mustBeNamed(reviewOf(lost))) expect(markdown).toContain(name);
      for (const index of findings.keys())
        for (const part of ["#### 🛑 Title", "Message", "**Safely:** Remedy"])
          expect(markdown).toContain(`${part} ${index}.`);
      expect(markdown).toContain("2,000 to create");
      expect(markdown.length).toBeLessThanOrEqual(maxChars);
    },
  );

  test("lists all stacks that change before stacks without changes", () => {
    const stacks = many(500, (index) =>
      resource(`s-${index}`, "Api/Resource", "aws_sns_topic", "update"),
    ).map((each, index) => stack(each.stack, index % 2 === 0 ? [each] : []));
    const markdown = renderMarkdown({ stacks, findings: [], costs: [] }, { maxChars: 32_768 });
    const missing = stacks.filter(
      ({ name, resources }) => resources.length > 0 && !markdown.includes(`| \`${name}\` | planned |`),
    );
    expect(missing).toEqual([]);
    expect(markdown).toMatch(/\n\| and \d+ more \|/);
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

  test("says in the first sentence of the verdict what it has no room to list", () => {
    const destroyed = many(10_000, (index) =>
      resource("big", `Gone${index}/Resource`, "aws_sns_topic", "delete"),
    );
    const markdown = renderMarkdown(reviewOf(destroyed));
    const named = mustBeNamed(reviewOf(destroyed)).filter((name) => markdown.includes(`${name}\n`)).length;
    expect(markdown.length).toBeLessThanOrEqual(65_000);
    expect(markdown.length).toBeGreaterThan(64_500);
    const missing = (10_000 - named).toLocaleString("en-US");
    expect(markdown.split("\n")[6]).toMatch(
      new RegExp(`^> \\*\\*There is no room to list ${missing} resources that are destroyed\\.\\*\\* `),
    );
  });

  test.each([3_999, 0, -1, Number.NaN])("fails with a limit of %d characters", (maxChars) => {
    expect(() => renderMarkdown(nothingChanges(), { maxChars })).toThrow(
      `maxChars must be at least 4000, got ${maxChars}`,
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
    expect(markdown.length).toBeLessThanOrEqual(65_000);
  });
});

describe("any review as Markdown", () => {
  const text = fc.constantFrom(...HOSTILE_TEXTS);
  const run = fc.record(
    {
      commit: text,
      url: fc.oneof(
        fc.webUrl(),
        text,
        text.map((path) => `https://ci.example/${path}`),
      ),
    },
    { requiredKeys: [] },
  );

  test("fits, is well-formed, and lists what must be listed", () => {
    fc.assert(
      fc.property(
        arbitraryReview,
        fc.option(run, { nil: undefined }),
        fc.option(fc.oneof(text, fc.string({ unit: "binary", maxLength: 200 })), { nil: undefined }),
        fc.integer({ min: LEAST_CHARS, max: 70_000 }),
        (anyReview, anyRun, key, maxChars) => {
          const review = { ...anyReview, ...(anyRun && { run: anyRun }) };
          const markdown = renderMarkdown(review, { maxChars, key });
          const parsed = parseMarkdown(markdown);
          expect(markdown.length).toBeLessThanOrEqual(maxChars);
          expect(parsed).toMatchObject({ foreignHtml: [], openDetails: 0, isFenceOpen: false });
          expect(parsed.links.filter((link) => !isLinkTo(anyRun?.url, link))).toEqual([]);
          expect(findBrokenTables(markdown)).toEqual([]);
          // GitLab would run it.
          expect(markdown).not.toMatch(/^\/\w/m);
          const missing = mustBeNamed(review).filter((name) => !markdown.includes(name));
          expect(missing.length > 0 && roomForNames(review) <= maxChars).toBe(false);
          expect(missing.length === 0 || markdown.includes("**There is no room to list")).toBe(true);
          expect(missing.length === 0 || markdown.split("\n")[1]?.startsWith("**Shortened:**")).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
  });

  test("lists no created resource if a finding or a destroyed resource is cut", () => {
    const size = fc.integer({ min: 1, max: 200 });
    fc.assert(
      fc.property(
        fc.array(size, { minLength: 1, maxLength: 60 }),
        fc.array(size, { maxLength: 100 }),
        fc.array(size, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: LEAST_CHARS, max: 20_000 }),
        (created, destroyed, messages, maxChars) => {
          const named = (sizes: readonly number[], action: "create" | "delete") =>
            sizes.map((length, index) =>
              resource("big", `${action}-${index}-${"n".repeat(length)}`, "aws_sns_topic", action),
            );
          const lost = named(destroyed, "delete");
          const findings = messages.map((length, index) =>
            finding(resource("big", `F${index}`, "aws_sns_topic", "update"), {
              rule: "iam-wildcard",
              severity: "warning",
              title: "Title",
              message: `Message ${index}. ${"word ".repeat(length * 3)}end ${index}.`,
              remedy: "Remedy.",
            }),
          );
          const review = reviewOf([...named(created, "create"), ...lost], findings);
          const markdown = renderMarkdown(review, { maxChars });
          if (!markdown.includes("`big/create-")) return;
          for (const { message } of findings) expect(markdown).toContain(message);
          for (const each of lost) expect(markdown).toContain(`${escapeCode(formatName(each))} · `);
        },
      ),
      { numRuns: 200 },
    );
  });
});

/** Whether a link is the one to the run. */
function isLinkTo(url: string | undefined, link: string): boolean {
  return url !== undefined && /^https?:/.test(url) && link.startsWith(url.slice(0, 12));
}

/** Lines of tables that have more or fewer cells than the line above. */
function findBrokenTables(markdown: string): string[] {
  const lines = markdown.split("\n");
  const countCells = (line: string): number => line.split(/(?<!\\)\|/).length;
  return lines.filter((line, index) => {
    const above = lines[index - 1] ?? "";
    return line.startsWith("| ") && above.startsWith("| ") && countCells(line) !== countCells(above);
  });
}
