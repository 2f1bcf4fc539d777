import { countColumns, countRows, shortenToColumns, truncateToColumns } from "../../../cli/text/columns";

describe("columns of a text", () => {
  test.each([
    ["", 0],
    ["hello", 5],
    ["é", 1],
    ["e\u0301", 1],
    ["日本語", 6],
    ["한국", 4],
    ["ｆｕｌｌ", 8],
    ["🛑", 2],
    ["⚠️", 2],
    ["👩‍👩‍👧", 2],
    ["🇪🇺", 2],
    ["→…±", 3],
    ["サーバー", 8],
    ["・㈱㍿🈂", 8],
    ["ｶﾞ", 2],
    ["각", 2],
    ["1️⃣", 2],
    ["👍🏽", 2],
    ["𝐀𝐁", 2],
    ["\u200d\u200b\u00ad", 0],
    ["नमस्ते", 4],
    ["\ud800", 0],
  ])("of %j are %d", (text, columns) => {
    expect(countColumns(text)).toBe(columns);
  });

  test.each([
    ["hello", 5, "hello"],
    ["hello world", 8, "hello w…"],
    ["日本語", 5, "日本…"],
    ["日本語", 4, "日…"],
    ["e\u0301e\u0301e\u0301", 2, "e\u0301…"],
  ])("%j is truncated to %d as %j", (text, columns, expected) => {
    expect(truncateToColumns(text, columns)).toBe(expected);
  });

  test.each([
    ["hello", 5, "hello"],
    ["hello world", 8, "hell…rld"],
    ["日本語日本語", 8, "日本…語"],
    ["日本語日本語", 7, "日…語"],
    ["日本語日本語", 9, "日本…本語"],
    ["abcde\u0301fghie\u0301", 5, "ab…ie\u0301"],
  ])("%j is shortened to %d as %j", (text, columns, expected) => {
    expect(shortenToColumns(text, columns)).toBe(expected);
  });

  test.each([
    ["", 10, 1],
    ["0123456789", 10, 1],
    ["0123456789a", 10, 2],
    ["a日本語", 4, 2],
    ["日本語日本", 3, 5],
    ["日", 1, 1],
  ])("%j in a window of %d columns takes %d rows", (text, columns, rows) => {
    expect(countRows(text, columns)).toBe(rows);
  });

  test.each(["é", "日", "e\u0301", "👩‍👩‍👧", "\u200d", "→"])(
    "of a million times %j are counted",
    (part) => {
      expect(countColumns(part.repeat(1_000_000))).toBe(countColumns(part) * 1_000_000);
    },
    60_000,
  );
});
