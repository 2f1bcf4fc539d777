import type { SynthesizedStack } from "../../../cli/plan/synthesized";
import type { Readiness } from "../../../cli/terraform/initializer";
import { Planner } from "../../../cli/terraform/planner";
import type { TerraformResult } from "../../../cli/terraform/terraform";

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
  const done: TerraformResult = { exitCode: 2, diagnostics: [], summary: "Plan: 1 to add.", stderr: "" };
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

  async function plan(readiness: Readiness[], results: TerraformResult[], showExitCode = 0) {
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
      plan: async () => Promise.resolve(take(results, "plan")),
      show: async () => Promise.resolve({ exitCode: showExitCode, stdout: "", stderr: "no such plan\n" }),
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
    const planner = new Planner(terraform, { initialize }, options, "/plans", progress, { measure });
    return { planned: await planner.plan(stack), steps, measured };
  }

  test("initializes and plans the stack", async () => {
    const { planned, steps, measured } = await plan([{ ready: true, skipped: false }], [done]);

    expect(planned).toMatchObject({ status: "planned", hasChanges: true, json: "/plans/api.json" });
    expect(steps).toEqual(["init", "plan", "Plan: 1 to add."]);
    expect(measured).toEqual(["init api", "plan api", "show api"]);
  });

  test("initializes a skipped stack if Terraform asks for it", async () => {
    const { planned, steps, measured } = await plan(
      [
        { ready: true, skipped: true },
        { ready: true, skipped: false },
      ],
      [notReady, done],
    );

    expect(planned.status).toBe("planned");
    expect(steps).toEqual(["init", "plan", "init again", "plan", "Plan: 1 to add."]);
    expect(measured).toEqual(["init api", "plan api", "init api", "plan api", "show api"]);
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

    expect(steps).toEqual(["init", "plan", "init again", "plan", "Plan: 1 to add."]);
  });

  test("fails if Terraform asks for initialization again", async () => {
    const { planned, steps } = await plan([{ ready: true, skipped: false }], [notReady]);

    expect(planned).toMatchObject({ status: "failed", hasChanges: false });
    expect(steps).toEqual(["init", "plan", "failed: Required plugins are not installed"]);
  });

  test("fails if initialization or showing the plan fails", async () => {
    const { planned } = await plan([{ ready: false, message: "no backend" }], []);
    expect(planned).toMatchObject({ status: "failed", message: "no backend" });

    const shown = await plan([{ ready: true, skipped: false }], [done], 1);
    expect(shown.planned).toMatchObject({ status: "failed", message: "no such plan" });
  });
});
