import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { SynthesizedStack } from "../../../cli/plan/synthesized";
import type { Diagnostic } from "../../../cli/terraform/events";
import type { Readiness } from "../../../cli/terraform/initializer";
import { Planner } from "../../../cli/terraform/planner";
import type { TerraformResult } from "../../../cli/terraform/terraform";
import { created, planOf } from "../../support/plans";

describe("planning a stack", () => {
  const stack: SynthesizedStack = {
    name: "api",
    directory: "/nowhere",
    dependencies: [],
    constructPaths: new Map(),
    locations: new Map(),
    accepted: [],
  };
  const options = { lockTimeout: "60s", refresh: true, vars: [], varFiles: [] };
  const done: TerraformResult = { exitCode: 0, diagnostics: [], summary: "", stderr: "" };
  const notReady: TerraformResult = {
    ...done,
    exitCode: 1,
    diagnostics: [
      {
        severity: "error",
        summary: "Required plugins are not installed",
        detail: 'Run "terraform init" first.',
      },
    ],
  };
  /** Messages of Terraform 1.11 with `TF_IN_AUTOMATION`. */
  const requests: readonly (readonly [string, string])[] = [
    [
      "Required plugins are not installed",
      "The installed provider plugins are not consistent with the packages selected in the dependency lock file. You must install the " +
        "required plugins before running Terraform operations.",
    ],
    [
      "Inconsistent dependency lock file",
      "To make the initial dependency selections, run:\n  terraform init",
    ],
    [
      "Module not installed",
      'This module is not yet installed. Run "terraform init" to install all modules.',
    ],
    ['Backend initialization required: please run "terraform init"', "Reason: Backend type changed."],
  ];

  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "planner-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /**
   * Plans the stack.
   *
   * @param json what Terraform shows; null if showing the plan fails
   */
  async function plan(
    readiness: Readiness[],
    results: (TerraformResult & { readonly writes?: boolean })[],
    json: string | null = JSON.stringify(planOf([created("aws_x.a", {})])),
  ) {
    const steps: string[] = [];
    const take = <T>(list: T[], step: string): T => {
      steps.push(step);
      const first = list.shift();
      if (first === undefined) throw new Error(`too often: ${step}`);
      return first;
    };
    const initialize = async (_: SynthesizedStack, force = false): Promise<Readiness> =>
      Promise.resolve(take(readiness, force ? "init again" : "init"));
    const terraform = {
      env: {},
      plan: async (_: string, file: string) => {
        const result = take(results, "plan");
        if (result.writes ?? result.diagnostics.length === 0) writeFileSync(file, "plan");
        return Promise.resolve(result);
      },
      show: async (_: string, __: string, file: string) => {
        writeFileSync(file, json ?? "");
        return Promise.resolve({
          exitCode: json === null ? 1 : 0,
          stdout: "",
          stderr: "no such plan\n",
        });
      },
    };
    const nothing = () => undefined;
    const progress = {
      begin: nothing,
      tell: nothing,
      end: (_: string, how: string) => steps.push(how),
    };
    const measured: string[] = [];
    const measure = async <T>(step: string, task: () => Promise<T>, name?: string): Promise<T> => {
      measured.push(`${step} ${name}`);
      return task();
    };
    const measureSync = <T>(step: string, task: () => T, name?: string): T => {
      measured.push(`${step} ${name}`);
      return task();
    };
    const timings = { measure, measureSync };
    const planner = new Planner(terraform, { initialize }, options, folder, progress, timings);
    return { planned: await planner.plan(stack), steps, measured };
  }

  test("initializes and plans the stack", async () => {
    const { planned, steps, measured } = await plan([{ ready: true, skipped: false }], [done]);

    expect(planned).toMatchObject({ review: { status: "planned" }, hasChanges: true });
    expect(steps).toEqual(["init", "plan", "1 to create."]);
    expect(measured).toEqual(["init api", "plan api", "show api", "review api"]);
  });

  test("initializes a skipped stack if Terraform asks for it", async () => {
    const { planned, steps, measured } = await plan(
      [
        { ready: true, skipped: true },
        { ready: true, skipped: false },
      ],
      [notReady, done],
    );

    expect(planned.review.status).toBe("planned");
    expect(steps).toEqual(["init", "plan", "init again", "plan", "1 to create."]);
    expect(measured).toEqual(["init api", "plan api", "init api", "plan api", "show api", "review api"]);
  });

  test.each(requests)("recognizes '%s' as a request to initialize", async (summary, detail) => {
    const asks: TerraformResult = { ...notReady, diagnostics: [{ severity: "error", summary, detail }] };
    const { steps } = await plan(
      [
        { ready: true, skipped: true },
        { ready: true, skipped: false },
      ],
      [asks, done],
    );

    expect(steps).toEqual(["init", "plan", "init again", "plan", "1 to create."]);
  });

  test("fails if Terraform asks for initialization again", async () => {
    const { planned, steps } = await plan([{ ready: true, skipped: false }], [notReady]);

    expect(planned).toMatchObject({ review: { status: "failed" }, hasChanges: false });
    expect(steps).toEqual(["init", "plan", "failed: Required plugins are not installed"]);
  });

  test("fails if initialization or showing the plan fails", async () => {
    const { planned } = await plan([{ ready: false, message: "no backend" }], []);
    expect(planned.review).toMatchObject({ status: "failed", message: "no backend" });
  });

  const ERROR: Diagnostic = { severity: "error", summary: "Invalid argument", detail: "" };

  test.each<[what: string, result: object, json: string | null, message: string]>([
    ["showing the plan fails", {}, null, "no such plan"],
    ["Terraform reports an error", { diagnostics: [ERROR], writes: true }, "{}", "Invalid argument"],
    ["the exit code is 1 without an error", { exitCode: 1 }, "{}", "Terraform failed with exit code 1"],
    ["no plan is written", { writes: false }, "{}", "Terraform did not report that it is done"],
    ["the plan is not JSON", {}, "Downloading Terraform", "terraform_wrapper: false"],
    ["the plan is cut off, as by a full disk", {}, '{"format_version":', "Check that there is free space in"],
    ["the plan is empty", {}, "", "TERRAFORM_BINARY_NAME=terraform-bin"],
    [
      "Terraform failed during planning",
      {},
      JSON.stringify(planOf([created("aws_x.a", {})], { errored: true })),
      "Terraform failed during planning",
    ],
  ])("fails if %s", async (_, result, json, message) => {
    const { planned, steps } = await plan([{ ready: true, skipped: false }], [{ ...done, ...result }], json);
    expect(planned).toMatchObject({ review: { status: "failed" }, hasChanges: false });
    expect(planned.review.message).toContain(message);
    expect(steps.at(-1)).toContain("failed: ");
  });

  test("does not show an earlier plan if no plan is written", async () => {
    writeFileSync(path.join(folder, "api.tfplan"), "an earlier plan");
    const { planned } = await plan([{ ready: true, skipped: false }], [{ ...done, writes: false }]);
    expect(planned.review.status).toBe("failed");
  });

  test("accepts the exit code of -detailed-exitcode in TF_CLI_ARGS_plan", async () => {
    const { planned } = await plan([{ ready: true, skipped: false }], [{ ...done, exitCode: 2 }]);
    expect(planned).toMatchObject({ review: { status: "planned" }, hasChanges: true });
  });

  test("initializes again if Terraform asks for it with exit code 0", async () => {
    const stderr = "Error: Backend initialization required: run 'terraform init'";
    const asks = { ...done, writes: false, stderr };
    const { steps } = await plan(
      [
        { ready: true, skipped: true },
        { ready: true, skipped: false },
      ],
      [asks, done],
    );
    expect(steps).toEqual(["init", "plan", "init again", "plan", "1 to create."]);
  });
});
