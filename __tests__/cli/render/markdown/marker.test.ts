import fc from "fast-check";
import { buildMarker } from "../../../../cli/render/markdown/marker";

describe("the marker of a comment", () => {
  test.each([
    [undefined, "<!-- app-runner review -->"],
    ["", "<!-- app-runner review -->"],
    ["prod", "<!-- app-runner review: prod -->"],
    ["apps/my-shop_2.eu:a-b", "<!-- app-runner review: apps/my-shop_2.eu:a-b -->"],
    ["a".repeat(80), `<!-- app-runner review: ${"a".repeat(80)} -->`],
  ])("of the key %p is the one of earlier versions", (key, marker) => {
    expect(buildMarker(key)).toBe(marker);
  });

  test("of another key has the start of the key, for people", () => {
    expect(buildMarker("my app --> <b>\n")).toMatch(/^<!-- app-runner review: my-app-b-#[0-9a-f]{32} -->$/);
  });

  test.each([
    ["a space", "a b", "a-b"],
    ["two hyphens", "a--b", "a-b"],
    ["a hyphen at the end", "a-", "a"],
    ["a letter", "größe", "grüße"],
    ["the form of a letter", "\u00e9", "e\u0301"],
    ["a character that is not text", "\ud800", "\ud801"],
    ["case", "Prod", "prod"],
    ["case of a key with a space", "My app", "my app"],
    ["the end of a long key", `${"a".repeat(80)}b`, `${"a".repeat(80)}c`],
    ["whitespace", " ", ""],
  ])("differs for keys that differ in %s", (_, one, other) => {
    expect(buildMarker(one)).not.toBe(buildMarker(other));
  });

  const key = fc.oneof(
    fc.string({ unit: fc.constantFrom("a", "A", "-", " ", "\n", ">", "#", "é", "\ud800"), maxLength: 200 }),
    fc.string({ unit: "binary", maxLength: 100 }),
  );

  test("is one short HTML comment for any key", () => {
    fc.assert(
      fc.property(key, (any) => {
        expect(buildMarker(any)).toMatch(/^<!-- app-runner review(: ((?!--)[\w.:/#-]){1,113})? -->$/);
      }),
    );
  });

  test("differs for any two keys", () => {
    fc.assert(
      fc.property(fc.uniqueArray(key, { maxLength: 20 }), (keys) => {
        expect(new Set(keys.map((each) => buildMarker(each))).size).toBe(keys.length);
      }),
    );
  });
});
