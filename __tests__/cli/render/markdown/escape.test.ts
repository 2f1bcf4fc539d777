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
    ["a|b", "<code>a&#124;b</code>"],
    ["a`b</code>", "<code>a&#96;b&#60;&#47;code&#62;</code>"],
    ["", "<code></code>"],
    [" a", "<code>&#32;a</code>"],
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
    expect(escapeSentence(`see ${text}`)).toContain("&#8203;");
  });
});

describe("a Markdown fence", () => {
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
