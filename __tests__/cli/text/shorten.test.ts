import { shorten, truncate } from "../../../cli/text/shorten";

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
