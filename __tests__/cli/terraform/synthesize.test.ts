import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Interrupt } from "../../../cli/interrupt";
import { ChildProcesses } from "../../../cli/terraform/child-processes";
import type { Project } from "../../../cli/terraform/project";
import { synthesize } from "../../../cli/terraform/synthesize";

/** An app that writes its environment, and a stack. */
const APP = `
const fs = require("node:fs");
const out = process.env.CDKTF_OUTDIR;
fs.writeFileSync("environment.json", JSON.stringify(process.env));
fs.mkdirSync(out + "/stacks/api", { recursive: true });
fs.writeFileSync(out + "/stacks/api/cdk.tf.json", "{}");
const annotations = JSON.parse(fs.readFileSync("annotations.json", "utf8"));
const api = { name: "api", dependencies: [], annotations };
const paths = { workingDirectory: "stacks/api", synthesizedStackPath: "stacks/api/cdk.tf.json" };
fs.writeFileSync(out + "/manifest.json", JSON.stringify({ stacks: { api: { ...api, ...paths } } }));
`;

describe("synthesizing the app", () => {
  let directory: string;
  let warnings: string;

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), "synth-"));
    warnings = "";
    writeFileSync(path.join(directory, "app.js"), APP);
    annotate([]);
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  function annotate(annotations: readonly object[]): void {
    writeFileSync(path.join(directory, "annotations.json"), JSON.stringify(annotations));
  }

  async function run(project: Partial<Project> = {}, env: Record<string, string> = {}) {
    const stderr = { write: (text: string) => (warnings += text) };
    const settings = { directory, app: "node app.js", output: "out", relativeModules: ["./vpc"], ...project };
    const environment = { PATH: process.env["PATH"], ...env };
    return synthesize(settings, new ChildProcesses(new Interrupt()), { env: environment, stderr });
  }

  function seen(): Record<string, string> {
    return JSON.parse(readFileSync(path.join(directory, "environment.json"), "utf8")) as Record<
      string,
      string
    >;
  }

  test("passes the same environment to the app as cdktf", async () => {
    const stacks = await run({ context: { stage: "dev" } }, { TF_VAR_password: "secret", KEPT: "yes" });

    expect(stacks.map(({ name }) => name)).toEqual(["api"]);
    expect(seen()).toMatchObject({
      CDKTF_OUTDIR: "out",
      CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS: "true",
      SYNTH_HCL_OUTPUT: "false",
      NODE_OPTIONS: "--max-old-space-size=4096",
      KEPT: "yes",
    });
    expect(JSON.parse(seen()["CDKTF_CONTEXT_JSON"] ?? "")).toEqual({
      stage: "dev",
      cdktfRelativeModules: ["./vpc"],
    });
    expect(seen()).not.toHaveProperty("TF_VAR_password");
  });

  test("keeps the user's Node options, and a context from the environment", async () => {
    await run({}, { NODE_OPTIONS: "--no-warnings", CDKTF_CONTEXT_JSON: '{"stage":"prod"}' });

    expect(seen()).toMatchObject({ NODE_OPTIONS: "--no-warnings" });
    expect(JSON.parse(seen()["CDKTF_CONTEXT_JSON"] ?? "")).toMatchObject({ stage: "prod" });
  });

  test("prints warnings of constructs, and fails on their errors", async () => {
    annotate([{ level: "@cdktf/warn", constructPath: "api/Web", message: "old" }]);
    await run();
    expect(warnings).toBe("Warning: old (at api/Web)\n");

    warnings = "";
    annotate([{ level: "@cdktf/warn", constructPath: "api/\u202eWeb", message: "\u001b[2Jold\nnew" }]);
    await run();
    expect(warnings).toBe("Warning: \\u{1b}[2Jold\nnew (at api/\\u{202e}Web)\n");

    annotate([{ level: "@cdktf/error", constructPath: "api/Web", message: "wrong" }]);
    await expect(run()).rejects.toThrow("wrong (at api/Web)");
  });

  test.each([
    [
      { app: "echo out; echo err >&2; exit 7" },
      "the app failed with exit code 7. Its command ('app' in cdktf.json) is: echo out; echo err >&2; exit 7\n\nerr\n\nout",
    ],
    [{ app: "printf '\\033[31mout\\033[0m'; exit 7" }, "\n\nout"],
    [
      { app: "true" },
      "the app wrote nothing to out: it must call app.synth(), and must not set 'outdir' of App. Its command ('app' in cdktf.json) is: true",
    ],
    [{ app: undefined }, "'app' is missing in "],
  ])("fails for %j", async (project, message) => {
    await expect(run(project as Partial<Project>)).rejects.toThrow(message);
  });

  test("fails if the app wrote nothing now, but did before", async () => {
    await run();
    await expect(run({ app: "true" })).rejects.toThrow("the app wrote nothing to out");
  });

  test("fails with the message and the frames of the app, or the full output when debugging", async () => {
    writeFileSync(path.join(directory, "fail.js"), 'throw new Error("no")');
    const fail = (env: Record<string, string>) => run({ app: "node fail.js" }, env).catch(String);

    const place = path.join(realpathSync(directory), "fail.js:1:7");
    expect(await fail({})).toBe(
      `UsageError: the app failed with exit code 1. Its command ('app' in cdktf.json) is: node fail.js\n\nError: no\n    at Object.<anonymous> (${place})`,
    );
    expect(await fail({ APP_RUNNER_DEBUG: "1" })).toMatch(/\^\n\nError: no\n.*node:internal.*Node\.js v/s);
  });

  test("fails if the context is not JSON", async () => {
    await expect(run({}, { CDKTF_CONTEXT_JSON: "{" })).rejects.toThrow(
      "CDKTF_CONTEXT_JSON must contain JSON",
    );
  });
});
