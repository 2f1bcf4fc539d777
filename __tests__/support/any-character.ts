import * as fc from "fast-check";

const SURROGATES = { from: 0xd800, count: 0x800 };

/**
 * Any character of Unicode, for `fc.string({ unit: anyCharacter })`. It makes what `unit: "binary"` makes, which spends a second and 130 MB
 * in each test file on a table of all characters.
 */
export const anyCharacter: fc.Arbitrary<string> = fc.nat({ max: 0x10ffff - SURROGATES.count }).map(
  (index) => String.fromCodePoint(index < SURROGATES.from ? index : index + SURROGATES.count),
  (value) => indexOf(value),
);

/** Back from a character, for fast-check to shrink texts, and to make those that JavaScript reads as names of its own. */
function indexOf(value: unknown): number {
  const [character, ...others] = typeof value === "string" ? value : [];
  const code = character?.codePointAt(0);
  if (code === undefined || others.length > 0 || !character?.isWellFormed())
    throw new Error("not one character");
  return code < SURROGATES.from ? code : code - SURROGATES.count;
}
