import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import path from "node:path";
import { describeEndToEnd } from "../support/end-to-end";
import { Moto } from "../support/moto";
import { linkPackages, rowsOf, runTool, toolEnvironment, type ToolResult } from "../support/tool";
import { findTools } from "../support/tools";

/** Two stacks without a provider: `reader` reads an output of `base`. */
const APP = `
const { App, DataResource, LocalBackend, S3Backend, TerraformStack } = require("cdktf");
const settings = JSON.parse(require("node:fs").readFileSync("settings.json", "utf8"));
const { states = "../../..", workspaces, key, stacks = ["base", "reader"] } = settings;
const app = new App();
const stack = (id) => {
  const made = new TerraformStack(app, id);
  const workspaceDir = workspaces && workspaces + "/" + id;
  const bucket = { bucket: "states", region: "us-east-1", usePathStyle: true, skipRequestingAccountId: true };
  if (key) new S3Backend(made, { ...bucket, key: key + id });
  else new LocalBackend(made, { path: states + "/" + id + ".tfstate", workspaceDir });
  return made;
};
const base = new DataResource(stack("base"), "Value", { input: "one" });
if (stacks.includes("reader")) new DataResource(stack("reader"), "Copy", { input: base.output });
app.synth();
`;

interface Settings {
  readonly states?: string;
  /** Start of the key in S3. @default - the local backend */
  readonly key?: string;
  readonly workspaces?: string;
  readonly stacks?: readonly string[];
}

