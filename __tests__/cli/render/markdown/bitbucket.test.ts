import fc from "fast-check";
import MarkdownIt, { type Token } from "markdown-it";
import {
  BITBUCKET_COMMENT_CHARS,
  renderBitbucket,
  toBitbucket,
} from "../../../../cli/render/markdown/bitbucket";
import { buildMarker } from "../../../../cli/render/markdown/marker";
import { LEAST_CHARS } from "../../../../cli/render/markdown/markdown";
import { arbitraryReview } from "../../../support/arbitrary-reviews";
import { golden } from "../../../support/golden";
import { replacement, resource, stack } from "../../../support/reviews";

/** Like Bitbucket, it escapes HTML. */
const parser = new MarkdownIt({ html: false });

function parse(markdown: string): Token[] {
  return parser.parse(markdown, {}).flatMap((token) => [token, ...(token.children ?? [])]);
}

describe("a review as Markdown for Bitbucket", () => {
  test("reads as in replacement.bitbucket.md", () => {
    const markdown = renderBitbucket(replacement());
    expect(markdown).toBe(golden("replacement.bitbucket.md", markdown));
  });

  test.each([undefined, "billing", "a key (with) -- signs"])("hides the marker of the key %j", (key) => {
    const [first = ""] = renderBitbucket(replacement(), { key }).split("\n");
    expect(first).toBe(toBitbucket(buildMarker(key)));
    expect(first).toMatch(/^\[comment\]: # \(app-runner review.*\)$/);
    expect(parser.render(first)).toBe("");
  });

  test("fits into a comment, with room for the lines that post adds", () => {
    const resources = Array.from({ length: 2_000 }, (_, index) =>
      resource("big", `Construct${index}/Resource`, "aws_apprunner_service", "update"),
    );
    const review = { stacks: [stack("big", resources)], findings: [], costs: [] };
    const markdown = renderBitbucket(review, { maxChars: 65_536 });
    expect(markdown.length).toBeGreaterThan(30_000);
    expect(markdown.length).toBeLessThanOrEqual(BITBUCKET_COMMENT_CHARS - 300);
    expect(markdown.split("\n")[1]).toMatch(/^\*\*Shortened:\*\*/);
  });

  test("has no HTML, entity, alert, graph, link or fenced block in a list, for any review", () => {
    fc.assert(
      fc.property(arbitraryReview, fc.integer({ min: LEAST_CHARS, max: 70_000 }), (review, maxChars) => {
        const markdown = renderBitbucket(review, { maxChars });
        expect(markdown.length).toBeLessThanOrEqual(Math.min(maxChars, BITBUCKET_COMMENT_CHARS));
        const tokens = parse(markdown);
        const texts = tokens.filter(({ type }) => type === "text").map(({ content }) => content);
        expect(
          texts.filter((text) => /<\/?(?:details|summary|sub|code|span)\b|<!--|^\[!/.test(text)),
        ).toEqual([]);
        expect(tokens.filter(({ info }) => info === "entity")).toEqual([]);
        expect(tokens.filter(({ type }) => type === "link_open" || type === "image")).toEqual([]);
        const fences = tokens.filter(({ type }) => type === "fence");
        expect(fences.filter(({ level, info }) => level > 0 || info === "mermaid")).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

describe("toBitbucket", () => {
  test.each([
    ["a comment", "<!-- app-runner commit: 0123 -->", "[comment]: # (app-runner commit: 0123)"],
    ["an alert", "> [!TIP]\n> **Safe.**", "> **Safe.**"],
    ["a collapsed section", "<details><summary>Created: 1</summary>\n\n</details>", "### Created: 1\n\n"],
    ["a footer", "<sub>Commit `0123456`</sub>", "Commit `0123456`"],
    ["entities", "&lt;b&gt; &amp; &#x200b;x", "<\u200bb\\> & \u200bx"],
    ["escapes that Python-Markdown does not know", "\\~ \\* <span>$</span>", "~\u200b \\* $"],
    ["code with a backtick", "<code>a&#x60;b</code>", "``a`b``"],
    ["code that begins with a backtick", "<code>&#x60;&#x7c;</code>", "`` `| ``"],
    ["no code", "<code></code> x", " x"],
    ["entities in code", "`&lt;` `\\~`", "`&lt;` `\\~`"],
    ["a nested list", "- a\n  - b", "- a\n    - b"],
    [
      "a block in a list",
      "- a:\n\n  ```text\n  x\n    ```\n  ```\n\n  - b",
      "- a:\n\n```text\nx\n  ```\n```\n\n- b",
    ],
  ])("rewrites %s", (_, markdown, expected) => {
    expect(toBitbucket(markdown)).toBe(expected);
  });
});
