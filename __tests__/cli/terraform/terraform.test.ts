import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Interrupt } from "../../../cli/interrupt";
import { ChildProcesses, type Command, type Ended } from "../../../cli/terraform/child-processes";
import { Terraform } from "../../../cli/terraform/terraform";

/** Records the commands. */
class Recorder extends ChildProcesses {
  public readonly commands: Command[] = [];

  public override async run(command: Command): Promise<Ended> {
    this.commands.push(command);
    return Promise.resolve({ exitCode: 0, stdout: '{"terraform_version": "1.11.4"}', stderr: "" });
  }
}

async function plan(vars: readonly string[], env: Record<string, string> = {}) {
  const children = new Recorder(new Interrupt());
  const terraform = await Terraform.find(children, env, "/nowhere");
  const options = { lockTimeout: "60s", refresh: true, vars, varFiles: ["/a.tfvars"] };
  await terraform.plan("/nowhere", "plan.tfplan", options, () => undefined);
  await terraform.show("/nowhere", "plan.tfplan", "plan.json");
  const [, planned, shown] = children.commands;
  return { args: planned?.args ?? [], env: planned?.env["TF_CLI_ARGS"], later: shown?.env["TF_CLI_ARGS"] };
}

describe("variables of a plan", () => {
  test("are passed in the environment of the plan, and nowhere else", async () => {
    const { args, env, later } = await plan(["password=it's $5", 'tags={"a": "b"}']);

    expect(args.join(" ")).not.toContain("-var=");
    expect(args).toContain("-var-file=/a.tfvars");
    expect(env).toBe(`'-var=password=it'\\''s $5' '-var=tags={"a": "b"}'`);
    expect(later).toBeUndefined();
  });

  test("come after the user's own arguments", async () => {
    const { env, later } = await plan(["a=1"], { TF_CLI_ARGS: "-no-color" });
    expect({ env, later }).toEqual({ env: "-no-color '-var=a=1'", later: "-no-color" });
  });

  test("change nothing without --var", async () => {
    expect((await plan([])).env).toBeUndefined();
    expect((await plan([], { TF_CLI_ARGS: "-no-color" })).env).toBe("-no-color");
  });
});

/** Prints the same for each command, except for the version. */
class Printer extends ChildProcesses {
  public constructor(private readonly printed: Ended) {
    super(new Interrupt());
  }

  public override async run({ args, onLine }: Command): Promise<Ended> {
    if (args[0] === "version")
      return Promise.resolve({ exitCode: 0, stdout: '{"terraform_version": "1.11.4"}', stderr: "" });
    if (onLine) this.printed.stdout.split("\n").forEach(onLine);
    return Promise.resolve(this.printed);
  }
}

async function findPrinting(stdout: string, more: Partial<Ended> = {}): Promise<Terraform> {
  return Terraform.find(new Printer({ exitCode: 0, stdout, stderr: "", ...more }), {}, "/nowhere");
}

/** Lines of a version manager, of hashicorp/setup-terraform, and of Terraform's own standard error, which the latter moves. */
const BEFORE = `[INFO] Terraform version 1.11.4 is being used
[command]/opt/terraform-bin
There are some problems with the CLI configuration:
${"│ Warning: Unable to open CLI configuration file\n".repeat(50)}`;
const AFTER =
  '\n::debug::stdout: {%0A  "serial": 99,%0A  "lineage": "other"}\n\n::set-output name=exitcode::0\n';

describe("the wrapper of hashicorp/setup-terraform", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "wrapper-"));
    mkdirSync(path.join(folder, "own"));
    for (const name of ["terraform", "terraform-bin", "own/terraform"])
      writeFileSync(path.join(folder, name), "");
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  test.each([
    ["is not run", () => ["/none", folder], {}, () => path.join(folder, "terraform-bin")],
    [
      "is not run with the name that is the default",
      () => [folder],
      { TERRAFORM_BINARY_NAME: "terraform" },
      () => path.join(folder, "terraform-bin"),
    ],
    [
      "is run if TERRAFORM_BINARY_NAME is its path",
      () => [folder],
      { TERRAFORM_BINARY_NAME: "x/terraform" },
      () => "x/terraform",
    ],
    [
      "does not matter after another Terraform",
      () => [path.join(folder, "own"), folder],
      {},
      () => "terraform",
    ],
    ["does not matter if it is not installed", () => ["/none"], {}, () => "terraform"],
  ])("%s", async (_, searched, env, program) => {
    const children = new Recorder(new Interrupt());
    const PATH = searched().join(path.delimiter);
    const terraform = await Terraform.find(children, { PATH, ...env }, "/nowhere");
    expect([terraform.program, children.commands[0]?.program]).toEqual([program(), program()]);
  });
});