describeEndToEnd("workspaces, backends and data folders", () => {
  let directory: string;
  let project: string;
  let environment: Record<string, string>;

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), "app-runner-workspaces-"));
    project = createProject("project");
    const home = path.join(directory, "home");
    mkdirSync(home);
    environment = toolEnvironment(home);
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  function createProject(name: string, settings: Settings = {}): string {
    const folder = path.join(directory, name);
    mkdirSync(folder, { recursive: true });
    linkPackages(folder);
    writeFileSync(path.join(folder, "app.js"), APP);
    writeFileSync(path.join(folder, "cdktf.json"), JSON.stringify({ app: "node app.js" }));
    set(settings, folder);
    return folder;
  }

  function set(settings: Settings, folder = project): void {
    writeFileSync(path.join(folder, "settings.json"), JSON.stringify(settings));
  }

  const run = async (variables: Record<string, string>, ...args: string[]): Promise<ToolResult> =>
    runTool(project, { ...environment, ...variables }, ...args);

  const exists = (file: string): boolean => existsSync(path.join(project, file));

  /** Runs a command that the tool printed, in a shell, and answers its question with yes. */
  function follow(command: string): string {
    const { status, stdout, stderr } = spawnSync(command, {
      shell: true,
      cwd: project,
      env: environment,
      input: "yes\n",
      encoding: "utf8",
    });
    return status === 0 ? "" : `${stdout}${stderr}`;
  }

  test.each([
    ["prod", { TF_WORKSPACE: "prod" }, "prod"],
    ["no workspace", {}, "default"],
  ])("refuses in %s what was planned in dev, before anything is applied", async (_, selected, name) => {
    const planned = await run({ TF_WORKSPACE: "dev" }, "plan", "--out", "plans", "base");
    expect(planned).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("\nWorkspace: dev\n") as string,
    });

    const refused = await run(selected, "apply", "plans", "--yes");
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain(
      "these plans can no longer be applied; plan again:\n" +
        `  - base was planned in the workspace dev, but ${name} is selected: set TF_WORKSPACE=dev to apply this plan\n`,
    );
    const states = "cdktf.out/stacks/base/terraform.tfstate.d";
    expect([exists("base.tfstate"), exists(`${states}/prod`)]).toEqual([false, false]);

    expect(await run({ TF_WORKSPACE: "dev" }, "apply", "plans", "--yes")).toMatchObject({
      exitCode: 0,
      stdout: "Applied: base\n",
    });
    expect(exists(`${states}/dev/terraform.tfstate`)).toBe(true);
  });

  test("keeps the workspace that was selected for each stack", async () => {
    set({ workspaces: "../../../states" });
    await run({ TF_WORKSPACE: "dev" }, "apply", "--all", "--yes", "base");
    expect(
      follow(`${environment["TERRAFORM_BINARY_NAME"]} -chdir=cdktf.out/stacks/base workspace select dev`),
    ).toBe("");
    const planned = await run({}, "plan", "--out", "plans", "--format", "json");
    const { stacks } = JSON.parse(planned.stdout) as { stacks: { name: string; workspace?: string }[] };
    expect(stacks.map(({ name, workspace }) => [name, workspace])).toEqual([
      ["base", "dev"],
      ["reader", undefined],
    ]);
    expect((await run({}, "plan")).stdout).toContain("Workspaces: dev (base), default (reader)\n");
    // A fresh checkout has no selected workspace.
    rmSync(path.join(project, "cdktf.out"), { recursive: true });
    expect((await run({}, "apply", "plans", "--yes")).exitCode).toBe(2);
  });

  test("reads the states of other stacks in the same workspace", async () => {
    set({ workspaces: "../../../states" });
    for (const workspace of ["dev", "prod"]) {
      const first = await run({ TF_WORKSPACE: workspace }, "apply", "--all", "--yes");
      expect(first).toMatchObject({
        exitCode: 0,
        stdout: expect.stringContaining("Applied: base, reader\n") as string,
      });
      expect(exists(`states/reader/${workspace}/terraform.tfstate`)).toBe(true);
    }
  });

  test("says that a local backend needs a folder for the states of a workspace", async () => {
    const { exitCode, stdout } = await run({ TF_WORKSPACE: "dev" }, "plan", "--format", "json");
    expect(exitCode).toBe(1);
    expect(rowsOf(stdout)[1]).toMatch(
      /^reader: failed: reader cannot read the state of another stack in the workspace dev: .* Set 'workspaceDir'/,
    );
    expect(stdout).toContain("The state of the workspace dev is in ");
  });

  test("says how to create a workspace that the backend does not have", async () => {
    set({ workspaces: "../../../states" });
    await run({ TF_WORKSPACE: "dev" }, "apply", "--all", "--yes", "base");
    rmSync(path.join(project, "cdktf.out"), { recursive: true });
    const failed = await run({ TF_WORKSPACE: "prod" }, "plan", "base");
    expect(failed.exitCode).toBe(1);
    expect(failed.stdout).toContain("The backend of base has no workspace prod.");
    const commands = failed.stdout
      .replaceAll(/\n +/g, "\n")
      .split("\n")
      .filter((line) => line.startsWith("TF_WORKSPACE="));
    expect(commands.map(follow)).toEqual(["", ""]);
    expect((await run({ TF_WORKSPACE: "prod" }, "plan", "base")).exitCode).toBe(0);
  });

  describe("a changed backend", () => {
    beforeEach(async () => {
      await run({}, "apply", "--all", "--yes", "base");
      mkdirSync(path.join(project, "moved"));
    });

    /** The states are in a new folder. */
    const move = (): void => {
      set({ states: "../../../moved" });
    };

    /** The command of the message with this option. */
    async function findCommand(option: string): Promise<string> {
      const { exitCode, stdout } = await run({}, "plan", "--format", "json", "base");
      expect(exitCode).toBe(1);
      const { stacks } = JSON.parse(stdout) as { stacks: { message: string }[] };
      const lines = stacks[0]?.message.split("\n") ?? [];
      expect(lines).toContainEqual(expect.stringMatching(/^The backend of base has changed since/));
      return lines.find((line) => line.startsWith("  ") && line.includes(` init ${option}`)) ?? "";
    }

    test("is followed by the state with -migrate-state", async () => {
      move();
      expect(follow(await findCommand("-migrate-state"))).toBe("");
      const { stdout } = await run({}, "plan", "--format", "json", "base");
      expect(rowsOf(stdout)).toEqual(["base: no changes"]);
    });

    test("starts without the state with -reconfigure", async () => {
      move();
      expect(follow(await findCommand("-reconfigure"))).toBe("");
      const { stdout } = await run({}, "plan", "--format", "json", "base");
      expect(rowsOf(stdout)).toEqual(["base: 1 to create"]);
      expect(exists("base.tfstate")).toBe(true);
    });
  });

  describe("a changed backend in S3", () => {
    let moto: Moto;

    beforeEach(async () => {
      moto = await Moto.start(findTools().found?.motoServer ?? [""]);
      await fetch(`${moto.endpoint}/states`, { method: "PUT" });
      Object.assign(environment, {
        AWS_ENDPOINT_URL: moto.endpoint,
        AWS_ACCESS_KEY_ID: "test",
        AWS_SECRET_ACCESS_KEY: "test",
        NO_PROXY: "127.0.0.1",
      });
    });

    afterEach(async () => {
      await moto.stop();
    });

    test("is followed by the state with -migrate-state: local to S3, and to a different key", async () => {
      await run({}, "apply", "--all", "--yes", "base");
      for (const key of ["old/", "new/"]) {
        set({ key });
        const { exitCode, stdout } = await run({}, "plan", "--format", "json", "base");
        expect(exitCode).toBe(1);
        const { stacks } = JSON.parse(stdout) as { stacks: { message: string }[] };
        const command = stacks[0]?.message.split("\n").find((line) => line.endsWith("init -migrate-state"));
        expect(follow(command ?? "false")).toBe("");
        expect(rowsOf((await run({}, "plan", "--format", "json", "base")).stdout)).toEqual([
          "base: no changes",
        ]);
      }
      // Where a new state would be.
      set({ key: "empty/" });
      rmSync(path.join(project, "cdktf.out"), { recursive: true });
      await run({}, "plan", "--out", "plans", "base");
      expect(readFileSync(path.join(project, "plans/app-runner-plans.json"), "utf8")).toContain(
        '"s3 bucket=states key=empty/base region=us-east-1"',
      );
    });
  });

  test("refuses one data folder for two stacks, before anything runs", async () => {
    const data = path.join(directory, "data");
    for (const folder of [data, "../data"]) {
      const { exitCode, stderr } = await run({ TF_DATA_DIR: folder }, "plan", "base");
      expect(exitCode).toBe(1);
      expect(stderr).toContain(`TF_DATA_DIR=${folder} is one folder (`);
      expect(stderr).toContain("for the stacks base and reader");
    }
    expect([existsSync(data), exists("cdktf.out/stacks/data")]).toEqual([false, false]);

    expect((await run({ TF_DATA_DIR: ".data" }, "plan", "base")).exitCode).toBe(0);
    set({ stacks: ["base"] });
    expect((await run({ TF_DATA_DIR: data }, "plan")).exitCode).toBe(0);
    expect(existsSync(data)).toBe(true);
  });

  test("refuses plans in a checkout where the path of the state leads to a different file", async () => {
    const settings = { states: "../../../../states" };
    mkdirSync(path.join(directory, "states"));
    mkdirSync(path.join(directory, "deeper/states"), { recursive: true });
    set(settings);
    await run({}, "apply", "--all", "--yes", "base");
    set({ ...settings, stacks: ["base"] });
    rmSync(path.join(directory, "states/base.tfstate.backup"), { force: true });
    const state = path.join(directory, "states/base.tfstate");
    const { outputs, ...rest } = JSON.parse(readFileSync(state, "utf8")) as Record<string, unknown>;
    expect(outputs).toBeDefined();
    writeFileSync(state, JSON.stringify({ ...rest, outputs: {}, resources: [], serial: 7 }));
    expect((await run({}, "plan", "--out", "plans")).exitCode).toBe(0);

    const other = createProject("deeper/project", { ...settings, stacks: ["base"] });
    cpSync(path.join(project, "plans"), path.join(other, "plans"), { recursive: true });
    const refused = await runTool(other, environment, "apply", "plans", "--yes");
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain("  - the state of base has changed (its serial was 7, and is now 0)");
    expect(existsSync(path.join(directory, "deeper/states/base.tfstate"))).toBe(false);
  });
});
