import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { flat } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { writeExampleApp } from "../support/example-app";
import { createToolProject, linkPackages, runTool, type ToolResult } from "../support/tool";
import { startWorld, type World } from "../support/world";

/** A chain of stacks without a provider. `fourth` reads an output that never changes. */
const CHAIN = `
const { App, DataResource, LocalBackend, TerraformOutput, TerraformStack } = require("cdktf");
const { Construct } = require("constructs");
const { value = "one" } = JSON.parse(require("node:fs").readFileSync("settings.json", "utf8"));
const app = new App();
const stack = (id) => {
  const made = new TerraformStack(new Construct(app, "in-" + id), id);
  new LocalBackend(made, { path: "../../../" + id + ".tfstate" });
  return made;
};
const first = stack("first");
const base = new DataResource(first, "Value", { input: value });
const fixed = new DataResource(first, "Fixed", { input: "fixed" });
const second = new DataResource(stack("second"), "Value", { input: base.output });
new DataResource(stack("third"), "Value", { input: second.output });
new DataResource(stack("fourth"), "Value", { input: fixed.output });
app.synth();
`;

describeEndToEnd("stacks that read outputs of an applied stack", () => {
  let project: string;
  let environment: Record<string, string>;

  beforeEach(async () => {
    ({ project, environment } = createToolProject(CHAIN));
    set({});
    expect(await run("apply", "--all", "--yes")).toMatchObject({ exitCode: 0 });
  });

  afterEach(() => {
    rmSync(project, { recursive: true });
  });

  function write(file: string, text: string): void {
    writeFileSync(path.join(project, file), text);
  }

  /** Changes the code. */
  function set(settings: { readonly value?: string }): void {
    write("settings.json", JSON.stringify(settings));
  }

  const run = async (...args: string[]): Promise<ToolResult> => runTool(project, environment, ...args);

  const OUTSIDE =
    "second reads outputs that this plan changes, and is not planned here. Plan it after first is applied.";

  test("are named before and after the apply of a plan that does not contain them", async () => {
    set({ value: "two" });
    const planned = await run("plan", "--out", "plans", "first");
    expect(planned.exitCode).toBe(0);
    expect(flat(planned.stdout)).toContain(OUTSIDE);
    expect(planned.stdout).not.toMatch(/third|fourth/);
    expect(await run("apply", "plans", "--yes")).toMatchObject({
      exitCode: 2,
      stdout:
        "Applied: first\nOutdated, because outputs that they read have changed: second\n" +
        "To continue, plan again: app-runner plan --out plans second\n",
    });

    expect((await run("plan", "--out", "plans", "second")).stdout).toMatch(/third reads outputs/);
    expect(await run("apply", "plans", "--yes")).toMatchObject({
      exitCode: 2,
      stdout: expect.stringContaining(
        "To continue, plan again: app-runner plan --out plans third\n",
      ) as string,
    });
    expect((await run("plan", "--out", "plans", "third")).exitCode).toBe(0);
    expect(await run("apply", "plans", "--yes")).toMatchObject({ exitCode: 0, stdout: "Applied: third\n" });
  });

  test("are named by an apply of selected stacks, and planned again by an apply of all", async () => {
    set({ value: "two" });
    const selected = await run("apply", "--all", "--yes", "first");
    expect(selected.exitCode).toBe(2);
    expect(flat(selected.stdout)).toContain(OUTSIDE);
    expect(selected.stdout).toMatch(
      /\nApplied: first\nOutdated, .*: second\nTo continue, run again: app-runner apply --all second\n$/,
    );
    set({ value: "three" });
    const all = await run("apply", "--all", "--yes");
    expect({ ...all, exitCode: 0 }).toEqual(all);
    expect(all.stdout).toMatch(/\nApplied: first, second, third\n$/);
    expect((await run("plan")).stdout).toMatch(/^No changes\./);
  });
});

/** The stacks of this package: the service uses the role that the foundation creates. */
const STACKS = `
import { App } from "cdktf";
import { ImageSource } from "cdktf-app-runner";
import { FoundationStack, ServiceStack } from "cdktf-app-runner/stacks";

const app = new App();
const region = "eu-west-1";
const foundation = new FoundationStack(app, "hello-foundation", {
  region,
  repositories: [{ repositoryName: "hello" }],
  rolePath: process.env["ROLE_PATH"],
});
const source = ImageSource.ecr(foundation.repository("hello"), { tag: "1.0.0" });
new ServiceStack(app, "hello-service", { region, serviceName: "hello", source });
app.synth();
`;

describeEndToEnd("a service whose pull role is replaced", () => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld({ appRunner: { region: "eu-west-1" } });
    writeExampleApp(world.directory, { awsProviderVersion: world.tools.providerVersion });
    linkPackages(world.directory, "modules", "stacks", "contract");
    writeFileSync(path.join(world.directory, "main.ts"), STACKS);
  });

  afterAll(() => world.stop());

  const run = async (more: Record<string, string>, ...args: string[]): Promise<ToolResult> =>
    runTool(world.directory, { ...world.environment, ...more }, ...args);
  const ROLE_PATH = { ROLE_PATH: "/app/" };

  test("is named, and gets the new role when it is planned again", async () => {
    const first = await run({}, "apply", "--all", "--yes", "hello-foundation");
    expect({ ...first, exitCode: 0 }).toEqual(first);
    await world.pushImage("hello", "1.0.0");
    const deployed = await run({}, "apply", "--all", "--yes");
    expect({ ...deployed, exitCode: 0 }).toEqual(deployed);

    const planned = await run(ROLE_PATH, "plan", "--out", "plans");
    expect(flat(planned.stdout)).toContain(
      "hello-service: Planned against hello-foundation's current outputs",
    );
    const applied = await run(ROLE_PATH, "apply", "plans", "--yes");
    expect(applied).toMatchObject({
      exitCode: 2,
      stdout:
        "Applied: hello-foundation\nNot applied: hello-service\nTo continue, plan again: app-runner plan --out plans\n",
    });

    const again = await run(ROLE_PATH, "apply", "--all", "--yes");
    expect({ ...again, exitCode: 0 }).toEqual(again);
    expect(again.stdout).toContain("\nApplied: hello-service\n");
    await world.appRunner.settled();
    const { AuthenticationConfiguration } =
      world.appRunner.describe("hello")?.service.SourceConfiguration ?? {};
    expect(AuthenticationConfiguration?.AccessRoleArn).toContain(":role/app/");
  });
});
