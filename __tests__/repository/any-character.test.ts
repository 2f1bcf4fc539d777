import * as fc from "fast-check";
import { anyCharacter } from "../support/any-character";

test('anyCharacter generates the same texts as the unit "binary" of fast-check', () => {
  const sample = { numRuns: 5_000, seed: 1 };
  const made = fc.sample(fc.string({ unit: anyCharacter }), sample);
  expect(made).toEqual(fc.sample(fc.string({ unit: "binary" }), sample));
  expect(made).toContain("__proto__");
});
