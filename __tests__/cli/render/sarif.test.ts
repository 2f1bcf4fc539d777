import fc from "fast-check";
import { createHash } from "node:crypto";
import type { Log, ReportingDescriptor, Result, Run } from "sarif";
import type { Finding, Review } from "../../../cli/model";
import { renderSarif } from "../../../cli/render/sarif";
import { RULES } from "../../../cli/rules/all-rules";
import { version } from "../../../package.json";
import { arbitraryReview } from "../../support/arbitrary-reviews";
import { failedAndWaiting, firstDeploy, nothingChanges, replacement } from "../../support/reviews";
import { reviewOf } from "../../support/review-fixture";
import { limitsExceededBy, SCHEMA_DRAFT, sarifProblemsOf } from "../../support/sarif-schema";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const REPOSITORY = "https://github.com/acme/hello";
const RUN = `${REPOSITORY}/actions/runs/17/attempts/2`;

/** Fingerprints of the example. If they change, all alerts are closed and opened again. */
const FINGERPRINTS = [
  "b11d3a358e9d060a5a097f2311d42449:1",
  "09cac211084e74a05a394bf404f3268f:1",
  "fa5fcff2461005c222d20d2017cc41fb:1",
];

function runOf(review: Review, options = {}): Run | undefined {
  return (JSON.parse(renderSarif(review, options)) as Log).runs[0];
}

function resultsOf(review: Review, options = {}): Result[] {
  return runOf(review, options)?.results ?? [];
}

function rulesOf(review: Review, options = {}): ReportingDescriptor[] {
  return runOf(review, options)?.tool.driver.rules ?? [];
}

function notificationsOf(review: Review): (string | undefined)[] {
  const [invocation] = runOf(review)?.invocations ?? [];
  return (invocation?.toolExecutionNotifications ?? []).map(
    ({ level, message }) => `${level}: ${message.text}`,
  );
}

function fingerprintsOf(review: Review, options = {}): (string | undefined)[] {
  return resultsOf(review, options).map((result) => result.partialFingerprints?.["primaryLocationLineHash"]);
}

/** The category on GitHub: the part of the id before the last slash. */
function categoryOf(options: object): string {
  const id = runOf(nothingChanges(), options)?.automationDetails?.id ?? "";
  return id.slice(0, id.lastIndexOf("/"));
}

/** A review with one finding of each rule. */
function reviewOfAllRules(): Review {
  const [finding] = replacement().findings as [Finding];
  return { ...nothingChanges(), findings: RULES.map(({ name }) => ({ ...finding, rule: name })) };
}

/** A text that cannot be compressed. */
function noise(seed: number, bytes: number): string {
  return createHash("shake256", { outputLength: bytes }).update(`${seed}`).digest("base64");
}

