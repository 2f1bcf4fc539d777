import Ajv2020 from "ajv/dist/2020";
import fc from "fast-check";
import { readFileSync } from "node:fs";
import path from "node:path";
import { FORMATS } from "../../cli/render/formats";
import schema from "../../schemas/review.schema.json";
import { HOSTILE_TEXTS } from "../support/arbitrary-reviews";
import { ReviewFolder, WROTE_ALL } from "../support/review-command";
import { PLANS } from "../support/review-fixture";

const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, strictRequired: false });
const validate = ajv.compile(schema);

const SCENARIO = path.join(PLANS, "service-rename");
const STACK = "hello-prod-service";
const read = (file: string): string => readFileSync(path.join(SCENARIO, file), "utf8");
const PLAN = read(`stacks/${STACK}/plan.json`);
const MANIFEST = read("manifest.json");
const SYNTHESIZED = read(`stacks/${STACK}/cdk.tf.json`);

let folder: ReviewFolder;

beforeEach(() => {
  folder = new ReviewFolder();
  for (const stack of ["hello-prod-foundation", "hello-prod-domain"]) {
    folder.write(`cdktf.out/stacks/${stack}/cdk.tf.json`, read(`stacks/${stack}/cdk.tf.json`));
  }
  folder.write("cdktf.out/manifest.json", MANIFEST);
  folder.write(`cdktf.out/stacks/${STACK}/cdk.tf.json`, SYNTHESIZED);
});

afterEach(() => {
  folder.remove();
});

/** Reviews a plan and returns what is wrong. The review must end with valid reports, or with a one-line error. */
async function problemsOf(plan: string | Buffer): Promise<unknown[]> {
  folder.write(`${STACK}.json`, plan);
  const { exitCode, stdout, stderr, reports } = await folder.reviewInAll(`${STACK}.json`);
  if (exitCode === 1 && stdout === "") return /^error: [^\n]+\n$/.test(stderr) ? [] : [stderr];
  // A plan that failed partway is reviewed too, with exit code 1.
  if (![0, 1, 2].includes(exitCode) || stderr !== WROTE_ALL) return [exitCode, stderr];
  validate(JSON.parse(reports["json"] ?? ""));
  const { version } = JSON.parse(reports["sarif"] ?? "") as { version: unknown };
  const lines = Object.values(reports).flatMap(
    (report) => report.match(/\bNaN\b|\[object |undefined:/g) ?? [],
  );
  const empty = FORMATS.filter((format) => !reports[format]);
  return [...(validate.errors ?? []), ...(version === "2.1.0" ? [] : [version]), ...lines, ...empty];
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Returns the path of every value in a document. */
function placesOf(value: Json, at: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, part]) => placesOf(part, [...at, key]))];
}

const hostile: fc.Arbitrary<Json | undefined> = fc.oneof(
  fc.constantFrom<Json | undefined>(undefined, null, true, 0, -1, 1e300, "", [], {}, [[]], [null], {
    a: null,
  }),
  fc.constantFrom(
    "no-op",
    "delete",
    "create",
    "constructor",
    "__proto__",
    "toString",
    "managed",
    "x:0",
    ":1",
    "a:1e5",
  ),
  fc.constantFrom(...HOSTILE_TEXTS),
  fc.jsonValue() as fc.Arbitrary<Json>,
);

/** Documents with some values removed or replaced. */
function mutated(text: string): fc.Arbitrary<string> {
  const places = placesOf(JSON.parse(text) as Json);
  // Otherwise the few values near the root would rarely be chosen.
  const shallow = places.filter((place) => place.length <= 5);
  const place = fc.oneof(fc.constantFrom(...places), fc.constantFrom(...shallow));
  return fc.array(fc.tuple(place, hostile), { minLength: 1, maxLength: 4 }).map((mutations) => {
    let document: Json | undefined = JSON.parse(text) as Json;
    for (const [at, value] of mutations) document = replaced(document, at, value);
    return JSON.stringify(document ?? null);
  });
}

function replaced(
  document: Json | undefined,
  at: readonly string[],
  value: Json | undefined,
): Json | undefined {
  const [key, ...rest] = at;
  if (key === undefined) return value;
  if (typeof document !== "object" || document === null || !Object.hasOwn(document, key)) return document;
  const parts = document as Record<string, Json | undefined>;
  const part = replaced(parts[key], rest, value);
  if (part !== undefined) parts[key] = part;
  else if (Array.isArray(document)) document.splice(Number(key), 1);
  else Reflect.deleteProperty(parts, key);
  return document;
}

/** Texts with bytes changed, removed or repeated. */
function broken(text: string): fc.Arbitrary<Buffer> {
  const bytes = Buffer.from(text);
  const position = fc.nat({ max: bytes.length - 1 });
  const flips = fc.array(fc.tuple(position, fc.integer({ min: 0, max: 255 })), {
    minLength: 1,
    maxLength: 3,
  });
  return fc.oneof(
    flips.map((all) => {
      const copy = Buffer.from(bytes);
      for (const [at, byte] of all) copy[at] = byte;
      return copy;
    }),
    position.map((end) => bytes.subarray(0, end)),
    fc.tuple(position, position).map(([a, b]) => Buffer.concat([bytes.subarray(0, a), bytes.subarray(b)])),
  );
}

/** Far longer than any machine needs, and far shorter than quadratic time would take. */
const LONG = 120_000;

