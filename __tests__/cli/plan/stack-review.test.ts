import { Hidden, Unknown } from "../../../cli/model";
import { buildStackReview } from "../../../cli/plan/stack-review";
import type { PlanJson, PlannedResource, PlannedValues } from "../../../cli/plan/plan-json";
import { EMPTY_PLAN } from "../../support/plans";
import type { SynthesizedStack } from "../../../cli/plan/synthesized";

const SYNTHESIZED: SynthesizedStack = {
  name: "web",
  dependencies: [],
  directory: "cdktf.out/stacks/web",
  constructPaths: new Map([["aws_x.y", "web/Api/Resource"]]),
  locations: new Map([["web/Api", { file: "main.ts", line: 7 }]]),
  accepted: [],
};

const planOf = (more: Partial<PlanJson>): PlanJson => ({ ...EMPTY_PLAN, ...more });
const resource = (change: PlannedValues, more: Partial<PlannedResource> = {}): PlannedResource => ({
  address: "aws_x.y",
  mode: "managed",
  type: "aws_x",
  change,
  ...more,
});
const classifyOne = (change: PlannedValues, more: Partial<PlannedResource> = {}) =>
  buildStackReview("web", planOf({ resourceChanges: [resource(change, more)] }), SYNTHESIZED).resources[0];
const attributesOf = (before: unknown, after: unknown, more: Partial<PlannedValues> = {}) =>
  classifyOne({ actions: ["update"], before, after, ...more })?.attributes;

