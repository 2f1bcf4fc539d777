import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { reviewPlans } from "../../../cli/commands/review-plans";
import { Interrupt } from "../../../cli/interrupt";
import { NO_CHANGES } from "../../../cli/model";
import { run } from "../../../cli/program";
import { FORMATS } from "../../../cli/render/formats";
import { ChildProcesses, type Command, type Ended } from "../../../cli/terraform/child-processes";
import { FakeProject } from "../../support/fake-terraform";
import { PLANS } from "../../support/review-fixture";

const RECORDED = path.join(PLANS, "first-deploy");

/** How many milliseconds each command takes. */
const DURATIONS = new Map([
  ["version", 50],
  ["init", 1_000],
  ["plan", 2_000],
  ["show", 500],
]);
const SYNTH_DURATION = 1_500;

/** Diagnostics of Terraform for a stack without a recorded plan. */
const NOT_APPLIED = {
  severity: "error",
  summary: "Unable to find remote state",
  detail: "",
  address: "data.terraform_remote_state.cross-stack-reference-input-hello-prod-foundation",
};
const BROKEN = { severity: "error", summary: "Invalid argument", detail: "" };

/** Replaces the app and Terraform: returns the recorded plans, and lets time pass. */
class Recorded extends ChildProcesses {
  public time = 100;

  public override async run(command: Command): Promise<Ended> {
    await Promise.resolve();
    const [subcommand = ""] = command.args;
    this.time += command.shell ? SYNTH_DURATION : (DURATIONS.get(subcommand) ?? NaN);
    if (command.shell) cpSync(RECORDED, path.join(command.cwd, "cdktf.out"), { recursive: true });
    if (subcommand === "plan") return this.plan(command);
    if (command.file !== undefined) cpSync(path.join(command.cwd, "plan.json"), command.file);
    return { exitCode: 0, stdout: '{"terraform_version": "1.11.4"}', stderr: "" };
  }

  private plan({ args, cwd, onLine }: Command): Ended {
    const diagnostic = new Map([
      ["hello-prod-service", NOT_APPLIED],
      ["hello-prod-domain", BROKEN],
    ]).get(path.basename(cwd));
    if (diagnostic) onLine?.(JSON.stringify({ type: "diagnostic", "@message": "", diagnostic }));
    const out = args.find((arg) => arg.startsWith("-out="))?.slice("-out=".length) ?? "";
    if (!diagnostic) writeFileSync(out, "plan");
    return { exitCode: diagnostic ? 1 : 0, stdout: "", stderr: "" };
  }
}

describe("app-runner plan --timings", () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), "plan-"));
    writeFileSync(path.join(directory, "cdktf.json"), JSON.stringify({ app: "synthesize" }));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  /** Plans one stack at a time. A report takes 30 ms. */
  async function plan(...args: readonly string[]) {
    const stdout: string[] = [];
    const stderr: string[] = [];
    const interruption = new Interrupt();
    const children = new Recorded(interruption);
    const report = (text: string) => {
      children.time += 30;
      stdout.push(text);
    };
    const context = {
      cwd: directory,
      env: { HOME: directory },
      stdout: { write: report },
      stderr: { write: (text: string) => stderr.push(text) },
      now: () => children.time,
      interruption,
      children,
      version: "1.2.3",
    };
    const exitCode = await run(["plan", "--parallelism", "1", ...args], context);
    return { exitCode, stdout: stdout.join(""), stderr };
  }

  test("prints after the report how long each step took, including stacks that wait or fail", async () => {
    const { exitCode, stderr } = await plan("--timings");

    expect(exitCode).toBe(1);
    expect(stderr.at(-1)?.split("\n")).toEqual([
      "SECONDS                 synth    init    plan    show  review   total",
      "app                      1.50       -       -       -    0.03    1.53",
      "hello-dev                   -    1.00    2.00    0.50    0.00    3.50",
      "hello-prod-foundation       -    1.00    2.00    0.50    0.00    3.50",
      "hello-prod-service          -    1.00    2.00       -       -    3.00",
      "hello-prod-domain           -    1.00    2.00       -       -    3.00",
      "whole command                                                   14.68",
      "",
    ]);
  });

  test("lists only the planned stacks, and marks steps that did not run", async () => {
    await plan("hello-dev");
    const { exitCode, stderr } = await plan("--no-synth", "--timings", "hello-dev");

    expect(exitCode).toBe(0);
    expect(stderr.at(-1)?.split("\n")).toEqual([
      "SECONDS         synth    init    plan    show  review   total",
      "app                 -       -       -       -    0.03    0.03",
      "hello-dev           -    0.00    2.00    0.50    0.00    2.50",
      "whole command                                            2.68",
      "",
    ]);
  });

  test.each(FORMATS)("does not change the report in %s", async (format) => {
    const args = ["--format", format, "hello-dev", "hello-prod-service"];
    const without = await plan(...args);
    const { stdout, stderr } = await plan("--timings", ...args);

    expect(stdout).toBe(without.stdout);
    expect(without.stderr.join("")).not.toContain("SECONDS");
    expect(stderr.join("").match(/^SECONDS/gm)).toHaveLength(1);
  });
});

describe("the exit code of a plan", () => {
  test.each([
    ["is planned with a warning", "hello-dev", [0, 2, 0]],
    ["waits", "hello-prod-service", [0, 0, 0]],
    ["fails", "hello-prod-foundation", [1, 1, 1]],
  ])("is as documented for a stack that %s", async (_, stack, expected) => {
    const project = new FakeProject();
    project.terraform.broken.add("hello-prod-foundation");
    const exitCodes = [];
    for (const failOn of ["error", "warning", "never"])
      exitCodes.push((await project.run(["plan", "--fail-on", failOn, stack])).exitCode);
    project.remove();
    expect(exitCodes).toEqual(expected);
  });
});

describe("reports of a plan", () => {
  test("measure the review of all stacks", () => {
    const measured: (string | undefined)[] = [];
    const measureSync = <T>(_: string, task: () => T, stack?: string): T => {
      measured.push(stack);
      return task();
    };
    const stack = (name: string) => ({
      stack: {
        name,
        dependencies: [],
        directory: "",
        constructPaths: new Map(),
        locations: new Map(),
        accepted: [],
      },
      review: { name, status: "waiting" as const, ...NO_CHANGES },
    });
    reviewPlans([stack("a"), stack("b")], [], "no-such-file", { measureSync });

    expect(measured).toEqual([undefined]);
  });
});
