import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describeEndToEnd } from "../support/end-to-end";
import { createToolProject, processesWith, runTool, startTool, type ToolResult } from "../support/tool";

/** Two stacks of plain cdktf with a variable each; `two` also has an ephemeral one. */
const APP = `
const { App, DataResource, LocalBackend, TerraformStack, TerraformVariable } = require("cdktf");
const app = new App();
for (const id of ["one", "two"]) {
  const stack = new TerraformStack(app, id);
  new LocalBackend(stack, { path: "../../../" + id + ".tfstate" });
  new DataResource(stack, "A", { input: new TerraformVariable(stack, "size", { default: "none" }).value });
  new DataResource(stack, "B", { input: "b" });
  const file = "ephemeral";
  if (id === "two" && require("node:fs").existsSync(file))
    stack.addOverride("variable.token", {
      ephemeral: true,
      validation: [{ condition: '\${var.token != "bad"}', error_message: "The token must not be bad." }],
      ...JSON.parse(require("node:fs").readFileSync(file, "utf8") || "{}"),
    });
}
app.synth();
`;

describeEndToEnd("variables of `app-runner`", () => {
  let project: string;
  let environment: Record<string, string>;

  beforeEach(() => {
    ({ project, environment } = createToolProject(APP));
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

  test.each<[string, string, string]>([
    ["text.tfvars", 'size = "reviewed"\ntoken = <<EOT\nsize = "x"\nEOT\n', 'size = "changed"'],
    [
      "json.tfvars.json",
      '{"size": "reviewed", "token": "a\\n\\"b\\" ü {}"}',
      '{"size": "changed", "token": ""}',
    ],
  ])("applies the reviewed values with the ephemeral variables of %s", async (file, before, after) => {
    write("ephemeral", "");
    write(file, before);
    expect((await run("plan", "--out", "plans", "--var-file", file)).exitCode).toBe(0);
    write(file, file.endsWith(".json") ? after : before.replace('size = "reviewed"', after));
    const applied = await run("apply", "plans", "--yes", "--var-file", file);
    expect({ ...applied, stderr: "" }).toEqual({ exitCode: 0, stdout: "Applied: one, two\n", stderr: "" });
    expect([sizeOf("one"), sizeOf("two")]).toEqual(["reviewed", "reviewed"]);
  });

  test.each<[string, string]>([
    ["empty", ""],
    ["several lines", "planted\n\nb\n"],
    ["JSON", '{"a": ["planted", 1], "b": "${"c"}"}'],
    ["looks like an option", "-target=planted -var x=y"],
  ])("applies ephemeral values that are %s, and shows them to no process list", async (_name, value) => {
    write("ephemeral", JSON.stringify({ default: "x" }));
    environment["PLANTED_RUN"] = project;
    const listed: string[] = [];
    for (const args of [
      ["plan", "--out", "plans"],
      ["apply", "plans", "--yes"],
      ["apply", "--all", "--yes"],
    ]) {
      const tool = startTool(project, environment, ...args, "--var", `token=${value}`);
      const timer = setInterval(() => listed.push(...processesWith("PLANTED_RUN", project)), 20);
      const { exitCode, stdout, stderr } = await tool.finished;
      clearInterval(timer);
      expect({ exitCode, stderr: stderr.replace(/^.*\d+s {2}.*$/gm, "").trim() }).toEqual({
        exitCode: 0,
        stderr: "",
      });
      expect(stdout + stderr).not.toContain("planted");
    }
    const terraform = listed.filter((command) => command.includes("-input=false"));
    expect(terraform.length).toBeGreaterThan(0);
    expect(terraform.filter((command) => /planted|-var=/.test(command))).toEqual([]);
  });

  test.each<[string, Record<string, string>, Record<string, string>, string]>([
    ["was set", { TF_VAR_token: "planted" }, {}, "saved plans do not contain them: token. Set TF_VAR_token"],
    [
      "was not set",
      {},
      { TF_VAR_token: "planted" },
      "the ephemeral variable token of two has a value now, but was planned without one",
    ],
  ])("applies nothing if an ephemeral variable with a default %s for the plan only", async (...row) => {
    const [, forPlan, forApply, message] = row;
    write("ephemeral", JSON.stringify({ default: "x" }));
    const original = environment;
    environment = { ...original, ...forPlan };
    expect((await run("plan", "--out", "plans")).exitCode).toBe(0);
    environment = { ...original, ...forApply };
    const { exitCode, stdout, stderr } = await run("apply", "plans", "--yes");
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("planted");
    expect(existsSync(path.join(project, "one.tfstate"))).toBe(false);
    environment = { ...original, ...forPlan };
    expect((await run("apply", "plans", "--yes")).exitCode).toBe(0);
  });

  test("shows why a validation fails, but not the value", async () => {
    write(
      "ephemeral",
      JSON.stringify({
        validation: [{ condition: '${var.token != "planted"}', error_message: "Not this." }],
      }),
    );
    environment["TF_VAR_token"] = "planted";
    const { exitCode, stdout, stderr } = await run("apply", "--all", "--yes");
    expect(exitCode).toBe(1);
    expect(stdout).toContain("Not this.");
    expect(stdout + stderr).not.toContain("planted");
    expect(existsSync(path.join(project, "one.tfstate"))).toBe(false);
  });

  test("does not read names inside values and comments of a file, or a folder", async () => {
    write("ephemeral", "");
    mkdirSync(path.join(project, "x.auto.tfvars"));
    write("terraform.tfvars", '# token = "a"\nsize = <<EOT\ntoken = "b"\nEOT\n');
    const { exitCode, stderr } = await run("apply", "--all", "--yes");
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      "these ephemeral variables have no value, and saved plans do not contain them: token",
    );
  });

  test.each(["--var", "--var-file"])(
    "passes a variable of %s only to the stacks that declare it",
    async (way) => {
      write("ephemeral", JSON.stringify({ ephemeral: false }));
      write("f.tfvars", 'token = "t"\n');
      const args = way === "--var" ? ["--var", "token=t"] : ["--var-file", "f.tfvars"];
      const { exitCode, stdout } = await run("plan", ...args);
      expect(exitCode).toBe(0);
      expect(stdout).not.toMatch(/undeclared/);
      const wrong = await run("plan", "--var", "token=t", "--var", "tokne=t");
      expect(wrong.exitCode).toBe(1);
      expect(wrong.stdout).toContain("tokne");
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
    const { stdout: text, stderr } = await run("plan", "one");
    expect(text).toMatch(/^1 thing to review\./);
    expect(stderr).toMatch(/one: .*1 plan is incomplete/);
    expect(stderr).not.toContain("No changes.");
  });

  test.each([
    "-var 'size=a -target=b'",
    "-var size=-refresh-only",
    "-refresh-only=false",
    "-replace=terraform_data.A -json -generate-config-out=generated.tf -detailed-exitcode",
  ])("calls a plan with %s complete", async (args) => {
    environment["TF_CLI_ARGS_plan"] = args;
    const { stdout } = await run("plan", "one", "--format", "json");
    expect(JSON.parse(stdout)).toMatchObject({ stacks: [{ status: "planned", counts: { create: 2 } }] });
  });

  test("says where to put arguments that not every command accepts", async () => {
    environment["TF_CLI_ARGS"] = "-target=terraform_data.A";
    const { exitCode, stdout, stderr } = await run("plan", "one");
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain("flag provided but not defined: -target");
    expect(stderr).toContain("use TF_CLI_ARGS_plan, TF_CLI_ARGS_apply and TF_CLI_ARGS_init instead");
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
