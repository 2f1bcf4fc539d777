import { Fn, TerraformStack, TerraformVariable, Token } from "cdktf";
import { Construct } from "constructs";
import { Kind } from "../../../modules/core/kind";
import { PropertyChecks } from "../../../modules/core/property-checks";
import { display, isToken } from "../../../modules/core/values";
import { refusalOf, testApp } from "../../support/synth";

const stack = new TerraformStack(testApp(), "test");
const variable = new TerraformVariable(stack, "variable", {});

const PET = new Kind<object>("a Pet", "Pet.cat()");

/** Returns the faults that `check` records. */
function faults(check: (checks: PropertyChecks) => unknown): readonly string[] {
  const checks = new PropertyChecks(stack);
  check(checks);
  try {
    checks.throwIfAny();
    return [];
  } catch {
    return refusalOf(() => {
      checks.throwIfAny();
    }).faults;
  }
}

describe("PropertyChecks", () => {
  test("throws every fault at once, below the path of the construct", () => {
    const checks = new PropertyChecks(stack).fault("one").fault("two");
    expect(() => {
      checks.throwIfAny();
    }).toThrow(/^2 errors in test:\n {2}one\n {2}two$/);
  });

  test("throws nothing without faults", () => {
    expect(() => {
      new PropertyChecks(stack).that(true, "wrong").throwIfAny();
    }).not.toThrow();
  });

  test.each([1, 2, 25])("accepts the whole number %j within its bounds", (value) => {
    expect(faults((checks) => checks.integer("size", value, { min: 1, max: 25 }))).toEqual([]);
  });

  test.each([
    [0, "0"],
    [26, "26"],
    [1.5, "1.5"],
    [NaN, "NaN"],
    [Infinity, "Infinity"],
    ["5", "'5': it must be a number, without quotes"],
    ["five", "'five'"],
    ["", "''"],
    [[5], "a list"],
    [{}, "a value of type object"],
    [5n, "a value of type bigint"],
    [Symbol("five"), "a value of type symbol"],
  ])("rejects %p as a whole number between 1 and 25", (value, got) => {
    expect(faults((checks) => checks.integer("size", value, { min: 1, max: 25 }))).toEqual([
      `'size' must be a whole number between 1 and 25, got ${got}`,
    ]);
  });

  test.each([
    [0, 0],
    [-0, 0],
    [6, 1],
    [7, 0],
    [1, 1],
  ])("allows one value outside the bounds: %j gives %i faults", (value, count) => {
    expect(faults((checks) => checks.integer("days", value, { min: 7, max: 30, or: 0 }))).toHaveLength(count);
  });

  test("names the value outside the bounds", () => {
    expect(faults((checks) => checks.integer("days", 5, { min: 7, max: 30, or: 0 }))).toEqual([
      "'days' must be a whole number between 7 and 30, or 0, got 5",
    ]);
  });

  test("says what the value outside the bounds means", () => {
    const bounds = { min: 7, max: 30, or: false, orMeaning: "for no limit" } as const;
    expect(faults((checks) => checks.integer("days", false, bounds))).toEqual([]);
    expect(faults((checks) => checks.integer("days", true, bounds))).toEqual([
      "'days' must be a whole number between 7 and 30, or false for no limit, got true",
    ]);
  });

  test("rejects a string that does not follow its rule", () => {
    const rule = { pattern: /^[a-z]+$/, allowed: "small letters" };
    expect(faults((checks) => checks.string("name", "abc", rule))).toEqual([]);
    expect(faults((checks) => checks.string("name", "aBc", rule))).toEqual([
      "'name' must be small letters, got 'aBc'",
    ]);
  });

  test("rejects a value that is not one of the choices", () => {
    expect(faults((checks) => checks.oneOf("type", "MX", ["A", "CNAME"]))).toEqual([
      "'type' must be 'A' or 'CNAME', got 'MX'",
    ]);
    expect(faults((checks) => checks.oneOf("type", "MX", ["A", "CNAME", "TXT"]))).toEqual([
      "'type' must be one of 'A', 'CNAME', 'TXT', got 'MX'",
    ]);
    expect(faults((checks) => checks.oneOf("type", "A", ["A", "CNAME"]))).toEqual([]);
  });

  test.each([
    [true, []],
    [undefined, []],
    [null, ["'flag' must be true or false, got null: omit it, or use undefined"]],
    ["true", ["'flag' must be true or false, got 'true': write true without quotes"]],
    ["yes", ["'flag' must be true or false, got 'yes'"]],
  ])("accepts only true, false and undefined as a flag: %j", (value, expected) => {
    expect(faults((checks) => checks.boolean("flag", value))).toEqual(expected);
  });

  test("checks each item of a list and names its index", () => {
    const check = (value: unknown) =>
      faults((checks) => checks.list("ids", value, (prop, item) => checks.oneOf(prop, item, [1, 2])));
    expect(check(undefined)).toEqual([]);
    expect(check([1, 2])).toEqual([]);
    expect(check([1, 3])).toEqual(["'ids[1]' must be 1 or 2, got 3"]);
    expect(check("12")).toEqual(["'ids' must be a list, got a value of type string"]);
    // eslint-disable-next-line no-sparse-arrays -- a hole is what it tests
    expect(check([1, , 2])).toEqual(["'ids[1]' is required: it must be 1 or 2"]);
  });

  test("throws at once if an object is missing", () => {
    expect(
      refusalOf(() => new PropertyChecks(stack).fault("earlier").object("props", null).fault("later")),
    ).toEqual({ at: "test", faults: ["earlier", "'props' is required: it must be an object, got null"] });
  });
});