describe("classify", () => {
  test.each([
    ["no-op", ["no-op"]],
    ["create", ["create"]],
    ["read", ["read"]],
    ["update", ["update"]],
    ["delete", ["delete"]],
    ["forget", ["forget"]],
    ["replace", ["delete", "create"]],
    ["replace", ["create", "delete"]],
    ["replace", ["create", "forget"]],
    ["replace", ["forget", "create"]],
    ["replace", ["ForgetThenCreate"]],
    ["read", ["open"]],
    ["read", ["open", "renew", "close"]],
  ])("returns %s for the planned actions %j", (action, actions) => {
    expect(classifyOne({ actions })).toMatchObject({ action });
  });

  test.each([
    [["delete", "create"], false, false],
    [["create", "delete"], true, false],
    [["create", "forget"], true, true],
    [["forget", "create"], false, true],
    [["forget"], false, false],
  ])(
    "says in which order %j happens, and whether the old one is kept",
    (actions, createBeforeDestroy, keepsOld) => {
      const change = classifyOne({ actions });
      expect([change?.createBeforeDestroy, change?.keepsOld ?? false]).toEqual([
        createBeforeDestroy,
        keepsOld,
      ]);
    },
  );

  test("names construct and line, including for one of several instances", () => {
    const names = { constructPath: "web/Api/Resource", location: { file: "main.ts", line: 7 } };
    expect(classifyOne({ actions: ["create"] })).toMatchObject(names);
    expect(classifyOne({ actions: ["create"] }, { address: 'aws_x.y["a]b"]' })).toMatchObject(names);
    expect(classifyOne({ actions: ["create"] }, { address: "aws_x.y[0]" })).toMatchObject(names);
    expect(classifyOne({ actions: ["create"] }, { address: 'aws_x.y["a[\\"b"]' })).toMatchObject(names);
    expect(
      classifyOne({ actions: ["create"] }, { address: 'module.m["k"].aws_x.y["k"]' }),
    ).not.toHaveProperty("constructPath");
    expect(classifyOne({ actions: ["delete"] }, { address: "aws_x.z" })).not.toHaveProperty("constructPath");
  });

  test("finds the construct of an instance whose key is hidden, and keeps instances apart", () => {
    const keys = ["1", "2"].map((digit) => `xoxb-${digit.repeat(20)}`);
    const resourceChanges = keys.map((key) =>
      resource(
        { actions: ["create"] },
        { address: `aws_x.y["${key}"]`, previous_address: `aws_x.z["${key}"]` },
      ),
    );
    const { resources } = buildStackReview("web", planOf({ resourceChanges }), SYNTHESIZED);
    expect(resources).toMatchObject([
      {
        address: 'aws_x.y["(looks like a secret)"]',
        previousAddress: 'aws_x.z["(looks like a secret)"]',
        constructPath: "web/Api/Resource",
      },
      {
        address: 'aws_x.y["(looks like a secret, 2)"]',
        previousAddress: 'aws_x.z["(looks like a secret, 2)"]',
        constructPath: "web/Api/Resource",
      },
    ]);
  });

  test.each([
    ["a resource", { resourceChanges: [resource({ actions: ["create"], after: {} })] }],
    ["an output", { outputChanges: { a: { actions: ["create"], after: "b" } } }],
  ])("notes that %s is not marked", (_, plan) => {
    const marks = { before_sensitive: false, after_sensitive: {} };
    const note = expect.stringContaining("does not say which values are sensitive") as unknown;
    expect(buildStackReview("web", planOf(plan)).notes).toEqual([note]);
    const absent = resource({ actions: ["create"], before_sensitive: null, after_sensitive: null });
    expect(buildStackReview("web", planOf({ resourceChanges: [absent] })).notes).toEqual([note]);
    const marked = resource({ actions: ["create"], after: {}, ...marks });
    const outputChanges = { a: { actions: ["create"], after: "b", ...marks } };
    expect(buildStackReview("web", planOf({ resourceChanges: [marked], outputChanges })).notes).toEqual([]);
  });

  test("counts resources, not data sources", () => {
    const noOp = { actions: ["no-op"] };
    const { counts } = buildStackReview(
      "web",
      planOf({
        resourceChanges: [
          resource({ actions: ["create"] }),
          resource({ actions: ["delete", "create"] }),
          resource({ actions: ["read"] }, { mode: "data" }),
          resource(noOp, { previous_address: "aws_x.old" }),
          resource({ ...noOp, importing: { id: "i" } }),
        ],
      }),
    );
    expect(counts).toEqual({ create: 1, update: 0, replace: 1, delete: 0, forget: 0, import: 1, move: 1 });
  });

  test("says that a plan that failed partway is incomplete, and why", () => {
    expect(
      buildStackReview(
        "web",
        planOf({ errored: true, failures: [{ name: "aws_x.y", message: "The image is missing." }] }),
      ),
    ).toMatchObject({
      status: "failed",
      message:
        "Terraform failed during planning, so this plan is incomplete: read the error in the output of 'terraform plan', fix it and plan again\nThe image is missing.",
    });
  });

  test.each([
    ["whose mark as sensitive changes", "v", "v", true, "changed"],
    ["whose mark changes in part", { a: 1 }, { a: 1 }, { a: true }, "changed"],
    ["that is sensitive and changes", "v", "w", true, undefined],
    ["that is not sensitive", "v", "w", false, undefined],
  ])("says of an output %s whether only its mark changes", (_, before, after, mark, sensitivity) => {
    const marks = { after_unknown: false, before_sensitive: mark, after_sensitive: mark };
    const outputChanges = { a: { actions: ["update"], before, after, ...marks } };
    const [output] = buildStackReview("web", planOf({ outputChanges })).outputs;
    expect(output?.sensitivity).toBe(sensitivity);
  });

  test("hides outputs that are sensitive or whose name is that of a secret", () => {
    const outputChanges = {
      same: { actions: ["no-op"], before: 1, after: 1 },
      url: { actions: ["create"], after_unknown: true },
      arn: { actions: ["update"], before: "a", after: "b", before_sensitive: true, after_sensitive: true },
      admin_password: { actions: ["create"], after: "hunter2" },
    };
    expect(
      buildStackReview("web", planOf({ outputChanges })).outputs.map(({ name, before, after }) => [
        name,
        before,
        after,
      ]),
    ).toEqual([
      ["url", null, Unknown.AFTER_APPLY],
      ["arn", Hidden.SENSITIVE, Hidden.SENSITIVE],
      ["admin_password", null, Hidden.SECRET_LIKE],
    ]);
  });

  test("lists all drift, and says whether this plan changes it back", () => {
    const drift = (address: string, before: object, after: object) =>
      resource({ actions: ["update"], before, after }, { address });
    const review = buildStackReview(
      "web",
      planOf({
        resourceChanges: [
          resource({ actions: ["update"], before: { size: 2 }, after: { size: 1 } }, { address: "aws_x.a" }),
          resource({ actions: ["update"], before: { size: 2 }, after: { size: 1 } }, { address: "aws_x.d" }),
          resource({ actions: ["create"], after: { size: 1 } }, { address: "aws_x.e" }),
          resource({ actions: ["update"], before: { size: 2 }, after: { size: 3 } }, { address: "aws_x.g" }),
          resource(
            { actions: ["update"], before: { list: ["a"], map: { k: "v" } }, after: { list: [], map: null } },
            { address: "aws_x.h" },
          ),
          resource({ actions: ["delete"], before: { size: 2 } }, { address: "aws_x.d", deposed: "abc" }),
        ],
        resourceDrift: [
          drift("aws_x.a", { size: 1, status: "x" }, { size: 2, status: "y" }),
          drift("aws_x.b", { status: "x" }, { status: "y" }),
          resource({ actions: ["delete"], before: {} }, { address: "aws_x.c" }),
          drift("aws_x.d", { size: 1 }, { size: 2 }),
          resource({ actions: ["delete"], before: {} }, { address: "aws_x.e" }),
          drift("aws_x.f", { same: 1 }, { same: 1 }),
          drift("aws_x.g", { size: 1 }, { size: 2 }),
          drift("aws_x.h", { list: null, map: {} }, { list: ["a"], map: { k: "v" } }),
        ],
      }),
    );
    expect(
      review.drift.map(({ address, attributes, reverted }) => [
        address,
        attributes.map(({ name }) => name),
        reverted,
      ]),
    ).toEqual([
      ["aws_x.a", ["size", "status"], "some"],
      ["aws_x.b", ["status"], "none"],
      ["aws_x.c", [], "none"],
      ["aws_x.d", ["size"], "all"],
      ["aws_x.e", [], "all"],
      ["aws_x.g", ["size"], "none"],
      ["aws_x.h", ["list", "map.k"], "all"],
    ]);
  });
});

