import { formatCount, joinWithAnd } from "../../../cli/text/lists";

test.each([
  [0, "0 stacks"],
  [1, "1 stack"],
  [12_345, "12,345 stacks"],
])("%d is counted with its word", (number, text) => {
  expect(formatCount(number, "stack")).toBe(text);
});

test("a plural of its own takes the place of the regular one", () => {
  expect(formatCount(2, "output changes", "outputs change")).toBe("2 outputs change");
});

test.each([
  [[], ""],
  [["a"], "a"],
  [["a", "b"], "a and b"],
  [["a", "b", "c"], "a, b and c"],
])("%j is a list in a sentence", (parts, text) => {
  expect(joinWithAnd(parts)).toBe(text);
});
