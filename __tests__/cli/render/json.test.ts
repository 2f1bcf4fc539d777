import Ajv2020 from "ajv/dist/2020";
import fc from "fast-check";
import { ExactNumber, Hidden, Unknown } from "../../../cli/model";
import { renderJson, REVIEW_FORMAT_VERSION, REVIEW_SCHEMA } from "../../../cli/render/json";
import schema from "../../../schemas/review.schema.json";
import { arbitraryReview } from "../../support/arbitrary-reviews";
import { failedAndWaiting, firstDeploy, nothingChanges, replacement } from "../../support/reviews";

const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, strictRequired: false });
const validate = ajv.compile(schema);

function problemsOf(text: string): unknown[] {
  validate(JSON.parse(text));
  return validate.errors ?? [];
}

/** Decodes a value as the schema describes it. */
function decode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decode);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const [first] = entries;
  if (first?.[0] === "$unknown") return Unknown.AFTER_APPLY;
  if (first?.[0] === "$number") return new ExactNumber(String(first[1]));
  if (first?.[0] === "$hidden") return first[1] === "sensitive" ? Hidden.SENSITIVE : Hidden.SECRET_LIKE;
  return Object.fromEntries(
    entries.map(([key, item]) => [key.startsWith("$$") ? key.slice(1) : key, decode(item)]),
  );
}

interface Sides {
  before?: unknown;
  after?: unknown;
  importIdentity?: unknown;
  attributes?: Sides[];
}

function decodeSides(sides: Sides): Sides {
  return {
    ...sides,
    ...("before" in sides && { before: decode(sides.before) }),
    ...("after" in sides && { after: decode(sides.after) }),
    ...("importIdentity" in sides && { importIdentity: decode(sides.importIdentity) }),
    ...(sides.attributes && { attributes: sides.attributes.map(decodeSides) }),
  };
}

function decodeReview(text: string): unknown {
  const { stacks, findings, costs, digest } = JSON.parse(text) as {
    stacks: { resources: Sides[]; outputs: Sides[]; drift: Sides[]; deferred: Sides[] }[];
    findings: unknown;
    costs: unknown;
    digest?: unknown;
  };
  return {
    stacks: stacks.map((stack) => ({
      ...stack,
      resources: stack.resources.map(decodeSides),
      outputs: stack.outputs.map(decodeSides),
      drift: stack.drift.map(decodeSides),
      deferred: stack.deferred.map(decodeSides),
    })),
    findings,
    costs,
    ...(digest !== undefined && { digest }),
  };
}

describe("a review as JSON", () => {
  test.each(Object.entries({ firstDeploy, replacement, failedAndWaiting, nothingChanges }))(
    "is valid for %s",
    (_, review) => {
      expect(problemsOf(renderJson(review()))).toEqual([]);
    },
  );

  test("is valid with the run that made it", () => {
    const run = { commit: "0123abc", url: "https://ci.test/1" };
    expect(problemsOf(renderJson({ ...nothingChanges(), run }))).toEqual([]);
    expect(REVIEW_FORMAT_VERSION).toBe("1.3");
  });

  test("contains the schema URL and the format version", () => {
    expect(JSON.parse(renderJson(nothingChanges()))).toMatchObject({
      $schema: REVIEW_SCHEMA,
      formatVersion: REVIEW_FORMAT_VERSION,
    });
    expect(schema.$id).toBe(REVIEW_SCHEMA);
    expect(new RegExp(schema.properties.formatVersion.pattern).test(REVIEW_FORMAT_VERSION)).toBe(true);
  });

  test("marks hidden and unknown values, and escapes values that look like these marks", () => {
    const review = replacement();
    const output = {
      name: "out",
      action: "update" as const,
      before: [Hidden.SENSITIVE, Unknown.AFTER_APPLY],
      after: { $hidden: "no", $$: 1, hidden: "sensitive" },
    };
    const [first, ...others] = review.stacks;
    const text = renderJson({ ...review, stacks: first ? [{ ...first, outputs: [output] }, ...others] : [] });
    expect(JSON.parse(text)).toMatchObject({
      stacks: [
        {
          outputs: [
            {
              before: [{ $hidden: "sensitive" }, { $unknown: true }],
              after: { $$hidden: "no", $$$: 1, hidden: "sensitive" },
            },
          ],
        },
        {},
        {},
      ],
    });
  });

  test("fails schema validation with an unknown member", () => {
    const document = JSON.parse(renderJson(nothingChanges())) as { stacks: object[] };
    const withMore = (more: object) => problemsOf(JSON.stringify({ ...document, ...more }));
    expect(withMore({ extra: 1 })).not.toEqual([]);
    expect(withMore({ formatVersion: "2.0" })).not.toEqual([]);
    expect(withMore({ stacks: [{ ...document.stacks[0], status: "other" }] })).not.toEqual([]);
  });

  test("lists stacks that were deployed and are not in the app", () => {
    const left = { name: "old", workspace: "prod", state: "s3 backend", resources: 2, message: "left" };
    const text = renderJson({ ...nothingChanges(), leftStacks: [left] });
    expect(problemsOf(text)).toEqual([]);
    expect(JSON.parse(text)).toMatchObject({ verdict: { level: "look" }, leftStacks: [left] });
  });

  test("is one line with an indent of 0", () => {
    expect(renderJson(replacement(), { indent: 0 }).trimEnd()).not.toContain("\n");
  });

  test("is valid and complete, for any review", () => {
    fc.assert(
      fc.property(arbitraryReview, (review) => {
        const text = renderJson(review);
        expect(problemsOf(text)).toEqual([]);
        expect(decodeReview(text)).toEqual(review);
      }),
      { numRuns: 200 },
    );
  });
});
