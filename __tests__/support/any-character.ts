import * as fc from "fast-check";

const SURROGATES = { from: 0xd800, count: 0x800 };

/**
 * Any Unicode character, for `fc.string({ unit: anyCharacter })`. It equals `unit: "binary"`, but that needs a second and 130
 * MB in each test file for a table of all characters.
 */
export const anyCharacter: fc.Arbitrary<string> = fc.nat({ max: 0x10ffff - SURROGATES.count }).map(
  (index) => String.fromCodePoint(index < SURROGATES.from ? index : index + SURROGATES.count),
  (value) => indexOf(value),
);

/** Maps a character back, so that fast-check can shrink texts and generate names that are special in JavaScript. */
function indexOf(value: unknown): number {
  const [character, ...others] = typeof value === "string" ? value : [];
  const code = character?.codePointAt(0);
  if (code === undefined || others.length > 0 || !character?.isWellFormed())
    throw new Error("not one character");
  return code < SURROGATES.from ? code : code - SURROGATES.count;
}