describe("PropertyChecks.text", () => {
  const check = (value: unknown) => faults((checks) => checks.text("command", value, 10));

  test.each(["", "abc", "0123456789", "a\tb\nc\r", "é😀", "$${x}", "%%{x}", "$x", "${variable}".slice(1)])(
    "accepts %j",
    (value) => {
      expect(check(value)).toEqual([]);
    },
  );

  test.each([
    ["01234567890", "'command' must be at most 10 characters long, got 11"],
    ["a\u0000b", "'command' must not contain control characters or invalid Unicode"],
    ["a\u007fb", "'command' must not contain control characters or invalid Unicode"],
    ["a\ud800b", "'command' must not contain control characters or invalid Unicode"],
    [5, "'command' must be a string, got a value of type number: write it in quotes, or use String(…)"],
    [true, "'command' must be a string, got a value of type boolean: write it in quotes, or use String(…)"],
    [null, "'command' is required: it must be a string, got null"],
  ])("rejects %j", (value, fault) => {
    expect(check(value)).toEqual([fault]);
  });

  test.each(["${x}", "a ${x}", "%{if}", "a${x}"])(
    "rejects the expression %j and says how to escape it",
    (value) => {
      expect(check(value)).toEqual([
        "'command' contains '${' or '%{', which Terraform reads as an expression: use a token for an expression, " +
          "or write '$${' or '%%{' for the literal characters",
      ]);
    },
  );

  test("never prints the value", () => {
    expect(check("hunter2-is-my-password").join()).not.toContain("hunter2");
  });
});

describe("PropertyChecks.tags", () => {
  const check = (value: unknown) => faults((checks) => checks.tags("tags", value));

  test.each([
    undefined,
    {},
    { team: "web" },
    { "a b": "c:d/e=f+g-h@i_j.k" },
    { ä: "" },
    { a: "x".repeat(256) },
  ])("accepts %j", (value) => {
    expect(check(value)).toEqual([]);
  });

  test.each([
    [{ a: "x".repeat(257) }, /^'tags.a' must be a string of at most 256 letters/],
    [{ ["x".repeat(129)]: "a" }, /^a key of 'tags' must be 1 to 128 letters/],
    [{ "": "a" }, /^a key of 'tags' must be 1 to 128 letters.*got ''$/],
    [{ "aws:x": "a" }, /not starting with 'aws:', got 'aws:x'$/],
    [{ a: "${x}" }, /^'tags.a' must be a string of at most 256 letters.*got '\$\{x\}'$/],
    [
      { a: 5 },
      /^'tags.a' must be a string of at most 256 letters, digits, spaces and '_\.:\/=\+-@', got 5: write it in quotes$/,
    ],
    [{ ["__proto__"]: "a" }, /^'tags' must not have the key '__proto__'$/],
    [["a"], /^'tags' must be a map, got a list$/],
    [new Map([["a", "b"]]), /^'tags' must be a map, got a Map$/],
    [null, /^'tags' must be a map, got null: omit it, or use undefined$/],
  ])("rejects %p", (value, fault) => {
    expect(check(value)).toEqual([expect.stringMatching(fault)]);
  });
});

describe("tokens", () => {
  const rule = { pattern: /^never$/, allowed: "never" };
  const tokens = {
    string: variable.stringValue,
    "string with a token in it": `a ${variable.stringValue}`,
    number: variable.numberValue,
    list: variable.listValue,
    object: variable.value as unknown,
    map: Token.asStringMap(variable.value),
    function: Fn.upper(variable.stringValue),
  };

  const shown = (token: unknown) =>
    token === tokens["string with a token in it"] ? "'a <token>'" : "a token (known only to Terraform)";

  test.each(Object.entries(tokens))("are recognized: %s", (_, token) => {
    expect(isToken(token)).toBe(true);
    expect(display(token)).toBe(shown(token));
  });

  test.each(Object.entries(tokens))("pass the checks of values: %s", (_, token) => {
    expect(
      faults((checks) =>
        checks
          .integer("integer", token, { min: 1, max: 2 })
          .string("string", token, rule)
          .oneOf("oneOf", token, ["never", "a choice"])
          .text("text", token, 2)
          .tags("tags", token),
      ),
    ).toEqual([]);
  });

  test.each(Object.entries(tokens))("are rejected if the value must be known at synth: %s", (_, token) => {
    expect(
      faults((checks) =>
        checks.literal("literal", token, rule).choice("choice", token, [1]).boolean("boolean", token),
      ),
    ).toEqual([
      "'literal' must be known at synth, got a token (known only to Terraform)",
      `'choice' must be 1, got ${shown(token)}`,
      `'boolean' must be true or false, got ${shown(token)}`,
    ]);
  });

  test.each([
    "${TfToken[TOKEN.9999]}",
    "#{TfToken[TOKEN.9999]}",
    "a",
    1,
    NaN,
    [],
    ["a", "b"],
    {},
    undefined,
    null,
    Symbol("a"),
    1n,
  ])("are not plain values: %p", (value) => {
    expect(isToken(value)).toBe(false);
  });
});

