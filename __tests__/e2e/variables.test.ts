import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describeEndToEnd } from "../support/end-to-end";
import { linkPackages, runTool, type ToolResult } from "../support/tool";
import { findTools } from "../support/tools";

/** Two stacks of plain cdktf with a variable each; `two` also has an ephemeral one. */
const APP = `
const { App, DataResource, LocalBackend, TerraformStack, TerraformVariable } = require("cdktf");
const app = new App();
for (const id of ["one", "two"]) {
  const stack = new TerraformStack(app, id);
  new LocalBackend(stack, { path: "../../../" + id + ".tfstate" });
  new DataResource(stack, "A", { input: new TerraformVariable(stack, "size", { default: "none" }).value });
  new DataResource(stack, "B", { input: "b" });
  if (id === "two" && require("node:fs").existsSync("ephemeral"))
    stack.addOverride("variable.token", {
      ephemeral: true,
      validation: [{ condition: '\${var.token != "bad"}', error_message: "The token must not be bad." }],
    });
}
app.synth();
`;

describeEndToEnd("variables of `app-runner`", () => {
  let project: string;
  let environment: Record<string, string>;

  beforeEach(() => {
    project = mkdtempSync(path.join(tmpdir(), "app-runner-variables-"));
    linkPackages(project);
    write("app.js", APP);
    write("cdktf.json", JSON.stringify({ language: "typescript", app: "node app.js" }));
    environment = {
      PATH: process.env["PATH"] ?? "",
      HOME: project,
      TERRAFORM_BINARY_NAME: findTools().found?.terraform ?? "",
      CHECKPOINT_DISABLE: "1",
    };
  });

  afterEach(() => {
    rmSync(project, { recursive: true });
  });

  function write(file: string, text: string): void {
    writeFileSync(path.join(project, file), text);
  }

  async function run(...args: string[]): Promise<ToolResult> {
    return runTool(project, environment, ...args);
  }

  /** What the apply made of the variable `size`. */
  function sizeOf(stack: string): string | undefined {
    const state = readFileSync(path.join(project, `${stack}.tfstate`), "utf8");
    return /"input": \{\s*"value": "([^"]*)"/.exec(state)?.[1];
  }

  test.each<[string, Record<string, string>, string[], string]>([
    ["terraform.tfvars", { "terraform.tfvars": 'size = "a"' }, [], "a"],
    [
      "terraform.tfvars.json",
      { "terraform.tfvars": 'size = "a"', "terraform.tfvars.json": '{"size": "b"}' },
      [],
      "b",
    ],
    ["*.auto.tfvars", { "terraform.tfvars.json": '{"size": "b"}', "x.auto.tfvars": 'size = "c"' }, [], "c"],
    ["*.auto.tfvars.json", { "z.auto.tfvars": 'size = "c"', "a.auto.tfvars.json": '{"size": "d"}' }, [], "d"],
    ["files before --var", { "x.auto.tfvars": 'size = "c"' }, ["--var", "size=e"], "c"],
    [
      "--var-file last",
      { "x.auto.tfvars": 'size = "c"', "f.tfvars": 'size = "f"' },
      ["--var-file", "f.tfvars"],
      "f",
    ],
  ])("reads the files that cdktf reads: %s", async (_name, files, args, expected) => {
    environment["TF_VAR_size"] = "from the environment";
    for (const [file, text] of Object.entries(files)) write(file, `${text}\n`);
    const { exitCode, stdout } = await run("apply", "--all", "--yes", ...args, "one");

    expect({ exitCode, size: sizeOf("one") }).toEqual({ exitCode: 0, size: expected });
    expect(stdout).toContain("one: Planned with variable files: ");
  });

  test("applies the values of the plan after a file has changed", async () => {
    write("terraform.tfvars", 'size = "reviewed"\n');
    expect((await run("plan", "--out", "plans", "one")).exitCode).toBe(0);
    write("terraform.tfvars", 'size = "changed"\n');
    expect((await run("apply", "plans", "--yes")).exitCode).toBe(0);
    expect(sizeOf("one")).toBe("reviewed");
  });

  test.each(["TF_VAR", "--var", "--var-file", "x.auto.tfvars"])(
    "applies a saved plan with an ephemeral variable from %s, and stores the value nowhere",
    async (way) => {
      const value = `a "b" 'c' = \u00fc planted`;
      write("ephemeral", "");
      environment["TF_VAR_token"] = value;
      expect((await run("plan", "--out", "plans")).exitCode).toBe(0);
      delete environment["TF_VAR_token"];
      const missing = await run("apply", "plans", "--yes");
      expect(missing).toMatchObject({ exitCode: 1, stdout: "" });
      expect(missing.stderr).toContain("saved plans do not contain them: token. Set TF_VAR_token");
      expect(existsSync(path.join(project, "one.tfstate"))).toBe(false);

      const assignment = `token = ${JSON.stringify(value)}\n`;
      if (way === "TF_VAR") environment["TF_VAR_token"] = value;
      if (way === "--var-file") write("f.tfvars", assignment);
      if (way === "x.auto.tfvars") write(way, assignment);
      const args =
        { "--var": ["--var", `token=${value}`], "--var-file": ["--var-file", "f.tfvars"] }[way] ?? [];
      const applied = await run("apply", "plans", "--yes", ...args);
      expect({ ...applied, stderr: "" }).toEqual({ exitCode: 0, stdout: "Applied: one, two\n", stderr: "" });
      const files = readdirSync(path.join(project, "plans")).map((name) => path.join("plans", name));
      const texts = [...files, "two.tfstate"].map((file) => readFileSync(path.join(project, file), "latin1"));
      for (const text of [...texts, applied.stderr, missing.stderr]) expect(text).not.toContain("planted");
    },
  );

  test("refuses a variable that the saved plan contains, and does not show its value", async () => {
    expect((await run("plan", "--out", "plans")).exitCode).toBe(0);
    const { exitCode, stderr } = await run("apply", "plans", "--yes", "--var", "size=planted");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("'--var size=…' cannot be changed, because saved plans contain it");
    expect(stderr).not.toContain("planted");
  });

  test.each([
    "-target=terraform_data.A",
    "-target 'terraform_data.A'",
    "'-target=terraform_data.A' -target=terraform_data.A",
    "-refresh-only",
  ])("calls a plan with %s incomplete, never safe", async (args) => {
    environment["TF_CLI_ARGS_plan"] = args;
    const { stdout } = await run("plan", "one", "--format", "json");
    expect(JSON.parse(stdout)).toMatchObject({
      stacks: [
        {
          status: "incomplete",
          message: expect.stringContaining("in TF_CLI_ARGS or TF_CLI_ARGS_plan") as string,
        },
      ],
    });
    expect((await run("plan", "one")).stdout).toMatch(/^1 thing to review\./);
  });

  test("writes its own plan, whatever -out in the environment says", async () => {
    environment["TF_CLI_ARGS_plan"] = `-out=${path.join(project, "other.plan")}`;
    expect((await run("plan", "one")).stdout).toContain("2 to create.");
    expect(existsSync(path.join(project, "other.plan"))).toBe(false);
  });

  test("shows what a plan with -destroy destroys", async () => {
    expect((await run("apply", "--all", "--yes", "one")).exitCode).toBe(0);
    environment["TF_CLI_ARGS_plan"] = "-destroy";
    const { stdout } = await run("plan", "one");
    expect(stdout).toContain("2 to destroy.");
    expect(stdout).toContain("this plan destroys all resources of the stack");
  });

  test.each(["true", "node -e 0", "CDKTF_OUTDIR=elsewhere node app.js"])(
    "does not plan the output of an earlier run if the app does not write it: %s",
    async (app) => {
      expect((await run("plan", "one")).exitCode).toBe(0);
      write("cdktf.json", JSON.stringify({ language: "typescript", app }));
      const { exitCode, stderr } = await run("plan", "one");
      expect(exitCode).toBe(1);
      expect(stderr).toContain("the app wrote nothing to cdktf.out: it must call app.synth()");
    },
  );
});