describe("a review ends with valid reports or a one-line error", () => {
  test("for an unchanged plan", async () => {
    expect(await problemsOf(PLAN)).toEqual([]);
    expect(folder.read("report.text")).toMatch(/scenarios\/production\.ts:[1-9]/);
  });

  test("for plans with broken bytes", async () => {
    await fc.assert(
      fc.asyncProperty(broken(PLAN), async (plan) => {
        expect(await problemsOf(plan)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test("for plans with replaced or removed values", async () => {
    await fc.assert(
      fc.asyncProperty(mutated(PLAN), async (plan) => {
        expect(await problemsOf(plan)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ["manifest.json", MANIFEST],
    [`stacks/${STACK}/cdk.tf.json`, SYNTHESIZED],
  ])("for replaced values or broken bytes in %s", async (file, text) => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(mutated(text), broken(text)), async (synthesized) => {
        folder.write(`cdktf.out/${file}`, synthesized);
        expect(await problemsOf(PLAN)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test("for a plan with a duplicate key", async () => {
    const twice = PLAN.replace('"resource_changes"', '"resource_changes": 1, "resource_changes"');
    expect(await problemsOf(twice)).toEqual([]);
  });
});

/** A plan that changes one value. */
function planOf(after: string): string {
  const change = `{"actions":["update"],"before":{"a":"b"},"after":{"a":${after}}}`;
  const resource = `{"address":"aws_x.y","type":"aws_x","mode":"managed","change":${change}}`;
  return `{"format_version":"1.2","resource_changes":[${resource}]}`;
}

describe("a value", () => {
  test.each([10, 200, 300, 100_000])("nested %i levels deep does not crash the tool", async (depth) => {
    expect(await problemsOf(planOf("[".repeat(depth) + "]".repeat(depth)))).toEqual([]);
    expect(await problemsOf(planOf('{"a":'.repeat(depth) + "1" + "}".repeat(depth)))).toEqual([]);
    const output = `{"actions":["create"],"before":null,"after":${"[".repeat(depth)}${"]".repeat(depth)}}`;
    const plan = `{"format_version":"1.2","resource_changes":[],"output_changes":{"o":${output}}}`;
    expect(await problemsOf(plan)).toEqual([]);
  });

  test.each([
    ["letters", "x"],
    ["lines", "line\\n"],
    ["quotes", '\\"'],
    ["marks", "`<|&"],
    ["schemes", "a://"],
    ["tokens", "eyJ"],
    ["dots", "eyJaaaaaaaaaaa."],
    ["objects", '{\\"a\\":['],
  ])(
    "with a million %s does not take forever",
    async (_, part) => {
      expect(await problemsOf(planOf(`"${part.repeat(1_000_000 / part.length)}"`))).toEqual([]);
    },
    LONG,
  );

  test(
    "with 50,000 items does not take forever",
    async () => {
      const items = Array.from({ length: 50_000 }, (__, index) => `{"k${index}":"v${index}"}`);
      expect(await problemsOf(planOf(`[${items.join()}]`))).toEqual([]);
    },
    LONG,
  );
});

describe("a synthesized app", () => {
  const withComment = (comment: unknown): object => {
    const json = JSON.parse(SYNTHESIZED) as Record<string, object>;
    return { ...json, "//": { ...json["//"], "cdktf-app-runner": comment } };
  };

  test.each([
    "x",
    "",
    "a.ts",
    "a.ts:",
    ":3",
    "a.ts:0",
    "a.ts:-1",
    "a.ts:x",
    "a.ts:1e9",
    "a.ts:99999999999",
    7,
    null,
    {},
  ])("with the invalid source location %j is read without it", async (place) => {
    const locations = { [STACK]: place, [`${STACK}/Service`]: place };
    folder.write(`cdktf.out/stacks/${STACK}/cdk.tf.json`, withComment({ locations }));
    expect(await problemsOf(PLAN)).toEqual([]);
    expect(folder.read("report.json")).not.toContain('"location"');
    expect(folder.read("report.json")).toContain(`"constructPath": "${STACK}/Service/Resource"`);
  });

  test.each([
    {},
    { rule: "service-replaced", constructPath: STACK },
    { rule: "service-replaced", reason: "meant" },
    { constructPath: STACK, reason: "meant" },
    { rule: "service-replaced", constructPath: STACK, reason: 7 },
    { rule: "service-replaced", constructPath: STACK, reason: "meant", address: null },
    null,
    "service-replaced",
  ])("with the invalid acceptance %j accepts nothing", async (acceptance) => {
    folder.write(`cdktf.out/stacks/${STACK}/cdk.tf.json`, withComment({ accepted: [acceptance] }));
    expect(await problemsOf(PLAN)).toEqual([]);
    expect(folder.read("report.json")).not.toContain('"accepted"');
  });

  test.each([7, null, "x", []])("with the invalid comment %j is read without it", async (comment) => {
    folder.write(`cdktf.out/stacks/${STACK}/cdk.tf.json`, withComment(comment));
    expect(await problemsOf(PLAN)).toEqual([]);
  });

  test("with circular dependencies between stacks is read", async () => {
    const manifest = JSON.parse(MANIFEST) as { stacks: Record<string, { dependencies: string[] }> };
    for (const stack of Object.values(manifest.stacks)) stack.dependencies = Object.keys(manifest.stacks);
    folder.write("cdktf.out/manifest.json", manifest);
    expect(await problemsOf(PLAN)).toEqual([]);
  });
});
