import * as fc from "fast-check";
import { anyCharacter } from "../support/any-character";

test("any character makes the texts that fast-check makes of all of Unicode", () => {
  const sample = { numRuns: 5_000, seed: 1 };
  const made = fc.sample(fc.string({ unit: anyCharacter }), sample);
  expect(made).toEqual(fc.sample(fc.string({ unit: "binary" }), sample));
  expect(made).toContain("__proto__");
});