describe("PropertyChecks.kind", () => {
  class Pet {
    static {
      PET.markAll(this);
    }

    public readonly legs = 4;
  }

  test("shows code that creates an object of the kind", () => {
    expect(faults((checks) => checks.kind("pet", new Pet(), PET))).toEqual([]);
    expect(
      faults((checks) => checks.kind("pet", "cat", PET).kind("pet", {}, PET).kind("pet", null, PET)),
    ).toEqual([
      "'pet' must be a Pet, such as Pet.cat(), got 'cat'",
      "'pet' must be a Pet, such as Pet.cat(), got a value of type object",
      "'pet' is required: it must be a Pet, such as Pet.cat(), got null",
    ]);
  });

  test("accepts a subclass, and an object from a different copy of the package", () => {
    const Copy = class {
      public readonly legs = 4;
    };
    new Kind<object>("a Pet", "Pet.cat()").markAll(Copy);
    class Cat extends Pet {
      public readonly whiskers = 12;
    }
    expect([new Cat(), new Copy()].map((pet) => PET.includes(pet))).toEqual([true, true]);
  });
});

describe("PropertyChecks.finish", () => {
  class Box extends Construct {
    public constructor(id: string, props: object) {
      super(stack, id);
      const checks = new PropertyChecks(this).props("props", props);
      const { size, lid, tags } = props as Record<string, unknown>;
      checks.optional.integer("size", size, { min: 1, max: 9 }).optional.props("lid", lid).tags("tags", tags);
      checks.optional.string("lid.colour", (lid as Record<string, unknown> | undefined)?.["colour"], {
        pattern: /^red$/,
        allowed: "red",
      });
      checks.finish(Box);
    }
  }
  let count = 0;
  const refused = (props: object) => refusalOf(() => new Box(`Box${count++}`, props)).faults;

  test.each([
    [{ Size: 1 }, "unknown prop 'Size': did you mean 'size'?"],
    [{ sizes: 1 }, "unknown prop 'sizes': did you mean 'size'?"],
    [{ sizeInMetres: 1 }, "unknown prop 'sizeInMetres': did you mean 'size'?"],
    [{ siez: 1 }, "unknown prop 'siez': did you mean 'size'?"],
    [{ weight: 1 }, "unknown prop 'weight': expected one of 'lid', 'size', 'tags'"],
    [{ lid: { color: "red" } }, "unknown prop 'lid.color': did you mean 'lid.colour'?"],
    [
      { ["n\n".repeat(1000)]: 1 },
      `unknown prop '${"n\\n".repeat(40).slice(0, 120)}…': expected one of 'lid', 'size', 'tags'`,
    ],
    [{ ["__proto__2"]: 1 }, "unknown prop '__proto__2': expected one of 'lid', 'size', 'tags'"],
  ])("rejects an unknown prop: %j", (props, fault) => {
    expect(refused(props)).toEqual([fault]);
  });

  test.each([
    [["lid"], "expected 'lid'"],
    [["size", "lid"], "expected 'lid' or 'size'"],
  ])("lists the props of an object that has only %j", (names, expected) => {
    const checks = new PropertyChecks(stack).props("props", { weight: 1 }).knows(...names);
    const { faults: found } = refusalOf(() => {
      checks.finish();
    });
    expect(found).toEqual([`unknown prop 'weight': ${expected}`]);
  });

  test("does not take a key of a map for a prop", () => {
    const tags = { team: "web" };
    const checks = new PropertyChecks(stack).props("props", { a: 1, the: 2, tags }).tags("tags", tags);
    checks.text({ phrase: "the name 'x' in 'tags'" }, "x", 1);
    const { faults: found } = refusalOf(() => {
      checks.finish();
    });
    expect(found).toEqual(["unknown prop 'a': expected 'tags'", "unknown prop 'the': expected 'tags'"]);
  });

  test("reports an unknown prop together with other faults", () => {
    expect(refused({ size: 10, weight: 1, lids: {} })).toEqual([
      "'size' must be a whole number between 1 and 9, got 10",
      "unknown prop 'weight': expected one of 'lid', 'size', 'tags'",
      "unknown prop 'lids': did you mean 'lid'?",
    ]);
  });

  test("accepts omitted props, keys of maps, and unknown props without a value", () => {
    expect(() => new Box("Ok", { weight: undefined, tags: { anything: "at all" }, lid: {} })).not.toThrow();
  });

  test("accepts unknown props of a subclass, but not in nested objects", () => {
    class BlueBox extends Box {}
    expect(() => new BlueBox("Blue", { shade: "light" })).not.toThrow();
    expect(refusalOf(() => new BlueBox("Dark", { lid: { color: "red" } })).faults).toHaveLength(1);
  });
});
