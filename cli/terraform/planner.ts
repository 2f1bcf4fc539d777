import type { StackReview } from "../model";
import type { SynthesizedStack } from "../plan/synthesized";
import type { Progress } from "../progress/progress";
import type { Timings } from "../progress/timings";
import type { TerraformEvent } from "./events";
import type { Initializer, Readiness } from "./initializer";
import { locateFiles } from "./plan-folder";
import { describeFailure, explainWaiting, listWarnings } from "./problems";
import type { PlanOptions, Terraform, TerraformResult } from "./terraform";

/** Result of planning a stack. */
export interface PlannedStack {
  readonly stack: SynthesizedStack;
  readonly status: StackReview["status"];
  /** For a stack that is not planned: why, and what to do. */
  readonly message?: string;
  /** Warnings that Terraform printed, each as a sentence. */
  readonly warnings?: readonly string[];
  /** For a planned stack: file with the JSON of the plan. */
  readonly json?: string;
  /** Whether an apply would change anything. */
  readonly hasChanges: boolean;
  /** Terraform's summary of the changes. */
  readonly summary: string;
}

/** Plans one stack per call. */
export class Planner {
  public constructor(
    private readonly terraform: Pick<Terraform, "plan" | "show">,
    private readonly initializer: Pick<Initializer, "initialize">,
    private readonly options: PlanOptions,
    private readonly folder: string,
    private readonly progress: Pick<Progress, "begin" | "tell" | "end">,
    private readonly timings: Pick<Timings, "measure">,
  ) {}

  /**
   * Initializes and plans a stack.
   *
   * @param ready called once the stack is initialized
   */
  public async plan(stack: SynthesizedStack, ready?: () => Promise<void>): Promise<PlannedStack> {
    const planned = await this.attempt(stack, ready);
    this.progress.end(stack.name, describeEnd(planned));
    return planned;
  }

  private async attempt(stack: SynthesizedStack, ready?: () => Promise<void>): Promise<PlannedStack> {
    const readiness = await this.initialize(stack);
    if (!readiness.ready) return describeFailed(stack, readiness.message);
    await ready?.();
    let result = await this.runPlan(stack);
    if (readiness.skipped && asksForInit(result)) {
      const repeated = await this.initialize(stack, true);
      if (!repeated.ready) return describeFailed(stack, repeated.message);
      result = await this.runPlan(stack);
    }
    return result.exitCode === 0 || result.exitCode === 2
      ? this.show(stack, result)
      : this.explain(stack, result);
  }

  private async initialize(stack: SynthesizedStack, force = false): Promise<Readiness> {
    this.progress.begin(stack.name, "init");
    return this.timings.measure("init", () => this.initializer.initialize(stack, force), stack.name);
  }

  private async runPlan(stack: SynthesizedStack): Promise<TerraformResult> {
    const file = locateFiles(this.folder, stack.name).plan;
    this.progress.begin(stack.name, "plan");
    const tell = (event: TerraformEvent): void => {
      this.progress.tell(stack.name, event["@message"]);
    };
    const run = () => this.terraform.plan(stack.directory, file, this.options, tell);
    return this.timings.measure("plan", run, stack.name);
  }

  private async show(
    stack: SynthesizedStack,
    { exitCode, summary, diagnostics }: TerraformResult,
  ): Promise<PlannedStack> {
    const { plan, json } = locateFiles(this.folder, stack.name);
    const run = () => this.terraform.show(stack.directory, plan, json);
    const shown = await this.timings.measure("show", run, stack.name);
    if (shown.exitCode !== 0)
      return describeFailed(stack, describeFailure({ ...shown, diagnostics: [] }, stack));
    // Changed outputs are changes too, but Terraform's summary does not count them.
    const warnings = listWarnings(diagnostics, stack);
    return { stack, status: "planned", json, hasChanges: exitCode === 2, summary, warnings };
  }

  private explain(stack: SynthesizedStack, result: TerraformResult): PlannedStack {
    const why = explainWaiting(result.diagnostics, stack);
    if (why === undefined) return describeFailed(stack, describeFailure(result, stack));
    return { stack, status: "waiting", message: why, hasChanges: false, summary: "" };
  }
}

function describeFailed(stack: SynthesizedStack, message: string): PlannedStack {
  return { stack, status: "failed", message, hasChanges: false, summary: "" };
}

function describeEnd({ status, message = "", hasChanges, summary }: PlannedStack): string {
  if (status === "planned") return hasChanges ? summary : "No changes.";
  // The report has the full message.
  return `${status}: ${message.split("\n", 1)[0] ?? ""}`;
}

/** Whether Terraform says that providers, modules or the backend have changed. In automation it does not name the command to run. */
function asksForInit({ exitCode, diagnostics, stderr }: TerraformResult): boolean {
  const texts = [...diagnostics.flatMap(({ summary, detail }) => [summary, detail]), stderr];
  const request = /\b(terraform|tofu)\s+init\b|\bmust\s+install\s+the\s+required\s+plugins\b/;
  return exitCode === 1 && texts.some((text) => request.test(text));
}
