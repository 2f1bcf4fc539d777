import { shorten, truncate } from "../../../cli/text/shorten";

describe("a long text", () => {
  test("is cut in the middle or at the end", () => {
    expect(shorten("abcdefghij", 5)).toBe("ab…ij");
    expect(truncate("abcdefghij", 5)).toBe("abcd…");
  });

  test("is unchanged if it fits", () => {
    expect(shorten("abcde", 5)).toBe("abcde");
    expect(truncate("abcde", 5)).toBe("abcde");
  });

  test("is never cut within a character", () => {
    expect(shorten("🛑🛑🛑🛑", 4).isWellFormed()).toBe(true);
    expect(truncate("🛑🛑🛑🛑", 4).isWellFormed()).toBe(true);
  });
});
