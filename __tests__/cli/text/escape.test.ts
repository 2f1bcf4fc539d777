import { splitSegments, visible, visibleLine, visibleLines, withoutCommands } from "../../../cli/text/escape";

describe("an invisible character", () => {
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

test.each([
  ["a", "a"],
  ["  a \n\r\n \t\n b  c\n", "a b  c"],
  ["\u001b[1m\r\n::error::", "\\u{1b}[1m ::error::"],
  ["\n", ""],
])("puts the sentence %j on one line", (text, line) => {
  expect(visibleLine(text)).toBe(line);
});

test("keeps the lines of a text", () => {
  expect(visibleLines("a\t\u001b\r\n\n  b\r")).toBe("a\\t\\u{1b}\n\n  b\\r");
});

test("splits a sentence into text and code", () => {
  expect(splitSegments("a `b` c `d")).toEqual([
    { text: "a ", isCode: false },
    { text: "b", isCode: true },
    { text: " c `d", isCode: false },
  ]);
});

describe("pipeline commands", () => {
  test.each([
    ["::error::x", "\\u{3a}:error::x"],
    ["a\n  ::error::x", "a\n  \\u{3a}:error::x"],
    ["\u001b[31m::error::x", "\u001b[31m\\u{3a}:error::x"],
    ["a ##[error]x", "a \\u{23}#[error]x"],
    ["a\r \u001b[0m\t::error::x", "a\r \u001b[0m\t\\u{3a}:error::x"],
    ["a\u2028::error::x", "a\u2028\\u{3a}:error::x"],
    ["##vso[task]x", "\\u{23}#vso[task]x"],
  ])("are broken up: %j", (text, harmless) => {
    expect(withoutCommands(text)).toBe(harmless);
  });

  test("are not found in ARNs and headings", () => {
    const text = "arn:aws:iam::123456789012:role/x\n## Plan review\n:: ";
    expect(withoutCommands(text)).toBe("arn:aws:iam::123456789012:role/x\n## Plan review\n\\u{3a}: ");
  });
});
