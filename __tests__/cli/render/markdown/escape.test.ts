import {
  escapeCode,
  escapeMermaid,
  escapeSentence,
  formatFence,
  formatLink,
} from "../../../../cli/render/markdown/escape";

describe("escapes Markdown code", () => {
  test.each([
    ["hello/Api", "`hello/Api`"],
    ["<script> @octocat #1", "`<script> @octocat #1`"],
    ["a|b", "<code>a&#x7c;b</code>"],
    ["a`b</code>", "<code>a&#x60;b&#x3c;&#x2f;code&#x3e;</code>"],
    ["", "<code></code>"],
    [" a", "<code>&#x20;a</code>"],
    ["a\nb", "`a\\nb`"],
  ])("of %j", (text, code) => {
    expect(escapeCode(text)).toBe(code);
  });
});

describe("escapes a Markdown sentence", () => {
  test.each([
    ["`service_name` changes", "`service_name` changes"],
    ["aws_ecr_repository stays", "aws_ecr_repository stays"],
    ["a * b _c_", "a \\* b \\_c\\_"],
    ["<b> & </details>", "&lt;b&gt; &amp; &lt;/details&gt;"],
    ["# heading", "\\# heading"],
    ["- item", "\\- item"],
    ["1. item", "1\\. item"],
    ["two\nlines", "two lines"],
    ["a|b", "a\\|b"],
    ["[x](y)", "\\[x\\](y)"],
    ["costs $5", "costs <span>$</span>5"],
    ["an `odd tick", "an \\`odd tick"],
    ["/merge", "\\/merge"],
    ["see /merge", "see /merge"],
  ])("of %j", (text, markdown) => {
    expect(escapeSentence(text)).toBe(markdown);
  });

  test.each([
    "@octocat",
    "#123",
    "GH-12",
    "owner/name#9",
    "https://github.com/a/b/issues/1",
    "www.example.com",
    "!5",
  ])("without mentions, references or links: %s", (text) => {
    expect(escapeSentence(`see ${text}`)).toContain("&#x200b;");
  });
});

test("has no number after a number sign, which Azure DevOps would link to a work item", () => {
  expect(escapeSentence("see #123, PR!5 and @team")).not.toMatch(/#\d/);
  expect(escapeCode("a|b`c")).not.toMatch(/#\d/);
});

describe("a Markdown fence", () => {
  test("has no line that GitLab would run as a command", () => {
    expect(formatFence(["```", "/merge", "// a comment"], "ts")).toEqual([
      "````ts",
      "```",
      " /merge",
      "// a comment",
      "````",
    ]);
  });

  test("is longer than any fence in its contents", () => {
    expect(formatFence(["````", "a"], "ts")).toEqual(["`````ts", "````", "a", "`````"]);
    expect(formatFence(["a"])).toEqual(["```", "a", "```"]);
  });
});

describe("a Markdown link", () => {
  test("cannot be ended by its URL", () => {
    expect(formatLink("x", "https://a.example/b) [c](d e")).toBe(
      "[x](https://a.example/b%29%20%5bc%5d%28d%20e)",
    );
  });

  test("is only created for http and https", () => {
    expect(formatLink("x", "javascript:alert(1)")).toBe("x");
  });

  test("keeps percent-encoded characters", () => {
    expect(formatLink("x", "https://a.example/b%20c#L1")).toBe("[x](https://a.example/b%20c#L1)");
  });
});

test("escapes Mermaid syntax in a label", () => {
  expect(escapeMermaid('a"] --> b; `c` #d')).toBe("a#34;#93; --#62; b#59; #96;c#96; #35;d");
});
