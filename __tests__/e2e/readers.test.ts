import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describeEndToEnd } from "../support/end-to-end";
import { createToolProject, runTool, type ToolResult } from "../support/tool";

/**
 * Stacks without a provider. `reader` reads the output of `base` that `value` changes, `other` one that stays, and `manual` reads the first
 * through a data source of its own. Their states are in the folder of the app.
 */
const APP = `
const { App, DataResource, DataTerraformRemoteStateLocal, TerraformOutput, TerraformStack } = require("cdktf");
const { value = "one", sensitive = false, fail, noOutput, stacks = ["reader", "other", "manual"] } = JSON.parse(
  require("node:fs").readFileSync("settings.json", "utf8"),
);
const app = new App();
const base = new TerraformStack(app, "base");
const changing = new DataResource(base, "Changing", { input: value });
const stable = new DataResource(base, "Stable", { input: "same" });
if (!noOutput) new TerraformOutput(base, "shared", { value: changing.output, sensitive }).overrideLogicalId("shared");
if (fail) {
  const failing = new DataResource(base, "Failing", { input: value, dependsOn: [changing] });
  failing.addOverride("provisioner", [{ "local-exec": { command: "exit 3" } }]);
}
const add = {
  reader: (stack) => new DataResource(stack, "Copy", { input: changing.output }),
  other: (stack) => new DataResource(stack, "Copy", { input: stable.output }),
  manual: (stack) => {
    const path = process.cwd() + "/terraform.base.tfstate";
    const state = new DataTerraformRemoteStateLocal(stack, "State", { path });
    new DataResource(stack, "Copy", { input: state.get("shared") });
  },
};
for (const id of stacks) add[id](new TerraformStack(app, id));
app.synth();
`;

describeEndToEnd("stacks that read outputs of an applied stack", () => {
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
  function set(settings: Readonly<Record<string, unknown>>): void {
    write("settings.json", JSON.stringify(settings));
  }

  async function run(...args: string[]): Promise<ToolResult> {
    return runTool(project, environment, ...args);
  }

  async function deploy(settings: Readonly<Record<string, unknown>> = {}): Promise<void> {
    set(settings);
    await run("apply", "--all", "--yes", "base");
    const { exitCode, stderr } = await run("apply", "--all", "--yes");
    expect({ exitCode, stderr: exitCode === 0 ? "" : stderr }).toEqual({ exitCode: 0, stderr: "" });
  }

  test.each([
    ["its value changes", {}, { value: "two" }],
    ["its sensitive value changes", { sensitive: true }, { sensitive: true, value: "two" }],
  ])("are named if they are outside the plan: %s", async (_what, before, after) => {
    await deploy(before);
    set(after);
    const planned = await run("plan", "--out", "plans", "base");
    expect(planned.stdout.replaceAll(/\s+/g, " ")).toContain(
      "manual and reader read outputs that this plan changes, and are not planned here. Plan them after base is applied.",
    );
    expect(await run("apply", "plans", "--yes")).toMatchObject({
      exitCode: 2,
      stdout:
        "Applied: base\n" +
        "Outdated, because outputs that they read have changed: manual, reader\n" +
        "To continue, plan again: app-runner plan --out plans manual reader\n",
    });
  });

  test("are named after `apply --all` of other stacks", async () => {
    await deploy();
    set({ value: "two" });
    const { exitCode, stdout } = await run("apply", "--all", "--yes", "base", "other");
    expect({ exitCode, end: stdout.slice(stdout.lastIndexOf("\nApplied")) }).toEqual({
      exitCode: 2,
      end:
        "\nApplied: base\n" +
        "Outdated, because outputs that they read have changed: manual, reader\n" +
        "To continue, run again: app-runner apply --all manual reader\n",
    });
  });

  test("are named if only an output that they read is removed", async () => {
    await deploy({ stacks: ["manual"] });
    set({ noOutput: true, stacks: ["manual"] });
    await run("plan", "--out", "plans", "base");
    expect(await run("apply", "plans", "--yes")).toMatchObject({
      exitCode: 2,
      stdout: expect.stringContaining(
        "Outdated, because outputs that they read have changed: manual\n",
      ) as string,
    });
  });

  test("are named if the apply fails after it changed an output", async () => {
    await deploy();
    set({ value: "two", fail: true });
    await run("plan", "--out", "plans", "base");
    expect(await run("apply", "plans", "--yes")).toMatchObject({
      exitCode: 1,
      stdout:
        "Failed, possibly partly applied: base\n" +
        "Outdated, because outputs that they read have changed: manual, reader\n" +
        "To continue, plan again: app-runner plan --out plans\n",
    });
  });

  test("have a note in the plan only if an output that they read changes", async () => {
    await deploy();
    set({ value: "two" });
    const { stdout } = await run("plan", "--format", "json");
    const { stacks } = JSON.parse(stdout) as { stacks: { name: string; notes: string[] }[] };
    const note =
      "Planned against base's current outputs, which this change modifies. Plan this stack again after base is applied.";
    expect(Object.fromEntries(stacks.map(({ name, notes }) => [name, notes]))).toEqual({
      base: [],
      reader: [note],
      other: [],
      manual: [note],
    });
  });

  test("are not named before they can have read the output", async () => {
    await run("plan", "--out", "plans", "base");
    expect(await run("apply", "plans", "--yes")).toMatchObject({ exitCode: 0, stdout: "Applied: base\n" });
  });

  test("are planned again by `apply --all`", async () => {
    await deploy();
    set({ value: "two" });
    const { exitCode, stdout } = await run("apply", "--all", "--yes");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/\nApplied: base, manual, reader\n$/);
    expect((await run("apply", "--all", "--yes")).stdout).toMatch(/\nNothing to apply\.\n$/);
  });
});
