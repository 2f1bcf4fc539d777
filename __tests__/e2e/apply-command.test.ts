import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import type { CommandContext } from "../../cli/commands/context";
import { Interrupt } from "../../cli/interrupt";
import { run as execute } from "../../cli/program";
import { ChildProcesses } from "../../cli/terraform/child-processes";
import { describeEndToEnd } from "../support/end-to-end";
import { writeSetupTerraform } from "../support/setup-terraform";
import {
  createToolProject,
  processesLeft,
  processesWith,
  rowsOf,
  runTool,
  startTool,
  type ToolResult,
} from "../support/tool";
import { findTools } from "../support/tools";

/** Three stacks without a provider: `reader` reads an output of `base`, `other` is independent. */
const APP = `
const { App, DataResource, LocalBackend, TerraformStack, TerraformVariable } = require("cdktf");
const { value = "one", command, variables } = JSON.parse(require("node:fs").readFileSync("settings.json", "utf8"));
const app = new App();
const stack = (id) => {
  const made = new TerraformStack(app, id);
  new LocalBackend(made, { path: "../../../" + id + ".tfstate" });
  return made;
};
const base = new DataResource(stack("base"), "Value", { input: value });
const other = new DataResource(stack("other"), "Thing", { input: value });
if (variables) {
  new DataResource(stack("set"), "Values", {
    input: variables.map((name) => new TerraformVariable(app.node.findChild("set"), name, {}).value),
  });
}
if (command) other.addOverride("provisioner", [{ "local-exec": { command } }]);
new DataResource(stack("reader"), "Copy", { input: base.output });
app.synth();
`;