describe("the attributes of a change", () => {
  test("are only those that differ, down to the smallest part", () => {
    const before = { a: 1, b: [{ c: "x", d: "y" }], e: ["p", "q"], "f g": { "h.i": true } };
    const after = { a: 1, b: [{ c: "z", d: "y" }], e: ["q"], "f g": { "h.i": false } };
    expect(attributesOf(before, after)).toEqual([
      { name: "b[0].c", before: "x", after: "z", forcesReplacement: false },
      { name: "e", before: ["p", "q"], after: ["q"], forcesReplacement: false },
      { name: '["f g"]["h.i"]', before: true, after: false, forcesReplacement: false },
    ]);
  });

  test("say which of them force a replacement", () => {
    const replace_paths = [["a"], ["b", 0, "c"], ["e"], ["f", "g"]];
    const changed = attributesOf(
      { a: 1, b: [{ c: 1, d: 1 }], e: { x: { y: 1 } }, f: null },
      { a: 2, b: [{ c: 2, d: 2 }], e: { x: { y: 2 } }, f: ["g"] },
      { replace_paths },
    );
    expect(changed?.map(({ name, forcesReplacement }) => [name, forcesReplacement])).toEqual([
      ["a", true],
      ["b[0].c", true],
      ["b[0].d", false],
      ["e.x.y", true],
      ["f", true],
    ]);
  });

  test("include keys that each object inherits", () => {
    const parse = (json: string): unknown => JSON.parse(json);
    const before = parse('{"__proto__":{"a":1},"constructor":"c"}');
    const after = parse('{"__proto__":{"a":2,"__proto__":"p"},"constructor":"d","toString":"t"}');
    const more = { replace_paths: [["__proto__", "a"]], after_sensitive: { constructor: true } };

    expect(attributesOf(before, after, more)).toEqual([
      { name: "__proto__.a", before: 1, after: 2, forcesReplacement: true },
      { name: "__proto__.__proto__", after: "p", forcesReplacement: false },
      { name: "constructor", before: Hidden.SENSITIVE, after: Hidden.SENSITIVE, forcesReplacement: false },
      { name: "toString", after: "t", forcesReplacement: false },
    ]);
    expect(attributesOf({ a: 1 }, { a: 1 }, more)).toEqual([]);
  });

  test("list a changed sensitive value without showing it", () => {
    const sensitive = { a: true };
    const marks = { before_sensitive: sensitive, after_sensitive: sensitive };
    expect(attributesOf({ a: "old" }, { a: "new" }, marks)).toEqual([
      { name: "a", before: Hidden.SENSITIVE, after: Hidden.SENSITIVE, forcesReplacement: false },
    ]);
    expect(attributesOf({ a: "old" }, { a: "old" }, marks)).toEqual([]);
  });

  test("include values known after the apply, but none that are unset before and after", () => {
    const unknown = { after_unknown: { arn: true, b: [{ id: true }] } };
    expect(
      attributesOf({ arn: "a", b: [{ id: "i" }], c: null, d: {} }, { b: [{}], c: null, d: null }, unknown),
    ).toEqual([
      { name: "arn", before: "a", after: Unknown.AFTER_APPLY, forcesReplacement: false },
      { name: "b[0].id", before: "i", after: Unknown.AFTER_APPLY, forcesReplacement: false },
    ]);
  });

  test("treat an empty text from the provider as unset", () => {
    expect(attributesOf({ a: "", b: "x" }, { a: null, b: "" })).toEqual([
      { name: "b", before: "x", after: "", forcesReplacement: false },
    ]);
  });

  test("are empty for a destroyed resource", () => {
    expect(classifyOne({ actions: ["delete"], before: { a: 1 }, after: null })?.attributes).toEqual([]);
  });

  test("are not those that are unset, though the provider marks them as sensitive", () => {
    const marks = { after_sensitive: { password: true, token: true, key: true } };
    const after = { password: null, token: "", key: "k" };
    const change = { actions: ["create"], before: null, after, after_unknown: {}, ...marks };
    expect(classifyOne(change)?.attributes.map(({ name }) => name)).toEqual(["key"]);
  });

  test("list an argument that is both unknown and sensitive", () => {
    const marks = { after_unknown: { env: { K: true } }, after_sensitive: { env: { K: true } } };
    expect(attributesOf({ env: {} }, { env: {} }, marks)).toEqual([
      { name: "env.K", after: Hidden.SENSITIVE, forcesReplacement: false },
    ]);
    const whole = { after_unknown: { env: { K: true } }, after_sensitive: { env: true } };
    expect(attributesOf({ env: { K: "x" } }, { env: {} }, whole)).toEqual([
      { name: "env", before: Hidden.SENSITIVE, after: Hidden.SENSITIVE, forcesReplacement: false },
    ]);
  });

  test.each<[string, "added" | "removed", Partial<PlannedValues>]>([
    ["a", "added", { after_sensitive: { a: { b: true } } }],
    ["a, as a whole", "added", { after_sensitive: { a: true } }],
    [
      "a, as a whole and before in part",
      "added",
      { before_sensitive: { a: { c: true } }, after_sensitive: { a: true } },
    ],
    ["a", "removed", { before_sensitive: { a: { b: true } }, after_sensitive: {} }],
  ])("say that only the mark of %s as sensitive is %s", (_, sensitivity, marks) => {
    const values = { a: { b: "secret", c: ["x"] } };
    const changed = attributesOf(values, values, marks);
    expect(changed).toEqual([expect.objectContaining({ sensitivity })]);
    expect(JSON.stringify(changed).includes('"secret"')).toBe(sensitivity === "removed");
  });

  test("hide the old value of an argument that becomes sensitive", () => {
    expect(attributesOf({ a: "old" }, { a: "new" }, { after_sensitive: { a: true } })).toEqual([
      { name: "a", before: Hidden.SENSITIVE, after: Hidden.SENSITIVE, forcesReplacement: false },
    ]);
  });
});
