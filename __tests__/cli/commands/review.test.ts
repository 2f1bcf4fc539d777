import path from "node:path";
import type { Log, Run } from "sarif";
import { gzipSync } from "node:zlib";
import { PLANS } from "../../support/review-fixture";
import { planOf as planOfChanges, replaced } from "../../support/plans";
import { ReviewFolder } from "../../support/review-command";

const REGION = { provider_config: { aws: { expressions: { region: { constant_value: "eu-west-1" } } } } };

const SERVICE = { service_name: "web" };

/** A plan that creates one role. */
function planOf(name: string): object {
  const change = { actions: ["create"], before: null, after: { name }, after_unknown: { arn: true } };
  const resource = { address: "aws_iam_role.Role", type: "aws_iam_role", mode: "managed", change };
  return { format_version: "1.2", resource_changes: [resource], configuration: REGION };
}

/** A plan that replaces a service, or changes nothing. */
function planWith(status: string, finding: string | undefined): object {
  const changes = finding === undefined ? [] : [replaced("aws_apprunner_service.web", SERVICE, {})];
  const errored = status === "failed" && { errored: true };
  return planOfChanges(changes, { complete: status === "planned", ...errored });
}

/** Reads the stacks in a JSON report. */
function stacksOf(
  stdout: string,
): { name: string; region?: string; resources: { constructPath?: string }[] }[] {
  return (JSON.parse(stdout) as { stacks: ReturnType<typeof stacksOf> }).stacks;
}

function namesOf(stdout: string): string[] {
  return stacksOf(stdout).map(({ name }) => name);
}

const JSON_FORMAT = ["--format", "json"];

