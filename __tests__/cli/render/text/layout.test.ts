import { wrap } from "../../../../cli/render/text/layout";

describe("wrap", () => {
  test.each([
    ["one two three", 7, ["one two", "  three"]],
    ["   lead", 5, ["   lead"]],
    ["   lead word", 5, ["   lead", "  word"]],
    ["longer-than-the-line word", 8, ["longer-than-the-line", "  word"]],
    ["", 5, [""]],
    ["    ", 2, [""]],
  ])("%j at %d columns", (text, width, lines) => {
    expect(wrap(text, width, { first: "", rest: "  " })).toEqual(lines);
  });
});
