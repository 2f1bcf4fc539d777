import Ajv from "ajv";
import fc from "fast-check";
import type { Log, Result } from "sarif";
import type { Review } from "../../../cli/model";
import { renderSarif } from "../../../cli/render/sarif";
import { arbitraryReview } from "../../support/arbitrary-reviews";
import { failedAndWaiting, firstDeploy, nothingChanges, replacement } from "../../support/reviews";
import { reviewOf } from "../../support/review-fixture";
import standard from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json";

/** The SARIF schema uses an older draft, with `id` for `$id`. */
const { id, $schema, ...schema } = standard;
const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false, unicodeRegExp: false });
const validate = ajv.compile({ $id: id, ...schema });

function problemsOf(text: string): unknown[] {
  validate(JSON.parse(text));
  return validate.errors ?? [];
}

function resultsOf(review: Review, options = {}): Result[] {
  const { runs } = JSON.parse(renderSarif(review, options)) as Log;
  return runs[0]?.results ?? [];
}

function fingerprintsOf(review: Review): (string | undefined)[] {
  return resultsOf(review).map((result) => result.partialFingerprints?.["primaryLocationLineHash"]);
}

describe("a review as SARIF", () => {
  test("is validated with the SARIF schema", () => {
    expect($schema).toBe("http://json-schema.org/draft-04/schema#");
    expect(standard.definitions.result.required).toEqual(["message"]);
    expect(problemsOf('{"version":"2.1.0","runs":[{}]}')).not.toEqual([]);
  });

  test.each(Object.entries({ firstDeploy, replacement, failedAndWaiting, nothingChanges }))(
    "is valid for %s",
    (_, review) => {
      expect(
        problemsOf(renderSarif(review(), { rulesUrl: "https://example.com/rules", version: "1.2.3" })),
      ).toEqual([]);
    },
  );

  test("has the source location of the construct", () => {
    expect(resultsOf(replacement())[0]).toMatchObject({
      ruleId: "service-replaced",
      level: "error",
      message: {
        text: expect.stringMatching(
          /^A service is replaced: `service_name` changes.*\n\nKeep the name/,
        ) as string,
      },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "stacks/service-stack.ts", uriBaseId: "%SRCROOT%" },
            region: { startLine: 41 },
          },
          logicalLocations: [
            { name: "Resource", fullyQualifiedName: "hello-prod/Api/Resource", kind: "construct" },
            { name: expect.stringContaining("aws_apprunner_service.Api_") as string, kind: "resource" },
          ],
        },
      ],
    });
  });

  test("has the source location of a recorded app", () => {
    const review = reviewOf("service-rename");
    const line = review.findings[0]?.location?.line;
    expect(line).toBeGreaterThan(1);
    expect(resultsOf(review)[0]?.locations?.[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: "__tests__/support/scenarios/production.ts", uriBaseId: "%SRCROOT%" },
      region: { startLine: line },
    });
  });

  test("encodes the path of a file", () => {
    const review = replacement();
    const location = { file: "libs/shared ü%20#?.ts", line: 3 };
    const findings = review.findings.map((finding) => ({ ...finding, location }));
    expect(resultsOf({ ...review, findings })[0]?.locations?.[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: "libs/shared%20%C3%BC%2520%23%3F.ts", uriBaseId: "%SRCROOT%" },
      region: { startLine: 3 },
    });
  });

  test("uses an existing file if the source location is unknown", () => {
    const review = replacement();
    const findings = review.findings.map((finding) => ({ ...finding, location: undefined }));
    const uris = (options = {}) =>
      resultsOf({ ...review, findings }, options).map(
        (result) => result.locations?.[0]?.physicalLocation?.artifactLocation?.uri,
      );
    expect(new Set(uris())).toEqual(new Set(["cdktf.json"]));
    expect(new Set(uris({ fallbackFile: "apps/one/main.ts" }))).toEqual(new Set(["apps/one/main.ts"]));
  });

  test("suppresses accepted findings, with the reason", () => {
    const suppressions = resultsOf(replacement()).map((result) => result.suppressions);
    expect(suppressions).toEqual([
      undefined,
      undefined,
      undefined,
      [{ kind: "inSource", justification: "Black Friday, agreed with finance (FIN-311)" }],
    ]);
  });

  test("describes each rule once, with its page", () => {
    const log = JSON.parse(
      renderSarif(replacement(), { rulesUrl: "https://example.com/{rule}.html" }),
    ) as Log;
    expect(log.runs[0]?.tool.driver.rules?.map(({ id: name }) => name)).toEqual([
      "domain-replaced",
      "iam-wildcard",
      "scaling-cost-raised",
      "service-replaced",
    ]);
    expect(log.runs[0]?.tool.driver.rules?.[3]).toMatchObject({
      shortDescription: { text: "A service is replaced" },
      help: { text: expect.stringContaining("https://example.com/service-replaced.html") as string },
      helpUri: "https://example.com/service-replaced.html",
      defaultConfiguration: { level: "error" },
    });
    const results = log.runs[0]?.results ?? [];
    const rules = log.runs[0]?.tool.driver.rules ?? [];
    expect(results.map(({ ruleIndex = -1 }) => rules[ruleIndex]?.id)).toEqual(
      results.map(({ ruleId }) => ruleId),
    );
  });

  test("says that a stack was not planned", () => {
    const log = JSON.parse(renderSarif(failedAndWaiting())) as Log;
    expect(log.runs[0]?.invocations?.[0]).toMatchObject({
      executionSuccessful: false,
      toolExecutionNotifications: [{ level: "error" }, { level: "note" }],
    });
  });

  test("has the notes of the stacks", () => {
    const review = replacement();
    const stacks = review.stacks.map((stack) => ({ ...stack, notes: ["The check `c` fails: no."] }));
    const log = JSON.parse(renderSarif({ ...review, stacks })) as Log;
    expect(log.runs[0]?.invocations?.[0]?.toolExecutionNotifications).toContainEqual({
      level: "note",
      message: { text: expect.stringContaining("The check `c` fails: no.") as string },
    });
  });

  describe("fingerprints", () => {
    test("do not depend on lines, messages and values", () => {
      const review = replacement();
      const findings = review.findings.map((finding) => ({
        ...finding,
        message: "other",
        location: { file: "stacks/service-stack.ts", line: 77 },
      }));
      expect(fingerprintsOf({ ...review, findings })).toEqual(fingerprintsOf(review));
    });

    test("differ by rule, by resource, and between two findings about a resource", () => {
      const review = replacement();
      const twice = { ...review, findings: [...review.findings, ...review.findings] };
      expect(new Set(fingerprintsOf(twice)).size).toBe(8);
    });
  });

  test("turns no text of a message into a link", () => {
    const review = replacement();
    const findings = review.findings.map((finding) => ({ ...finding, message: "[x](https://evil.example)" }));
    for (const { message } of resultsOf({ ...review, findings })) expect(message.text).not.toContain("](");
  });

  test("is valid for any review", () => {
    fc.assert(
      fc.property(arbitraryReview, (review) => {
        expect(problemsOf(renderSarif(review))).toEqual([]);
        expect(resultsOf(review)).toHaveLength(review.findings.length);
      }),
      { numRuns: 100 },
    );
  });
});
