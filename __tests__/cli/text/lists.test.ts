import { formatCount, joinWithAnd } from "../../../cli/text/lists";

test.each([
  [0, "0 stacks"],
  [1, "1 stack"],
  [12_345, "12,345 stacks"],
])("formats %d with its noun", (number, text) => {
  expect(formatCount(number, "stack")).toBe(text);
});

test("uses an irregular plural", () => {
  expect(formatCount(2, "output changes", "outputs change")).toBe("2 outputs change");
});

test.each([
  [[], ""],
  [["a"], "a"],
  [["a", "b"], "a and b"],
  [["a", "b", "c"], "a, b and c"],
])("joins %j for a sentence", (parts, text) => {
  expect(joinWithAnd(parts)).toBe(text);
});