describe("what Terraform prints", () => {
  const OUTPUTS = '{\n  "arn": {\n    "sensitive": false,\n    "value": "{"\n  }\n}\n';
  const STATE =
    '{\n  "version": 4,\n  "terraform_version": "1.11.4",\n  "serial": 7,\n  "lineage": "abc"\n}\n';

  test.each([
    ["alone", OUTPUTS],
    ["between the lines of wrappers", `${BEFORE}${OUTPUTS}${AFTER}`],
    ["with Windows line ends", `${BEFORE}${OUTPUTS}${AFTER}`.replaceAll("\n", "\r\n")],
    ["after a line that does not end", `Resolved version from .terraform-version : 1.11.4 ${OUTPUTS}`],
    ["after a byte order mark", `\uFEFF${OUTPUTS}`],
    ["between changes of color", `\u001b[1;32mtfenv: 1.11.4\u001b[0m\n${OUTPUTS}\u001b[0m`],
  ])("has outputs %s", async (_, stdout) => {
    const outputs = await (await findPrinting(stdout)).outputs("/nowhere");
    expect(outputs).toEqual({ arn: { sensitive: false, value: "{" } });
  });

  test.each(["{}", "Resolved version from .terraform-version : 1.11.4 {}"])(
    "has no outputs: %s",
    async (stdout) => {
      expect(await (await findPrinting(stdout)).outputs("/nowhere")).toEqual({});
    },
  );

  test.each([
    ["alone", STATE, { lineage: "abc", serial: 7 }],
    ["between the lines of wrappers", `${BEFORE}${STATE}${AFTER}`, { lineage: "abc", serial: 7 }],
    ["after a line that does not end", `Resolved version 1.11.4 ${STATE}`, { lineage: "abc", serial: 7 }],
    ["after a byte order mark", `\uFEFF${STATE}`, { lineage: "abc", serial: 7 }],
    ["after a log as JSON", `{"level":"info","msg":"1.11.4"}\n${STATE}`, { lineage: "abc", serial: 7 }],
    ["that does not exist yet, after a log as JSON", '{"level":"info"}\n', { lineage: "", serial: 0 }],
    ["that does not exist yet", "", { lineage: "", serial: 0 }],
    ["that does not exist yet, between lines", `${BEFORE}${AFTER}`, { lineage: "", serial: 0 }],
  ])("has a state %s", async (_, stdout, state) => {
    expect(await (await findPrinting(stdout)).stateId("/nowhere")).toEqual(state);
  });

  test.each([
    ["", "'terraform output -json' did not print JSON. If a wrapper runs Terraform, run Terraform itself"],
    ["Downloading...", "terraform_wrapper: false, or set TERRAFORM_BINARY_NAME=terraform-bin"],
    ['{\n  "password": "hunter-2"', "did not print JSON"],
  ])("is no output: %j", async (stdout, message) => {
    const outputs = (await findPrinting(stdout)).outputs("/nowhere");
    await expect(outputs).rejects.toThrow(message);
    await expect(outputs).rejects.not.toThrow("hunter");
  });

  test("is no state if it has no serial", async () => {
    const state = (await findPrinting('{\n  "message": "not found"\n}\n')).stateId("/nowhere");
    await expect(state).rejects.toThrow("'terraform state pull' did not print a state. If a wrapper runs");
  });

  test.each([
    ["on standard error", { stderr: "Error: no state\n" }],
    [
      "on standard output, as a wrapper does",
      { stdout: `[command]/opt/terraform-bin\nError: no state\n::debug::stdout: secret\n` },
    ],
    [
      "on standard output, with a warning of the wrapper on standard error",
      { stdout: "Error: no state\n", stderr: "(node:7) DeprecationWarning: punycode\n" },
    ],
    ["before JSON", { stdout: 'Error: no state\n{\n  "password": "secret"\n}\n' }],
  ])("says why it failed: %s", async (_, ended) => {
    const terraform = await findPrinting("", { exitCode: 1, ...ended });
    for (const failed of [terraform.outputs("/nowhere"), terraform.stateId("/nowhere")]) {
      await expect(failed).rejects.toThrow("Error: no state");
      await expect(failed).rejects.not.toThrow("secret");
    }
  });

  test("has its version between the lines of wrappers", async () => {
    const stdout = `${BEFORE}{\n  "terraform_version": "1.9.0"\n}\n${AFTER}`;
    const children = new Recorder(new Interrupt());
    children.run = async () => Promise.resolve({ exitCode: 0, stdout, stderr: "" });
    expect((await Terraform.find(children, { TERRAFORM_BINARY_NAME: "" }, "/nowhere")).version).toBe("1.9.0");
  });

  test("says in text that an apply in HCP Terraform is complete", async () => {
    const terraform = await findPrinting(
      "Running apply...\n\n\u001b[1mApply complete! Resources: 1 added.\u001b[0m\n",
    );
    const result = await terraform.apply("/nowhere", "plan", "60s", () => undefined);
    expect(result.summary).toBe("Apply complete! Resources: 1 added.");
  });

  test("has events between other lines, which may say why it failed", async () => {
    const change = (operation: string, message: string): string =>
      JSON.stringify({ type: "change_summary", "@message": message, changes: { operation } });
    const lines = [
      change("plan", "Plan: 1 to add"),
      "Error: too late",
      AFTER,
      change("apply", "Apply complete!"),
    ];
    const terraform = await findPrinting(lines.join("\n"));
    const result = await terraform.apply("/nowhere", "plan", "60s", () => undefined);
    expect(result).toMatchObject({ summary: "Apply complete!", stderr: "\nError: too late" });
  });
});