describe("app-runner review", () => {
  let folder: ReviewFolder;

  beforeEach(() => {
    folder = new ReviewFolder();
  });

  afterEach(() => {
    folder.remove();
  });

  /** Synthesizes two stacks. `b` is applied after `z`. */
  function synthesize(output = "cdktf.out"): void {
    const stack = (name: string, dependencies: string[]): object => ({
      name,
      dependencies,
      workingDirectory: `stacks/${name}`,
      synthesizedStackPath: `stacks/${name}/cdk.tf.json`,
    });
    folder.write(`${output}/manifest.json`, { stacks: { b: stack("b", ["z"]), z: stack("z", []) } });
    for (const name of ["b", "z"]) {
      const comment = { "cdktf-app-runner": { locations: { [`${name}/Api`]: "main.ts:7" }, accepted: [] } };
      const role = { "//": { metadata: { path: `${name}/Api/Role` } } };
      folder.write(`${output}/stacks/${name}/cdk.tf.json`, {
        "//": comment,
        resource: { aws_iam_role: { Role: role } },
      });
    }
  }

  test("reviews a plan without an app, and names the stack after the file", async () => {
    folder.write("web.json", planOf("r"));
    const { exitCode, stdout, stderr } = await folder.review("web.json", ...JSON_FORMAT);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stacksOf(stdout)).toMatchObject([
      { name: "web", region: "eu-west-1", resources: [{ address: "aws_iam_role.Role" }] },
    ]);
    expect(stacksOf(stdout)[0]?.resources[0]).not.toHaveProperty("constructPath");
  });

  test("shows construct paths and source locations of the app, in the order of the stacks", async () => {
    synthesize();
    folder.write("b.json", planOf("r"));
    folder.write("plans/z/plan.json", planOf("r"));
    const { stdout } = await folder.review("b.json", "plans/z/plan.json", ...JSON_FORMAT);
    expect(stacksOf(stdout)).toMatchObject([
      { name: "z", resources: [{ constructPath: "z/Api/Role", location: { file: "main.ts", line: 7 } }] },
      { name: "b", resources: [{ constructPath: "b/Api/Role" }] },
    ]);
  });

  test("reads the app from the folder in cdktf.json or on the command line", async () => {
    synthesize("elsewhere");
    folder.write("b.json", planOf("r"));
    const pathIn = async (...args: string[]): Promise<string | undefined> =>
      stacksOf((await folder.review("b.json", ...args, ...JSON_FORMAT)).stdout)[0]?.resources[0]
        ?.constructPath;
    expect(await pathIn()).toBeUndefined();
    expect(await pathIn("--synthesized", "elsewhere")).toBe("b/Api/Role");
    folder.write("cdktf.json", { output: "elsewhere" });
    expect(await pathIn()).toBe("b/Api/Role");
  });

  test.each([
    ["STACK=PLAN", "web=x.json", "web"],
    ["the file name", "x.json", "x"],
  ])("takes the stack name from %s", async (_, input, name) => {
    folder.write("x.json", planOf("r"));
    expect(namesOf((await folder.review(input, ...JSON_FORMAT)).stdout)).toEqual([name]);
  });

  test("accepts a file with '=' in its name", async () => {
    folder.write("a=b.json", planOf("r"));
    expect(namesOf((await folder.review("a=b.json", ...JSON_FORMAT)).stdout)).toEqual(["a=b"]);
  });

  test("reads plans compressed with gzip", async () => {
    folder.write("web.json.gz", gzipSync(JSON.stringify(planOf("r"))));
    expect(namesOf((await folder.review("web.json.gz", ...JSON_FORMAT)).stdout)).toEqual(["web"]);
  });

  test.each([
    ["-", "plan"],
    ["web=-", "web"],
  ])("reads standard input with %s", async (input, name) => {
    const bytes = Buffer.from(JSON.stringify(planOf("r")));
    expect(namesOf((await folder.reviewInput(bytes, input, ...JSON_FORMAT)).stdout)).toEqual([name]);
  });

  test.each([
    [
      "two plans of one stack",
      ["web.json", "web=b.json"],
      "two plans belong to the stack 'web': web.json and b.json. Pass only one for each stack, as STACK=PLAN if the name of the file is wrong",
    ],
    ["empty standard input", ["-"], "standard input is empty"],
    ["a missing file", ["no.json"], "error: no.json does not exist"],
    ["a folder", ["."], "error: . is a folder, not a file"],
    [
      "a folder without an app",
      ["web.json", "--synthesized", "none"],
      "none contains no synthesized app (manifest.json is missing): pass the output folder, such as cdktf.out",
    ],
    ["an unknown format", ["web.json", "--output", "pdf=x"], "'--output' must be FORMAT=FILE"],
  ])("fails for %s", async (_, args, message) => {
    for (const name of ["web.json", "b.json"]) folder.write(name, planOf("r"));
    const { exitCode, stdout, stderr } = await folder.review(...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^error: [^\n]+\n$/);
  });

  test("fails for a stack that the app does not have", async () => {
    synthesize();
    folder.write("x.json", planOf("r"));
    expect((await folder.review("web=x.json")).stderr).toBe("error: there is no stack 'web'. Stacks: z, b\n");
  });

  test("lists a plan that belongs to no stack of the app last", async () => {
    synthesize();
    for (const name of ["a.json", "b.json", "z.json"]) folder.write(name, planOf("r"));
    const { stdout } = await folder.review("a.json", "b.json", "z.json", ...JSON_FORMAT);
    expect(namesOf(stdout)).toEqual(["z", "b", "a"]);
  });

  test.each([
    ["planned", undefined, [0, 0, 0]],
    ["planned", "warning", [0, 2, 0]],
    ["planned", "error", [2, 2, 0]],
    ["incomplete", undefined, [0, 0, 0]],
    ["incomplete", "warning", [0, 2, 0]],
    ["incomplete", "error", [2, 2, 0]],
    ["failed", undefined, [1, 1, 1]],
    ["failed", "warning", [1, 1, 1]],
    ["failed", "error", [1, 1, 1]],
  ])("of a stack that is %s, with a finding of severity %s, exits as documented", async (...row) => {
    const [status, finding, expected] = row;
    folder.write("cdktf.json", { context: { rules: { "service-replaced": finding ?? "off" } } });
    folder.write("s.json", planWith(status, finding));
    const exitCodes = [];
    for (const failOn of ["error", "warning", "never"])
      exitCodes.push((await folder.review("s.json", "--fail-on", failOn)).exitCode);
    expect(exitCodes).toEqual(expected);
    const { stdout } = await folder.review("s.json", ...JSON_FORMAT);
    expect(stacksOf(stdout)).toMatchObject([{ status }]);
    const isStop = status === "failed" || finding === "error";
    expect(stdout.includes('"level": "stop"')).toBe(isStop);
  });

  test("exits with code 2 for findings, unless --fail-on is never", async () => {
    const recorded = path.join(PLANS, "service-rename");
    const plan = path.join(recorded, "stacks/hello-prod-service/plan.json");
    const exitCodes = async (...args: string[]): Promise<number> =>
      (await folder.review(plan, "--synthesized", recorded, ...args)).exitCode;
    expect(await exitCodes()).toBe(2);
    expect(await exitCodes("--fail-on", "never")).toBe(0);
  });

  test("shows a key, an output, a type and a stack named __proto__ as such, in all formats", async () => {
    const change =
      '"change":{"actions":["update"],"before":{"__proto__":{"a":1}},"after":{"__proto__":{"a":2}}}';
    const output = '"__proto__":{"actions":["create"],"before":null,"after":"v"}';
    folder.write(
      "plan.json",
      `{"format_version":"1.2","output_changes":{${output}},"resource_changes":[{"address":"__proto__.y","mode":"managed","type":"__proto__",${change}}]}`,
    );
    const { exitCode, reports } = await folder.reviewInAll("__proto__=plan.json");
    const text = reports["text"] ?? "";
    expect(exitCode).toBe(0);
    expect(text).toContain("~ __proto__.y\n      __proto__.a: 1 → 2\n");
    expect(text).toContain('__proto__.__proto__: (none) → "v"');
    expect(reports["markdown"]).toContain("`__proto__.a`: `1` → `2`");
    expect(reports["html"]).toContain('<code class="name">__proto__.a</code>');
    expect(reports["json"]).toMatch(/"after": \{\s+"__proto__": \{\s+"a": 2/);
  });

  test("links findings to the pages at context.rulesUrl", async () => {
    const recorded = path.join(PLANS, "service-rename");
    const plan = path.join(recorded, "stacks/hello-prod-service/plan.json");
    folder.write("cdktf.json", { context: { rulesUrl: "https://example.com/rules/" } });
    const { reports } = await folder.reviewInAll(plan, "--synthesized", recorded, "--fail-on", "never");
    const url = "https://example.com/rules/service-replaced";
    expect(reports["markdown"]).toContain(`[service-replaced](${url})`);
    expect(reports["html"]).toContain(`<a href="${url}">`);
    expect(reports["sarif"]).toContain(`"helpUri": "${url}"`);
  });

  test("tells apart two apps with the same stacks in one repository", async () => {
    const recorded = path.join(PLANS, "service-rename");
    const plan = path.join(recorded, "stacks/hello-prod-service/plan.json");
    folder.write(".git/HEAD", "");
    folder.write("cdktf.json", {});
    folder.write("apps/one/cdktf.json", {});
    folder.write("apps/two/cdktf.json", {});
    const sarif = async (app: string, ...args: readonly string[]): Promise<Run | undefined> => {
      const { directory } = folder;
      const { stdout } = await new ReviewFolder(path.join(directory, app)).review(
        ...[plan, "--synthesized", recorded, "--format", "sarif", ...args],
      );
      return (JSON.parse(stdout) as Log).runs[0];
    };
    const runs = [
      await sarif("."),
      await sarif("apps/one"),
      await sarif("apps/two"),
      await sarif("apps/two", "--key", "beta"),
    ];

    expect(runs.map((run) => run?.automationDetails?.id)).toEqual([
      "app-runner/",
      "app-runner/folder/apps/one/",
      "app-runner/folder/apps/two/",
      "app-runner/beta/",
    ]);
    const fingerprints = runs.map((run) => run?.results?.[0]?.partialFingerprints);
    expect(new Set(fingerprints.map((fingerprint) => JSON.stringify(fingerprint))).size).toBe(4);
  });

  test("fails for a context.rulesUrl that is not a URL of a page", async () => {
    folder.write("web.json", planOf("r"));
    folder.write("cdktf.json", { context: { rulesUrl: "javascript:alert(1)" } });
    const { exitCode, stderr } = await folder.review("web.json");
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining("must be an http or https URL")]);
  });

  test("shows the run of the pipeline, or the one of the command line", async () => {
    folder.write("web.json", planOf("r"));
    const commit = "0123456789abcdef".repeat(2);
    const url = "https://gitlab.test/acme/hello/-/jobs/9";
    const runOf = async (...args: string[]): Promise<unknown> =>
      (JSON.parse((await folder.review("web.json", ...JSON_FORMAT, ...args)).stdout) as { run?: unknown })
        .run;
    expect(await runOf()).toBeUndefined();
    expect(await runOf("--commit", "0123ABC", "--run-url", "https://ci.test/1")).toEqual({
      commit: "0123abc",
      url: "https://ci.test/1",
    });
    folder.env = { GITLAB_CI: "true", CI_COMMIT_SHA: commit, CI_JOB_URL: url };
    expect(await runOf()).toEqual({ commit, url });
    expect(await runOf("--commit", "0123abc")).toEqual({ commit: "0123abc", url });
  });

  test.each([
    ["--commit", "main"],
    ["--run-url", "https://ci:hunter2@ci.test/1"],
  ])("refuses a wrong value of %s, and does not print it", async (option, value) => {
    folder.write("web.json", planOf("r"));
    const { exitCode, stdout, stderr } = await folder.review("web.json", option, value);
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(new RegExp(`^error: '${option}' must be [^\n]+\n$`));
    expect(stderr).not.toContain(value);
  });

  test("writes reports to files with --output, and prints one too", async () => {
    folder.write("web.json", planOf("r"));
    const { stdout, stderr } = await folder.review("web.json", "--output", "markdown=out/review.md");
    expect(stderr).toBe("Wrote out/review.md\n");
    expect(folder.read("out/review.md")).toContain("aws_iam_role.Role");
    expect(stdout).not.toBe(folder.read("out/review.md"));
  });
});
