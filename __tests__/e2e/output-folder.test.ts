import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describeEndToEnd } from "../support/end-to-end";
import { linkPackages, rowsOf, runTool, startTool, toolEnvironment, type ToolResult } from "../support/tool";

/** Stacks without a provider. The app waits while there is a file `wait`. */
const APP = `
const { existsSync, readFileSync } = require("node:fs");
const { App, DataResource, LocalBackend, TerraformStack } = require("cdktf");
const { ids = ["base"], states = __dirname } = JSON.parse(readFileSync("settings.json", "utf8"));
while (existsSync("wait")) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
const app = new App();
for (const id of ids) {
  const stack = new TerraformStack(app, id);
  new LocalBackend(stack, { path: states + "/" + id.slice(0, 20) + ".tfstate" });
  new DataResource(stack, "Value", { input: id });
}
app.synth();
`;

const LOCK = "cdktf.out/app-runner.lock";

describeEndToEnd("the output folder", () => {
  let directory: string;
  let project: string;
  let environment: Record<string, string>;

  beforeEach(() => {
    directory = realpathSync(mkdtempSync(path.join(tmpdir(), "app-runner-output-")));
    project = path.join(directory, "project");
    mkdirSync(path.join(directory, "home"));
    createProject(project);
    environment = toolEnvironment(path.join(directory, "home"));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  function createProject(folder: string, settings: object = {}): void {
    mkdirSync(folder, { recursive: true });
    linkPackages(folder);
    writeFileSync(path.join(folder, "app.js"), APP);
    writeFileSync(path.join(folder, "cdktf.json"), JSON.stringify({ app: "node app.js" }));
    writeFileSync(path.join(folder, "settings.json"), JSON.stringify(settings));
  }

  const write = (file: string, text: string): void => {
    writeFileSync(path.join(project, file), text);
  };
  const exists = (file: string): boolean => existsSync(path.resolve(project, file));
  const run = async (variables: Record<string, string>, ...args: string[]): Promise<ToolResult> =>
    runTool(project, { ...environment, ...variables }, ...args);

  test.each<[what: string, output: string | undefined, variables: Record<string, string>, folder: string]>([
    ["absolute", "/absolute", {}, "absolute"],
    ["in the parent folder", "../out", {}, "out"],
    ["several levels deep", "build/cdk/out", {}, "project/build/cdk/out"],
    [
      "that of CDKTF_OUTPUT",
      "ignored",
      { CDKTF_OUTPUT: "chosen", CDKTF_OUTDIR: "ignored" },
      "project/chosen",
    ],
    ["the usual one", undefined, { CDKTF_OUTDIR: "ignored" }, "project/cdktf.out"],
  ])("can be %s", async (_, output, variables, folder) => {
    const setting = output?.startsWith("/") ? path.join(directory, output) : output;
    write("cdktf.json", JSON.stringify({ app: "node app.js", output: setting }));
    mkdirSync(path.join(project, "locks"));
    write("locks/base.terraform.lock.hcl", "# pinned\n");
    expect(await run(variables, "plan", "--out", "plans")).toMatchObject({ exitCode: 0 });
    expect(await run(variables, "apply", "plans", "--yes")).toMatchObject({ stdout: "Applied: base\n" });
    const out = path.join(directory, folder);
    expect(readFileSync(path.join(out, "stacks/base/.terraform.lock.hcl"), "utf8")).toBe("# pinned\n");
    expect([exists("ignored"), existsSync(path.join(out, "app-runner.lock"))]).toEqual([false, false]);
  });

  test("is read with --synth-output from any folder, without running the app", async () => {
    const out = path.join(project, "cdktf.out");
    await run({}, "plan");
    write("app.js", "process.exit(1)");
    const elsewhere = path.join(directory, "elsewhere");
    mkdirSync(elsewhere);
    const runThere = async (...args: string[]): Promise<ToolResult> =>
      runTool(elsewhere, environment, ...args);
    expect((await runThere("plan", "--synth-output", out, "--out", "plans")).exitCode).toBe(0);
    const review = await runThere("review", "--synth-output", out, "plans/base.json", "--format", "json");
    expect(rowsOf(review.stdout)).toEqual(["base: 1 to create"]);
    const applied = await runThere("apply", "--synth-output", out, "plans", "--yes");
    expect(applied).toMatchObject({ exitCode: 0, stdout: "Applied: base\n" });
    const missing = await runThere("plan", "--synth-output", "missing");
    expect(missing.stderr).toContain("missing contains no synthesized app");
    expect(existsSync(path.join(elsewhere, "missing"))).toBe(false);
  });

  test("is used by one run at a time", async () => {
    write("wait", "");
    const first = startTool(project, environment, "plan");
    while (!exists(LOCK)) await new Promise((resolve) => setTimeout(resolve, 50));
    const refused = await run({}, "apply", "--all", "--yes");
    rmSync(path.join(project, "wait"));
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toMatch(
      /app-runner already runs in the output folder .* \(process \d+\): wait until/,
    );
    expect((await run({ CDKTF_OUTPUT: "other" }, "plan")).exitCode).toBe(0);
    expect((await first.finished).exitCode).toBe(0);
    expect(exists(LOCK)).toBe(false);
  });

  test("can be used after a run that was killed", async () => {
    mkdirSync(path.join(project, "cdktf.out"));
    write(LOCK, `${spawnSync(process.execPath, ["--version"]).pid}\n`);
    expect((await run({}, "plan")).exitCode).toBe(0);
    expect(exists(LOCK)).toBe(false);
  });

  test.each<[what: string, variables: Record<string, string>, message: string]>([
    ["a file", { CDKTF_OUTPUT: "app.js" }, "cannot write to the output folder"],
    [
      "below a file",
      { CDKTF_OUTPUT: "app.js/out" },
      "a file is in the place of a folder: move the file, or use",
    ],
    ["for temporary files a file", { TMPDIR: "app.js" }, "set TMPDIR to a folder that you can write to"],
  ])("gets a clear error if it is %s", async (_, variables, message) => {
    const { exitCode, stderr } = await run({ ...variables, TSX_DISABLE_CACHE: "1" }, "plan");
    expect(exitCode).toBe(1);
    expect(stderr).toContain(message);
    expect(readFileSync(path.join(project, "app.js"), "utf8")).toBe(APP);
  });

  test("gets no files whose name would be too long", async () => {
    write("settings.json", JSON.stringify({ ids: ["é".repeat(120)] }));
    const { exitCode, stderr } = await run({}, "plan");
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/has 240 bytes, and may have at most 236, because files are named after it/);
  });

  test("refuses plans for a new state in a checkout where that state is a different file", async () => {
    write("settings.json", JSON.stringify({ states: "../../.." }));
    await run({}, "plan", "--out", path.join(directory, "plans"));
    createProject(path.join(directory, "other"), { states: "../../.." });
    const apply = async (folder: string): Promise<ToolResult> =>
      runTool(path.join(directory, folder), environment, "apply", path.join(directory, "plans"), "--yes");
    const refused = await apply("other");
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain(
      `base was planned for a new state in 'local path=${project}/base.tfstate workspace_dir=`,
    );
    expect(existsSync(path.join(directory, "other/base.tfstate"))).toBe(false);
    rmSync(path.join(project, "cdktf.out"), { recursive: true });
    expect((await apply("project")).stdout).toBe("Applied: base\n");
  });
});
