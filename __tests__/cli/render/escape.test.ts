import {
  html,
  markdownCode,
  markdownFence,
  markdownLink,
  markdownText,
  mermaidLabel,
  segments,
  shorten,
  truncate,
  visible,
  withoutCommands,
} from "../../../cli/render/escape";

describe("what nobody can see", () => {
  test.each([
    ["\u001b[31m", "\\u{1b}[31m"],
    ["a\nb\r\tc", "a\\nb\\r\\tc"],
    ["\u202egnp.exe", "\\u{202e}gnp.exe"],
    ["\u200b\u2066\ufeff", "\\u{200b}\\u{2066}\\u{feff}"],
    ["\u2028\u2029", "\\u{2028}\\u{2029}"],
    ["\ud800", "\\u{d800}"],
    ["\u{e0041}", "\\u{e0041}"],
    ["\u0000\u0085\u009b", "\\u{0}\\u{85}\\u{9b}"],
  ])("is written out: %j", (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  test.each(["aws_ecr_repository.Api_1A2B", "日本語", "🛑", "e\u0301", "a b", ""])(
    "leaves %j as it is",
    (text) => {
      expect(visible(text)).toBe(text);
    },
  );
});

describe("what is too long", () => {
  test("loses its middle, or its end", () => {
    expect(shorten("abcdefghij", 5)).toBe("ab…ij");
    expect(truncate("abcdefghij", 5)).toBe("abcd…");
  });

  test("stays when it fits", () => {
    expect(shorten("abcde", 5)).toBe("abcde");
    expect(truncate("abcde", 5)).toBe("abcde");
  });

  test("is never cut within a character", () => {
    expect(shorten("🛑🛑🛑🛑", 4).isWellFormed()).toBe(true);
    expect(truncate("🛑🛑🛑🛑", 4).isWellFormed()).toBe(true);
  });
});

describe("code in Markdown", () => {
  test.each([
    ["hello/Api", "`hello/Api`"],
    ["<script> @octocat #1", "`<script> @octocat #1`"],
    ["a|b", "<code>a&#124;b</code>"],
    ["a`b</code>", "<code>a&#96;b&#60;&#47;code&#62;</code>"],
    ["", "<code></code>"],
    [" a", "<code>&#32;a</code>"],
    ["a\nb", "`a\\nb`"],
  ])("of %j", (text, code) => {
    expect(markdownCode(text)).toBe(code);
  });
});

describe("a sentence in Markdown", () => {
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
    expect(markdownText(text)).toBe(markdown);
  });

  test.each([
    "@octocat",
    "#123",
    "GH-12",
    "owner/name#9",
    "https://github.com/a/b/issues/1",
    "www.example.com",
    "!5",
  ])("does not refer to anybody or anything: %s", (text) => {
    expect(markdownText(`see ${text}`)).toContain("&#8203;");
  });
});

describe("a fence", () => {
  test("is longer than what is in it", () => {
    expect(markdownFence(["````", "a"], "ts")).toEqual(["`````ts", "````", "a", "`````"]);
    expect(markdownFence(["a"])).toEqual(["```", "a", "```"]);
  });
});

describe("a link", () => {
  test("cannot be left", () => {
    expect(markdownLink("x", "https://a.example/b) [c](d e")).toBe(
      "[x](https://a.example/b%29%20%5bc%5d%28d%20e)",
    );
  });

  test("is only made of addresses of the web", () => {
    expect(markdownLink("x", "javascript:alert(1)")).toBe("x");
  });

  test("keeps what is encoded already", () => {
    expect(markdownLink("x", "https://a.example/b%20c#L1")).toBe("[x](https://a.example/b%20c#L1)");
  });
});

test("HTML has no tags and no quotes of others", () => {
  expect(html(`<a href="x" title='y'>&\u0007`)).toBe(
    "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;\\u{7}",
  );
});

test("a label in Mermaid has no syntax", () => {
  expect(mermaidLabel('a"] --> b; `c` #d')).toBe("a#34;#93; --#62; b#59; #96;c#96; #35;d");
});

test("code within a sentence is found", () => {
  expect(segments("a `b` c `d")).toEqual([
    { text: "a ", isCode: false },
    { text: "b", isCode: true },
    { text: " c `d", isCode: false },
  ]);
});

describe("commands of pipelines", () => {
  test.each([
    ["::error::x", "\\u{3a}:error::x"],
    ["a\n  ::error::x", "a\n  \\u{3a}:error::x"],
    ["\u001b[31m::error::x", "\u001b[31m\\u{3a}:error::x"],
    ["a ##[error]x", "a \\u{23}#[error]x"],
    ["##vso[task]x", "\\u{23}#vso[task]x"],
  ])("are taken apart: %j", (text, harmless) => {
    expect(withoutCommands(text)).toBe(harmless);
  });

  test("are not seen in ARNs and headings", () => {
    const text = "arn:aws:iam::123456789012:role/x\n## Plan review\n:: ";
    expect(withoutCommands(text)).toBe("arn:aws:iam::123456789012:role/x\n## Plan review\n\\u{3a}: ");
  });
});