describe("a review as SARIF", () => {
  test("is validated with the SARIF schema", () => {
    expect(SCHEMA_DRAFT).toBe("http://json-schema.org/draft-04/schema#");
    const driver = { name: "x", rules: [] };
    const valid = { version: "2.1.0", runs: [{ tool: { driver } }] };
    expect(sarifProblemsOf(JSON.stringify(valid))).toEqual([]);
    for (const run of [
      {},
      { tool: { driver }, results: [{}] },
      { tool: { driver }, unknown: 1 },
      { tool: { driver: { ...driver, informationUri: "no uri" } } },
      { tool: { driver: { ...driver, semanticVersion: 1 } } },
      { tool: { driver }, versionControlProvenance: [{ revisionId: "1" }] },
      { tool: { driver }, artifacts: [{ location: { uri: "a b" } }] },
    ])
      expect(sarifProblemsOf(JSON.stringify({ ...valid, runs: [run] }))).not.toEqual([]);
  });

  test.each(Object.entries({ firstDeploy, replacement, failedAndWaiting, nothingChanges }))(
    "is valid for %s, and within the limits of GitHub",
    (_, review) => {
      const run = { commit: COMMIT, url: RUN };
      for (const text of [
        renderSarif(review()),
        renderSarif({ ...review(), run }, { rulesUrl: "https://example.com/rules", key: "ä b" }),
      ]) {
        expect(sarifProblemsOf(text)).toEqual([]);
        expect(limitsExceededBy(text)).toEqual([]);
      }
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

  test("leaves out accepted findings, and says which", () => {
    const review = replacement();
    expect(resultsOf(review).map(({ ruleId }) => ruleId)).toEqual(
      review.findings.filter(({ accepted }) => accepted === undefined).map(({ rule }) => rule),
    );
    expect(renderSarif(review)).not.toContain("suppressions");
    expect(rulesOf(review).map(({ id }) => id)).not.toContain("scaling-cost-raised");
    expect(notificationsOf({ ...nothingChanges(), findings: review.findings })).toEqual([
      "note: 1 accepted finding left out of the results:\nscaling-cost-raised: hello-prod/Scaling/Resource (Black Friday, agreed with finance (FIN-311))",
    ]);
  });

  test("names an accepted finding without a construct by its stack and address", () => {
    const findings = replacement().findings.map((finding) => ({
      ...finding,
      constructPath: undefined,
      address: "aws_x.a\nb",
      accepted: "yes\n::error::[a](b)",
    }));
    expect(notificationsOf({ ...nothingChanges(), findings })).toEqual([
      expect.stringMatching(
        /^note: 4 accepted findings left out of the results:\n.*\n.*\n.*\n.*: hello-prod\/aws_x\.a b \(yes ::error::\[a\] \(b\)\)$/,
      ),
    ]);
  });

  test("describes each rule with a finding once", () => {
    const rules = rulesOf(replacement());
    expect(rules.map(({ id }) => id)).toEqual(["domain-replaced", "iam-wildcard", "service-replaced"]);
    const results = resultsOf(replacement());
    expect(results.map(({ ruleIndex = -1 }) => rules[ruleIndex]?.id)).toEqual(
      results.map(({ ruleId }) => ruleId),
    );
    expect(rules[2]).toMatchObject({
      name: "ServiceReplaced",
      shortDescription: { text: "A service is replaced or destroyed" },
      fullDescription: { text: "Finds a destroyed or replaced `aws_apprunner_service`." },
      defaultConfiguration: { level: "error" },
      properties: { "problem.severity": "error" },
    });
  });

  test("contains the page of a rule, which the user's repository does not have", () => {
    const { help } = rulesOf(replacement())[2] ?? {};
    expect(help?.markdown).toMatch(
      /^# service-replaced\n\n\*\*A service is replaced or destroyed\*\* \(error\)\.\n[^]*\n## Safely\n[^]*\nAccept it: `PlanReview\.of/,
    );
    expect(help?.text).toMatch(
      /^service-replaced\n\nA service is replaced or destroyed \(error\)\.\n[^]*\nSafely\n[^]*\nAccept it: `PlanReview\.of/,
    );
  });

  test("links a rule to its page in this version of the package", () => {
    const rules = rulesOf(reviewOfAllRules());
    const page = (rule: string): string =>
      `https://unpkg.com/cdktf-app-runner@${version}/docs/rules/${rule}.md`;
    expect(rules).toHaveLength(RULES.length);
    expect(rules.map(({ helpUri }) => helpUri)).toEqual(rules.map(({ id }) => page(id)));
    const targets = rules.flatMap(({ help }) =>
      [...(help?.markdown ?? "").matchAll(/\]\(([^)]*)\)/g)].map(([, target = ""]) => target),
    );
    const known = new Set(rules.map(({ id }) => page(id)));
    expect(targets.filter((target) => known.has(target)).length).toBeGreaterThan(2);
    expect(targets.filter((target) => !/^https:\/\/(?!unpkg)/.test(target) && !known.has(target))).toEqual(
      [],
    );
    expect(sarifProblemsOf(renderSarif(reviewOfAllRules()))).toEqual([]);
    expect(limitsExceededBy(renderSarif(reviewOfAllRules()))).toEqual([]);
  });

  test("links a rule, and the links in its page, to the pages at rulesUrl", () => {
    const rules = rulesOf(reviewOfAllRules(), { rulesUrl: "https://example.com/{rule}.html" });
    expect(rules.map(({ helpUri }) => helpUri)).toEqual(
      rules.map(({ id }) => `https://example.com/${id}.html`),
    );
    const pages = rules.map(({ help }) => help?.markdown).join("");
    expect(pages).toContain("](https://example.com/rename-churn.html)");
    expect(pages).not.toContain("unpkg");
  });

  test("describes what each rule finds, with the items of a list", () => {
    const descriptions = rulesOf(reviewOfAllRules()).map(
      ({ fullDescription }) => fullDescription?.text ?? "",
    );
    for (const description of descriptions) expect(description).toMatch(/^Finds [^]*[^:]$/);
  });

  test("names the tool, its version and its page", () => {
    const { driver } = runOf(nothingChanges())?.tool ?? {};
    expect(driver).toMatchObject({
      name: "app-runner",
      fullName: `app-runner ${version}`,
      version,
      semanticVersion: version,
      informationUri: "https://www.npmjs.com/package/cdktf-app-runner",
    });
  });

  test.each([
    [{}, "app-runner"],
    [{ key: "" }, "app-runner"],
    [{ fallbackFile: "cdktf.json" }, "app-runner"],
    [{ key: "billing" }, "app-runner/billing"],
    [{ key: "billing", fallbackFile: "apps/one/cdktf.json" }, "app-runner/billing"],
    [{ key: "", fallbackFile: "apps/one/cdktf.json" }, "app-runner/apps/one"],
    [{ fallbackFile: "apps/two three/cdktf.json" }, "app-runner/apps/two%20three"],
    [{ key: "a/b" }, "app-runner/a%2Fb"],
    [{ key: "a%2Fb" }, "app-runner/a%252Fb"],
    [{ key: "a/" }, "app-runner/a%2F"],
    [{ key: "a b" }, "app-runner/a%20b"],
    [{ key: "a-b" }, "app-runner/a-b"],
    [{ key: "ä\n" }, "app-runner/%C3%A4%0A"],
    [{ key: "\ud800" }, "app-runner/%EF%BF%BD"],
  ])("has for %j the category %s", (options, category) => {
    expect(categoryOf(options)).toBe(category);
  });

  test("has a category of its own for each key", () => {
    const key = fc.string({ unit: "grapheme", minLength: 1 });
    fc.assert(
      fc.property(key, key, (one, other) => {
        expect(categoryOf({ key: one }) === categoryOf({ key: other })).toBe(one === other);
      }),
    );
  });

  test.each([
    ["key", "ä".repeat(500)],
    ["key", "x".repeat(201)],
    ["folder", "a/".repeat(2_000)],
  ])("has an id that GitHub accepts for a long %s", (name, long) => {
    const ids = [long, `${long}b`, `${long}c`].map(
      (app) =>
        runOf(nothingChanges(), name === "key" ? { key: app } : { fallbackFile: `${app}/cdktf.json` })
          ?.automationDetails?.id ?? "",
    );
    for (const id of ids) {
      expect(id.length).toBeLessThanOrEqual(255);
      expect(id).toMatch(/^app-runner\/.*\/$/);
    }
    expect(new Set(ids).size).toBe(3);
    expect(categoryOf({ key: "x".repeat(200) })).toBe(`app-runner/${"x".repeat(200)}`);
  });

  test("says which commit was reviewed, and where the run is", () => {
    const run = runOf({ ...replacement(), digest: "d", run: { commit: COMMIT, url: RUN } });
    expect(run?.versionControlProvenance).toEqual([
      { repositoryUri: REPOSITORY, revisionId: COMMIT, mappedTo: { uriBaseId: "%SRCROOT%" } },
    ]);
    expect(run?.properties).toEqual({ digest: "d", commit: COMMIT, runUrl: RUN });
    for (const part of [{}, { commit: COMMIT }, { url: RUN }])
      expect(runOf({ ...replacement(), run: part })).not.toHaveProperty("versionControlProvenance");
  });

  test.each([
    [`${REPOSITORY}/actions/runs/17`, REPOSITORY],
    ["https://gitlab.com/group/sub/hello/-/jobs/17", "https://gitlab.com/group/sub/hello"],
    ["https://gitlab.com/actions/runs/hello/-/pipelines/17", "https://gitlab.com/actions/runs/hello"],
    ["https://bitbucket.org/acme/hello/pipelines/results/17", "https://bitbucket.org/acme/hello"],
    ["https://dev.azure.com/acme/hello/_build/results?buildId=17", undefined],
    ["https://jenkins.example/job/hello/17/", undefined],
    [undefined, undefined],
  ])("has for the run %s the repository %s", (url, repository) => {
    const { versionControlProvenance } = runOf({ ...replacement(), run: { commit: COMMIT, url } }) ?? {};
    expect(versionControlProvenance?.[0]?.repositoryUri).toBe(repository);
  });

  test("keeps the 5,000 worst of 6,000 findings, and says so", () => {
    const [first] = replacement().findings as [Finding];
    const findings = Array.from({ length: 6_000 }, (_, index): Finding => ({
      ...first,
      severity: index < 10 ? "error" : "note",
      address: `aws_x.r${index}`,
      message: noise(index, 800),
      remedy: noise(-1 - index, 800),
    }));
    const text = renderSarif({ ...nothingChanges(), findings });
    const [run] = (JSON.parse(text) as Log).runs;
    expect(run?.results?.filter(({ level }) => level === "error")).toHaveLength(10);
    expect(run?.results).toHaveLength(5_000);
    expect(limitsExceededBy(text)).toEqual([]);
    expect(sarifProblemsOf(text)).toEqual([]);
    expect(run?.invocations?.[0]?.toolExecutionNotifications).toEqual([
      {
        level: "warning",
        message: {
          text: "Only the 5,000 worst of 6,000 findings are results, because GitHub shows no more. The other reports list all.",
        },
      },
    ]);
  });

  test("has all of 5,000 findings", () => {
    const [first] = replacement().findings as [Finding];
    const review = { ...nothingChanges(), findings: Array.from({ length: 5_000 }, () => first) };
    expect(resultsOf(review)).toHaveLength(5_000);
    expect(notificationsOf(review)).toEqual([]);
  });

  test("says that a stack was not planned", () => {
    expect(runOf(failedAndWaiting())?.invocations?.[0]).toMatchObject({
      executionSuccessful: false,
      toolExecutionNotifications: [{ level: "error" }, { level: "note" }],
    });
  });

  test("shortens the error of a stack that is too long for a log", () => {
    const { stacks, ...review } = failedAndWaiting();
    const long = stacks.map((stack) => ({ ...stack, message: `Error: ${"x".repeat(1_000_000)}` }));
    for (const text of notificationsOf({ ...review, stacks: long }))
      expect(text?.length).toBeLessThan(11_000);
    expect(notificationsOf({ ...review, stacks: long })[0]).toMatch(
      /^error: hello-prod: failed\nError: x+…$/,
    );
  });

  test("has the notes of the stacks", () => {
    const review = replacement();
    const stacks = review.stacks.map((stack) => ({ ...stack, notes: ["The check `c` fails: no."] }));
    expect(notificationsOf({ ...review, stacks })).toContain("note: hello-prod: The check `c` fails: no.");
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
      expect(new Set(fingerprintsOf(twice)).size).toBe(6);
    });

    test("differ between two apps with the same stacks in one repository", () => {
      const apps = [
        {},
        { fallbackFile: "apps/one/cdktf.json" },
        { fallbackFile: "apps/two/cdktf.json" },
        { key: "billing" },
      ];
      expect(new Set(apps.flatMap((app) => fingerprintsOf(replacement(), app))).size).toBe(12);
    });

    test("stay the same for an app without a key in the root of the repository", () => {
      expect(fingerprintsOf(replacement())).toEqual(FINGERPRINTS);
      expect(fingerprintsOf(replacement(), { key: "", fallbackFile: "cdktf.json" })).toEqual(FINGERPRINTS);
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
        expect(sarifProblemsOf(renderSarif(review))).toEqual([]);
        expect(limitsExceededBy(renderSarif(review))).toEqual([]);
        const open = review.findings.filter(({ accepted }) => accepted === undefined);
        expect(resultsOf(review)).toHaveLength(open.length);
      }),
      { numRuns: 100 },
    );
  });
});
