import Ajv from "ajv";
import fc from "fast-check";
import type { Log } from "sarif";
import type { Review } from "../../../cli/model";
import { renderCodeQuality } from "../../../cli/render/code-quality";
import { renderSarif } from "../../../cli/render/sarif";
import { arbitraryReview } from "../../support/arbitrary-reviews";
import { failedAndWaiting, nothingChanges, replacement } from "../../support/reviews";

interface Issue {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

/** What GitLab's page about the format requires. */
const validate = new Ajv().compile({
  type: "array",
  items: {
    type: "object",
    required: ["description", "check_name", "fingerprint", "severity", "location"],
    properties: {
      description: { type: "string", minLength: 1 },
      check_name: { type: "string", minLength: 1 },
      fingerprint: { type: "string", minLength: 1 },
      severity: { enum: ["info", "minor", "major", "critical", "blocker"] },
      location: {
        type: "object",
        required: ["path", "lines"],
        properties: {
          path: { type: "string" },
          lines: {
            type: "object",
            required: ["begin"],
            properties: { begin: { type: "integer", minimum: 1 } },
          },
        },
      },
    },
  },
});

function issuesOf(review: Review, options = {}): Issue[] {
  const issues: unknown = JSON.parse(renderCodeQuality(review, options));
  expect([validate(issues), validate.errors]).toEqual([true, null]);
  return issues as Issue[];
}

function withoutPlaces(review: Review): Review {
  return { ...review, findings: review.findings.map((finding) => ({ ...finding, location: undefined })) };
}

describe("a code quality report", () => {
  test("has the findings that are not accepted", () => {
    const [first, ...others] = issuesOf(replacement());
    expect(first).toEqual({
      description: expect.stringMatching(/^A service is replaced: `service_name` changes/) as string,
      check_name: "service-replaced",
      fingerprint: expect.any(String) as string,
      severity: "critical",
      location: { path: "stacks/service-stack.ts", lines: { begin: 41 } },
    });
    expect(others.map(({ check_name: name, severity }) => [name, severity])).toEqual([
      ["domain-replaced", "critical"],
      ["iam-wildcard", "major"],
    ]);
  });

  test("is empty without findings", () => {
    expect(renderCodeQuality(nothingChanges())).toBe("[]\n");
  });

  test("has a stack that failed", () => {
    expect(issuesOf(failedAndWaiting())).toEqual([
      {
        description: "hello-prod was not planned: its findings are unknown",
        check_name: "stack-failed",
        fingerprint: expect.any(String) as string,
        severity: "blocker",
        location: { path: "cdktf.json", lines: { begin: 1 } },
      },
    ]);
  });

  test.each([
    [{}, "cdktf.json"],
    [{ fallbackFile: "apps/one/cdktf.json" }, "apps/one/cdktf.json"],
    [{ fallbackFile: "apps/ä b/cdktf.json" }, "apps/ä b/cdktf.json"],
  ])("shows a finding without a place, with the options %j, at %s", (options, file) => {
    const paths = issuesOf(withoutPlaces(replacement()), options).map(({ location }) => location.path);
    expect(new Set(paths)).toEqual(new Set([file]));
  });

  test("has the fingerprints of the SARIF", () => {
    const options = { fallbackFile: "apps/one/cdktf.json" };
    const { runs } = JSON.parse(renderSarif(replacement(), options)) as Log;
    const fingerprints = runs[0]?.results?.map(
      (result) => Object.values(result.partialFingerprints ?? {})[0],
    );
    expect(fingerprints).toEqual(
      expect.arrayContaining(issuesOf(replacement(), options).map(({ fingerprint }) => fingerprint)),
    );
  });

  test("has different fingerprints for the same finding of two apps", () => {
    const all = [
      {},
      { fallbackFile: "apps/one/cdktf.json" },
      { fallbackFile: "apps/two/cdktf.json" },
      { key: "one" },
    ].flatMap((options) => issuesOf(replacement(), options).map(({ fingerprint }) => fingerprint));
    expect(new Set(all).size).toBe(12);
  });

  test("is valid for any review, with a fingerprint for each entry", () => {
    fc.assert(
      fc.property(arbitraryReview, (review) => {
        const issues = issuesOf(review, { fallbackFile: "app/cdktf.json" });
        const failed = review.stacks.filter(({ status }) => status === "failed");
        const open = review.findings.filter(({ accepted }) => accepted === undefined);
        expect(issues).toHaveLength(failed.length + open.length);
        expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
        // Azure Pipelines would run it in a log.
        expect(renderCodeQuality(review)).not.toContain("##");
      }),
      { numRuns: 100 },
    );
  });
});
