import fc from "fast-check";
import { covers, coversAll, haveCommon, overlaps } from "../../../cli/rules/globs";

/** All texts of up to five letters. */
const TEXTS = [""];
for (const text of TEXTS) if (text.length < 5) TEXTS.push(`${text}a`, `${text}b`);

function textsOf(pattern: string): Set<string> {
  const regex = new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`);
  return new Set(TEXTS.filter((text) => regex.test(text)));
}

const pattern = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 5 });

describe("patterns of policies", () => {
  test.each([
    ["s3:*", "s3:Get*", true],
    ["s3:Get*", "s3:*", false],
    ["s3:Get?bject", "s3:GetObject", true],
    ["s3:GetObject", "s3:Get?bject", false],
    ["*:secret:db-??????", "arn:aws:secretsmanager:eu-west-1:1:secret:db-AbCdEf", true],
    ["a*b*c", "a*c", false],
  ])("%s covers %s: %s", (outer, inner, expected) => {
    expect(covers(outer, inner)).toBe(expected);
  });

  test("cover only patterns whose texts all match", () => {
    fc.assert(
      fc.property(pattern, pattern, (outer, inner) => {
        const matched = textsOf(outer);
        fc.pre(covers(outer, inner));
        for (const text of textsOf(inner)) expect(matched).toContain(text);
      }),
    );
  });

  test("overlap if a text matches both", () => {
    fc.assert(
      fc.property(pattern, pattern, (one, other) => {
        const matched = textsOf(one);
        const common = [...textsOf(other)].some((text) => matched.has(text));
        // A common text may be longer than those of this test.
        fc.pre(common || !(one + other).includes("*"));
        expect(overlaps(one, other)).toBe(common);
      }),
    );
  });

  test.each([
    ["s3:Get*", "s3:*Object", true],
    ["s3:Get*", "s3:Put*", false],
    ["*.txt", "*.json", false],
    ["arn:aws:s3:::b", "arn:aws:s3:::b/*", false],
  ])("%s and %s overlap: %s", (one, other, expected) => {
    expect(overlaps(one, other)).toBe(expected);
    expect(overlaps(other, one)).toBe(expected);
  });

  test("respect exceptions", () => {
    const notIam = { include: ["*"], exclude: ["iam:*"] };
    expect(coversAll(notIam, "s3:Get*", [])).toBe(true);
    expect(coversAll(notIam, "i*", [])).toBe(false);
    expect(coversAll(notIam, "*", ["iam:*", "sqs:*"])).toBe(true);
    expect(coversAll(notIam, "*", ["sqs:*"])).toBe(false);
    expect(haveCommon(notIam, { include: ["iam:PassRole"], exclude: [] })).toBe(false);
    expect(haveCommon(notIam, { include: ["i*"], exclude: [] })).toBe(true);
  });

  test("are compared in a short time, however long they are", () => {
    const started = performance.now();
    for (const length of [2000, 100_000]) {
      const hostile = "*a".repeat(length);
      covers(`${hostile}b`, "a".repeat(length * 2));
      overlaps(`${hostile}b`, `${hostile}c`);
    }
    expect(performance.now() - started).toBeLessThan(500);
  });
});
