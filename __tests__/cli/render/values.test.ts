import { Hidden, Unknown, type Value } from "../../../cli/model";
import { diffLines } from "../../../cli/render/line-diff";
import { listRelevantAttributes, showChange, showValue } from "../../../cli/render/values";
import { attribute, resource } from "../../support/reviews";

describe("an inline value", () => {
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
  ])("is shown for %j as %s", (value, shown) => {
    expect(showValue(value)).toBe(shown);
  });

  test("has its middle cut if it is too long", () => {
    expect(showValue("a".repeat(500))).toMatch(/^"a{49}…a{48}"$/);
  });

  test("has a limited depth", () => {
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
  test("is shown for a hidden value without the value", () => {
    expect(showChange({ before: Hidden.SENSITIVE, after: Hidden.SENSITIVE })).toEqual({
      kind: "inline",
      after: "(sensitive, changed)",
    });
    expect(showChange({ after: Hidden.SENSITIVE })).toEqual({
      kind: "inline",
      after: "(sensitive, changed)",
    });
    expect(showChange({ after: Hidden.SENSITIVE }, true)).toEqual({ kind: "inline", after: "(sensitive)" });
  });

  test("tells an added value from the value of a new resource", () => {
    expect(showChange({ after: 1 })).toEqual({ kind: "inline", before: "(none)", after: "1" });
    expect(showChange({ before: null, after: 1 })).toEqual({ kind: "inline", before: "(none)", after: "1" });
    expect(showChange({ after: 1 }, true)).toEqual({ kind: "inline", after: "1" });
  });

  test("has no side without a value", () => {
    expect(showChange({ before: 1, after: null })).toEqual({ kind: "inline", before: "1" });
    expect(showChange({ before: null, after: null })).toEqual({ kind: "inline" });
  });

  test("shows where long texts differ", () => {
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

  test("compares JSON by line, regardless of its formatting", () => {
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

  test("compares a multi-line text by line", () => {
    expect(showChange({ before: "a\nb\nc", after: "a\nB\nc" })).toMatchObject({
      kind: "lines",
      lines: [{ text: "a" }, { sign: "-", text: "b" }, { sign: "+", text: "B" }, { text: "c" }],
    });
  });

  test("ignores the order of keys in JSON", () => {
    const [a, b, c] = ["a", "b", "c"].map((name) => ({ [name]: { widget: name } }));
    const before = JSON.stringify({ ...a, ...b, ...c });
    const shown = showChange({ before, after: JSON.stringify({ ...c, ...a }) });
    const lines = shown.kind === "lines" ? shown.lines : [];
    expect(lines.filter(({ sign }) => sign === "-")).toHaveLength(3);
    expect(lines.filter(({ sign }) => sign === "+")).toEqual([]);
    expect(showChange({ before, after: JSON.stringify({ ...c, ...b, ...a }) })).toEqual({
      kind: "inline",
      after: "(the same JSON, written differently)",
    });
  });

  test("does not call JSON the same that differs deep inside", () => {
    const nest = (value: string) => `${"[".repeat(60)}"${value}"${"]".repeat(60)}`;
    expect(showChange({ before: nest("a"), after: nest("b") })).toEqual({
      kind: "inline",
      after: "(changed deep inside)",
    });
  });

  test("tells large numbers in JSON apart", () => {
    const [before, after] = ["12345678901234567890", "12345678901234567891"].map((n) => `{"n":${n}}`);
    const shown = showChange({ before, after });
    expect(shown.kind === "lines" && shown.lines.map(({ sign, text }) => sign + text.trim())).toEqual([
      " {",
      '-"n": 12345678901234567890',
      '+"n": 12345678901234567891',
      " }",
    ]);
  });

  test.each([[["a", Hidden.SENSITIVE]], [{ name: "A".repeat(200), value: Hidden.SENSITIVE }]])(
    "says that only what is hidden in %j changes",
    (value) => {
      expect(showChange({ before: value, after: value })).toEqual({
        kind: "inline",
        after: "(only a hidden value in it changes)",
      });
    },
  );

  test("compares invalid JSON as text", () => {
    expect(showChange({ before: "{a", after: "{b" })).toMatchObject({ kind: "inline", before: '"{a"' });
  });
});

describe("a line diff", () => {
  const lines = (number: number, make: (index: number) => string = String): string[] =>
    Array.from({ length: number }, (_, index) => make(index));

  test("is as short as possible", () => {
    const signs = diffLines(["a", "b", "c", "d"], ["a", "c", "x", "d"]).map(
      ({ sign, text }) => `${sign}${text}`,
    );
    expect(signs).toEqual([" a", "-b", " c", "+x", " d"]);
  });

  test("omits lines far from a change", () => {
    const after = lines(50);
    after[25] = "x";
    expect(diffLines(lines(50), after).map(({ sign }) => sign)).toEqual(["…", " ", "-", "+", " ", "…"]);
  });

  test("shows a limited number of lines, and counts the rest", () => {
    const shown = diffLines([], lines(100), 10);
    expect(shown).toHaveLength(10);
    expect(shown.at(-1)).toEqual({ sign: "…", text: "91 more lines" });
  });

  test("is short for long texts", () => {
    const shown = diffLines(
      lines(100_000),
      lines(100_000, (index) => `x${index}`),
      10,
    );
    expect(shown).toHaveLength(10);
  });

  test("is empty for equal texts", () => {
    expect(diffLines(["a"], ["a"])).toEqual([{ sign: "…", text: "" }]);
  });
});

describe("relevant attributes", () => {
  test("of a new resource are the arguments that are set", () => {
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

  test("of a replaced resource are those that force the replacement, then known values", () => {
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