describeEndToEnd("`app-runner apply`", () => {
  let project: string;
  let environment: Record<string, string>;

  beforeEach(() => {
    ({ project, environment } = createToolProject(APP));
    set({});
  });

  afterEach(() => {
    rmSync(project, { recursive: true });
  });

  function write(file: string, text: string): void {
    writeFileSync(path.join(project, file), text);
  }

  /** Changes the code. */
  function set(settings: {
    readonly value?: string;
    readonly command?: string;
    readonly variables?: string[];
  }): void {
    write("settings.json", JSON.stringify(settings));
  }

  async function run(...args: string[]): Promise<ToolResult> {
    return runTool(project, environment, ...args);
  }

  async function planInto(out: string, ...stacks: string[]): Promise<string[]> {
    const { exitCode, stdout, stderr } = await run("plan", "--out", out, "--format", "json", ...stacks);
    expect({ exitCode, stderr: exitCode === 0 ? "" : stderr }).toEqual({ exitCode: 0, stderr: "" });
    return rowsOf(stdout);
  }

  const apply = async (): Promise<ToolResult> => run("apply", "plans", "--yes");

  test("applies the plans, and reports which stacks to plan again", async () => {
    await planInto("plans");
    expect(await apply()).toMatchObject({
      exitCode: 2,
      stdout:
        "Applied: base, other\n" +
        "Not planned, waiting for another stack: reader\n" +
        "To continue, plan again: app-runner plan --out plans\n",
    });

    await planInto("plans");
    expect(await apply()).toMatchObject({ exitCode: 0, stdout: "Applied: reader\n" });

    expect(await planInto("plans")).toEqual(["base: no changes", "other: no changes", "reader: no changes"]);
    expect(await apply()).toMatchObject({ exitCode: 0, stdout: "Nothing to apply.\n" });
  });

  test("plans, reviews and applies stacks that wait for each other with one command", async () => {
    const { exitCode, stdout, stderr } = await run("apply", "--all", "--yes");

    expect({ exitCode, stderr: exitCode === 0 ? "" : stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout.match(/^Safe: .*|^\d+ thing.*|^Applied: .*/gm)).toEqual([
      "1 thing to review.",
      "Safe: no findings, and nothing is destroyed or replaced.",
      "Applied: base, other, reader",
    ]);
    expect((await run("apply", "--all", "--yes")).stdout).toMatch(/^No changes\.[^]*\nNothing to apply\.\n$/);

    set({ value: "two" });
    const changed = await run("apply", "--all", "--yes", "base", "reader");
    expect(changed).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/\nApplied: base, reader\n$/) as string,
    });
  });

  test.each([2, 3] as const)(
    "applies what changes through the wrapper of hashicorp/setup-terraform %s",
    async (version) => {
      const program = path.join(project, "terraform");
      writeSetupTerraform(program, environment["TERRAFORM_BINARY_NAME"] ?? "", version);
      environment["TERRAFORM_BINARY_NAME"] = program;
      environment["GITHUB_OUTPUT"] = path.join(project, "outputs");
      write("outputs", "");
      const { stderr } = await run("plan", "--out", "plans", "base", "other");
      expect(stderr).toContain("other: 1 to create.\n");
      expect(stderr).not.toContain("No changes.");
      expect(await apply()).toMatchObject({ exitCode: 0, stdout: "Applied: base, other\n" });
      expect(existsSync(path.join(project, "other.tfstate"))).toBe(true);
      // CDK for Terraform reads the version of Terraform itself. Plans and states are not written to this file.
      expect(readFileSync(path.join(project, "outputs"), "utf8")).not.toContain("{");

      expect(await planInto("plans", "base", "other")).toEqual(["base: no changes", "other: no changes"]);
      expect(await apply()).toMatchObject({ exitCode: 0, stdout: "Nothing to apply.\n" });

      rmSync(path.join(project, "other.tfstate"));
      set({ command: "exit 3" });
      await planInto("plans", "other");
      const failed = await apply();
      expect(failed).toMatchObject({ exitCode: 1, stdout: expect.stringContaining("Failed") as string });
      expect(failed.stderr).toContain("other failed\nlocal-exec provisioner error");
    },
  );

  test("stops before a stack that was planned with outputs that this apply changed", async () => {
    await planInto("plans", "base");
    await apply();
    set({ value: "two" });
    await planInto("plans");
    const { exitCode, stdout, stderr } = await apply();

    expect({ exitCode, stdout }).toEqual({
      exitCode: 2,
      stdout:
        "Applied: base, other\nNot applied: reader\nTo continue, plan again: app-runner plan --out plans\n",
    });
    expect(stderr).toContain("reader was planned with outputs of base that this apply has changed");
    expect(existsSync(path.join(project, "reader.tfstate"))).toBe(false);
  });

  test("stops before a stack without changes that reads outputs that this apply changed", async () => {
    await run("apply", "--all", "--yes", "base", "reader");
    set({ value: "two" });
    expect(await planInto("plans", "base", "reader")).toEqual(["base: 1 to update", "reader: no changes"]);
    expect(await apply()).toMatchObject({
      exitCode: 2,
      stdout: "Applied: base\nNot applied: reader\nTo continue, plan again: app-runner plan --out plans\n",
    });
  });

  test("refuses plans if the code, a state or a lock file has changed", async () => {
    await planInto("plans", "base", "other");
    set({ value: "two" });
    expect(await apply()).toMatchObject({
      exitCode: 1,
      stdout: "",
      stderr: expect.stringContaining(
        "these plans can no longer be applied; plan again:\n" +
          "  - the code of base has changed\n  - the code of other has changed\n",
      ) as string,
    });

    set({});
    write("cdktf.out/stacks/other/.terraform.lock.hcl", "# another one\n");
    expect((await apply()).stderr).toContain("  - the lock file of other has changed\n");

    rmSync(path.join(project, "cdktf.out/stacks/other/.terraform.lock.hcl"));
    mkdirSync(path.join(project, "locks"));
    write("locks/other.terraform.lock.hcl", "# another one\n");
    expect((await apply()).stderr).toContain("  - the lock file of other has changed\n");

    rmSync(path.join(project, "locks"), { recursive: true });
    await planInto("others", "base");
    expect((await run("apply", "others", "--yes")).exitCode).toBe(0);
    const { exitCode, stderr } = await apply();
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^ {2}- the state of base has changed \(its serial was 0, and is now \d+\)$/m);
    expect(existsSync(path.join(project, "other.tfstate"))).toBe(false);
  });

  test("refuses a plan that was swapped after the review, and plans with a different digest", async () => {
    const { stdout } = await run("plan", "--out", "plans", "--format", "json", "base");
    const { digest } = JSON.parse(stdout) as { digest: string };
    set({ value: "two" });
    await planInto("others", "base");
    set({});

    const plan = path.join(project, "plans/base.tfplan");
    const reviewed = readFileSync(plan);
    writeFileSync(plan, readFileSync(path.join(project, "others/base.tfplan")));
    expect(await apply()).toMatchObject({
      exitCode: 1,
      stdout: "",
      stderr: expect.stringContaining("  - base.tfplan has changed\n") as string,
    });

    writeFileSync(plan, reviewed);
    expect((await run("apply", "others", "--yes", "--digest", digest)).stderr).toContain(
      `does not contain the plans with the digest ${digest}`,
    );
    expect(existsSync(path.join(project, "base.tfstate"))).toBe(false);
    expect(await run("apply", "plans", "--yes", "--digest", digest)).toMatchObject({
      exitCode: 0,
      stdout: "Applied: base\n",
    });
  });

  test("saves plans only encrypted, and decrypts them without giving the key to the app or Terraform", async () => {
    const value = "value-in-the-plan";
    const program = path.join(project, "recorded-terraform");
    const terraform = environment["TERRAFORM_BINARY_NAME"] ?? "";
    writeFileSync(program, `#!/bin/sh\nenv >>'${project}/variables'\nexec '${terraform}' "$@"\n`);
    chmodSync(program, 0o755);
    environment["TERRAFORM_BINARY_NAME"] = program;
    write("cdktf.json", JSON.stringify({ language: "typescript", app: "env >>variables; node app.js" }));
    set({ value });
    const key = await run("keygen", "key.txt");
    const args = ["--out", "plans", "--encrypt-to", key.stdout.trim(), "--format", "json"];
    const planned = await run("plan", ...args, "base", "other");
    expect(planned.stderr).not.toContain("Warning");
    const { digest } = JSON.parse(planned.stdout) as { digest: string };

    const saved = readdirSync(path.join(project, "plans"));
    expect(saved).toContain("base.tfplan.age");
    for (const name of saved) {
      expect(name).toMatch(/\.age$|\.terraform\.lock\.hcl$|^app-runner-plans\.json$/);
      expect(readFileSync(path.join(project, "plans", name), "latin1")).not.toContain(value);
    }
    expect((await apply()).stderr).toContain("are encrypted: pass '--identity FILE'");

    environment["APP_RUNNER_IDENTITY"] = readFileSync(path.join(project, "key.txt"), "utf8");
    expect(await run("apply", "plans", "--yes", "--digest", digest)).toMatchObject({
      exitCode: 0,
      stdout: "Applied: base, other\n",
      stderr: expect.not.stringContaining("Warning") as string,
    });
    expect(readFileSync(path.join(project, "base.tfstate"), "utf8")).toContain(value);
    const variables = readFileSync(path.join(project, "variables"), "utf8");
    expect(variables).toContain("CHECKPOINT_DISABLE=1");
    expect(variables).not.toContain("AGE-SECRET-KEY");
  });

  test("passes variables unchanged, after those of TF_CLI_ARGS_plan, and not as arguments of a process", async () => {
    const values = {
      text: `a "b" 'c' $HOME \${x} %{y} \`z\` \\n \\\\ \u00fc\u6f22 ;&|<>() #!\nline 2\t\r`,
      empty: "",
      own: "from --var",
    };
    const program = path.join(project, "recorded-terraform");
    const terraform = environment["TERRAFORM_BINARY_NAME"] ?? "";
    writeFileSync(
      program,
      `#!/bin/sh\n(printf '%s\\n' "$@"; cat /proc/$PPID/cmdline) >>'${project}/arguments'\nexec '${terraform}' "$@"\n`,
    );
    chmodSync(program, 0o755);
    set({ variables: Object.keys(values) });
    environment["TERRAFORM_BINARY_NAME"] = program;
    environment["TF_CLI_ARGS_plan"] = "-var 'own=from the environment'";
    const vars = Object.entries(values).flatMap(([name, value]) => ["--var", `${name}=${value}`]);
    const { exitCode, stderr } = await run("apply", "--all", "--yes", "set", ...vars);

    expect({ exitCode, stderr: exitCode === 0 ? "" : stderr }).toEqual({ exitCode: 0, stderr: "" });
    const state = JSON.parse(readFileSync(path.join(project, "set.tfstate"), "utf8")) as {
      resources: { instances: { attributes: { output: { value: object } } }[] }[];
    };
    const { value } = state.resources[0]?.instances[0]?.attributes.output ?? {};
    expect(Object.values(value ?? {})).toEqual(Object.values(values));
    const seen = readFileSync(path.join(project, "arguments"), "utf8");
    expect(seen).toContain("app-runner");
    expect(seen).not.toMatch(/-var|from --var/);
  });

  test("refuses plans of a different Terraform version, and incomplete plans", async () => {
    await planInto("plans", "base");
    const index = path.join(project, "plans/app-runner-plans.json");
    const kept = JSON.parse(readFileSync(index, "utf8")) as { plans: object[] };
    writeFileSync(index, JSON.stringify({ ...kept, terraformVersion: "1.5.7" }));
    expect((await apply()).stderr).toContain(
      "they were created with Terraform 1.5.7, but the installed version is ",
    );

    writeFileSync(index, JSON.stringify({ ...kept, plans: [] }));
    expect((await apply()).stderr).toContain("is incomplete: plan again");
  });

  test("stops at the first failure, and reports Terraform's error, the construct and the stacks not applied", async () => {
    set({ command: "echo no such thing; exit 3" });
    await planInto("plans", "base");
    await apply();
    set({ command: "echo no such thing; exit 3", value: "two" });
    await planInto("plans");
    const { exitCode, stdout, stderr } = await apply();

    expect({ exitCode, stdout }).toEqual({
      exitCode: 1,
      stdout:
        "Applied: base\nFailed, possibly partly applied: other\nNot applied: reader\n" +
        "To continue, plan again: app-runner plan --out plans\n",
    });
    expect(stderr).toContain(
      "other failed\nlocal-exec provisioner error\n  with other/Thing (terraform_data.Thing)\n",
    );
    expect(stderr).toContain("exit status 3");
    expect(stderr).toContain(
      "Terraform did not complete these, which may be done in part:\n  create other/Thing (terraform_data.Thing)\n" +
        "The state of other contains what was done. Fix the cause, then plan again.\n",
    );
  });

  test("leaves no process and no lock behind if it is interrupted", async () => {
    set({ command: "echo begun > begun; sleep 120" });
    await planInto("plans", "other");
    const run = startTool(project, environment, "apply", "plans", "--yes");
    const begun = path.join(project, "cdktf.out/stacks/other/begun");
    while (!existsSync(begun)) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(processesWith("HOME", project).join("\n")).toContain("sleep 120");
    run.kill("SIGTERM");

    expect(await run.finished).toMatchObject({
      exitCode: 130,
      stdout:
        "Interrupted, possibly partly applied: other\nTo continue, plan again: app-runner plan --out plans\n",
    });
    expect(await processesLeft("HOME", project)).toEqual([]);
    expect(existsSync(path.join(project, ".other.tfstate.lock.info"))).toBe(false);
  });

  test("kills running processes at the second Ctrl-C", async () => {
    set({ command: "trap '' INT; echo begun > begun; while true; do sleep 1; done" });
    await planInto("plans", "other");
    const run = startTool(project, environment, "apply", "plans", "--yes");
    const begun = path.join(project, "cdktf.out/stacks/other/begun");
    while (!existsSync(begun)) await new Promise((resolve) => setTimeout(resolve, 50));
    run.kill("SIGINT");
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    run.kill("SIGINT");

    expect(await run.finished).toMatchObject({ exitCode: 130 });
    expect(await processesLeft("HOME", project)).toEqual([]);
  });

  test("fails without --yes if there is no terminal to confirm", async () => {
    await planInto("plans", "base");
    expect(await run("apply", "plans")).toMatchObject({
      exitCode: 1,
      stdout: "",
      stderr: "error: cannot ask for confirmation without a terminal: pass --yes to apply the plans\n",
    });
  });

  test.each([
    ["yes", 0, "Applied: base\n"],
    ["y", 1, ""],
  ])("asks before it applies, and applies only for 'yes': %j", async (answer, exitCode, report) => {
    await planInto("plans", "base");
    const interruption = new Interrupt();
    const stdout: string[] = [];
    const stderr: string[] = [];
    const context: CommandContext = {
      cwd: project,
      env: environment,
      stdout: { write: (text) => stdout.push(text) },
      stderr: { write: (text) => stderr.push(text) },
      ask: async (question) => {
        stderr.push(question);
        return Promise.resolve(answer);
      },
      now: () => 0,
      interruption,
      children: new ChildProcesses(interruption),
      version: "1.0.0",
    };

    expect(await execute(["apply", "plans"], context)).toBe(exitCode);
    expect(stdout.join("")).toBe(report);
    expect(stderr.join("")).toContain(
      "base: 1 to create. 1 value passed to another stack changes.\nApply these plans? Only 'yes' will be accepted: ",
    );
  });

  test("writes plans that only their owner can read", async () => {
    await planInto("plans", "base");
    const modeOf = (file: string): string => (statSync(path.join(project, file)).mode & 0o777).toString(8);
    expect(["plans", "plans/base.tfplan", "plans/base.json"].map(modeOf)).toEqual(["700", "600", "600"]);
  });

  test("reports errors of the project, the app, stack names and Terraform", async () => {
    expect(await run("plan", "bsae")).toMatchObject({
      exitCode: 1,
      stdout: "",
      stderr: expect.stringContaining(
        "error: no stack matches 'bsae'. Stacks: base, other, reader\n",
      ) as string,
    });

    environment["TERRAFORM_BINARY_NAME"] = "no-such-terraform";
    const without = await run("plan", "base");
    expect(without.exitCode).toBe(1);
    expect(without.stderr).toContain("error: cannot run 'no-such-terraform'");
    expect(without.stderr).toContain("or set TERRAFORM_BINARY_NAME to its name or path");

    environment["TERRAFORM_BINARY_NAME"] = findTools().found?.terraform ?? "";
    write("settings.json", "{ not JSON");
    const broken = await run("plan");
    expect(broken.exitCode).toBe(1);
    expect(broken.stderr).toContain(
      "error: the app failed with exit code 1. Its command ('app' in cdktf.json) is: node app.js\n",
    );
    expect(broken.stderr).toContain("SyntaxError");

    rmSync(path.join(project, "cdktf.json"));
    expect((await run("plan")).stderr).toBe(
      `error: there is no cdktf.json in ${project} or its parent folders: run this in the folder of the app\n`,
    );
  });
});
