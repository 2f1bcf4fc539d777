import { oneLine } from "../../../cli/text/one-line";

test.each([
  ["a\n  b\tc", "a b c"],
  ["\u001b[31mred\u0007", "[31mred"],
  ["\u202eabc\u200b", "abc"],
  ["日本語 🛑", "日本語 🛑"],
])("puts %j on one line, without control characters", (text, line) => {
  expect(oneLine(text)).toBe(line);
});
