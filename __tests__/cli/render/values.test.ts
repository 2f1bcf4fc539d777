import { Hidden, Unknown, type Value } from "../../../cli/model";
import { diffLines } from "../../../cli/render/line-diff";
import { listRelevantAttributes, showChange, showValue } from "../../../cli/render/values";
import { attribute, resource } from "../../support/reviews";

describe("a value in a line", () => {
  test.each<[Value | undefined, string]>([
    ["a", '"a"'],
    ["a\nb\u001b", String.raw`"a\nb\u001b"`],
    ["\u202e", '"\\u{202e}"'],
    [1.5, "1.5"],
    [false, "false"],
    [null, "(none)"],
    [undefined, "(none)"],
    [Hidden.SENSITIVE, "(sensitive)"],
    [Hidden.SECRET_LIKE, "(looks like a secret)"],
    [Unknown.AFTER_APPLY, "(known after the apply)"],
    [[1, "a", null], '[1, "a", (none)]'],
    [{ a: 1, "b c": Hidden.SENSITIVE }, '{"a": 1, "b c": (sensitive)}'],
  ])("of %j is %s", (value, shown) => {
    expect(showValue(value)).toBe(shown);
  });

  test("loses the middle of what is long", () => {
    expect(showValue("a".repeat(500))).toMatch(/^"a{49}…a{48}"$/);
  });

  test("does not go down for ever", () => {
    let deep: Value = "x";
    for (let level = 0; level < 1_000; level++) deep = [deep];
    expect(showValue(deep)).toContain("…");
    expect(showChange({ before: JSON.stringify({ a: deep }), after: [deep] })).toMatchObject({
      kind: "inline",
    });
    expect(showChange({ before: '{"a":1}', after: JSON.stringify({ a: deep }) })).toMatchObject({
      kind: "lines",
    });
  });
});

describe("the change of a value", () => {
  test("of a hidden one says only that it changes", () => {
    expect(showChange({ before: Hidden.SENSITIVE, after: Hidden.SENSITIVE })).toEqual({
      kind: "inline",
      after: "(sensitive, changed)",
    });
    expect(showChange({ after: Hidden.SENSITIVE })).toEqual({ kind: "inline", after: "(sensitive)" });
  });

  test("has no side where there is no value", () => {
    expect(showChange({ after: 1 })).toEqual({ kind: "inline", after: "1" });
    expect(showChange({ before: 1, after: null })).toEqual({ kind: "inline", before: "1" });
  });

  test("of long texts shows where they differ", () => {
    const [start, end] = ["s".repeat(200), "e".repeat(200)];
    expect(showChange({ before: `${start}1${end}`, after: `${start}2${end}` })).toEqual({
      kind: "inline",
      before: `…${"s".repeat(15)}1${"e".repeat(15)}…`
        .replace("s", '"')
        .replace('"', "ss")
        .replace(/e…$/, "ee…"),
      after: `…${"s".repeat(16)}2${"e".repeat(16)}…`,
    });
  });

  test("of JSON compares its lines, however it is written", () => {
    const before = '{"Version":"2012-10-17","Statement":[{"Action":"s3:GetObject","Effect":"Allow"}]}';
    const after = '{ "Version": "2012-10-17", "Statement": [ { "Action": "s3:*", "Effect": "Allow" } ] }';
    expect(showChange({ before, after })).toEqual({
      kind: "lines",
      lines: [
        { sign: "…", text: "" },
        { sign: " ", text: "    {" },
        { sign: "-", text: '      "Action": "s3:GetObject"' },
        { sign: "+", text: '      "Action": "s3:*"' },
        { sign: " ", text: '      "Effect": "Allow"' },
        { sign: "…", text: "" },
      ],
    });
  });

  test("of several lines compares them", () => {
    expect(showChange({ before: "a\nb\nc", after: "a\nB\nc" })).toMatchObject({
      kind: "lines",
      lines: [{ text: "a" }, { sign: "-", text: "b" }, { sign: "+", text: "B" }, { text: "c" }],
    });
  });

  test("of JSON that is none is one of texts", () => {
    expect(showChange({ before: "{a", after: "{b" })).toMatchObject({ kind: "inline", before: '"{a"' });
  });
});

describe("a comparison of lines", () => {
  const lines = (number: number, make: (index: number) => string = String): string[] =>
    Array.from({ length: number }, (_, index) => make(index));

  test("finds the shortest way", () => {
    const signs = diffLines(["a", "b", "c", "d"], ["a", "c", "x", "d"]).map(
      ({ sign, text }) => `${sign}${text}`,
    );
    expect(signs).toEqual([" a", "-b", " c", "+x", " d"]);
  });

  test("leaves out what is far from a change", () => {
    const after = lines(50);
    after[25] = "x";
    expect(diffLines(lines(50), after).map(({ sign }) => sign)).toEqual(["…", " ", "-", "+", " ", "…"]);
  });

  test("shows only so many lines, and counts the rest", () => {
    const shown = diffLines([], lines(100), 10);
    expect(shown).toHaveLength(10);
    expect(shown.at(-1)).toEqual({ sign: "…", text: "91 more lines" });
  });

  test("of long texts is as short as any", () => {
    const shown = diffLines(
      lines(100_000),
      lines(100_000, (index) => `x${index}`),
      10,
    );
    expect(shown).toHaveLength(10);
  });

  test("of equal texts is empty", () => {
    expect(diffLines(["a"], ["a"])).toEqual([{ sign: "…", text: "" }]);
  });
});

describe("what is worth showing", () => {
  test("of a new resource is what it is given", () => {
    const created = resource("app", "A", "t", "create", {
      attributes: [
        attribute("name", undefined, "x"),
        attribute("arn", undefined, Unknown.AFTER_APPLY),
        attribute("description", undefined, ""),
        attribute("list", undefined, []),
        attribute("none", undefined, null),
        attribute("tags_all.a", undefined, "1"),
        attribute("zero", undefined, 0),
      ],
    });
    expect(listRelevantAttributes(created).map(({ name }) => name)).toEqual(["name", "zero"]);
  });

  test("of a replaced one is what forces it, then what is known", () => {
    const replaced = resource("app", "A", "t", "replace", {
      attributes: [
        attribute("arn", "a", Unknown.AFTER_APPLY),
        attribute("size", 1, 2),
        attribute("subnet", "b", Unknown.AFTER_APPLY, true),
      ],
    });
    expect(listRelevantAttributes(replaced).map(({ name }) => name)).toEqual(["subnet", "size"]);
  });
});
