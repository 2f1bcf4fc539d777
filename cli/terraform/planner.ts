import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { UsageError } from "../errors";
import { DEFAULT_WORKSPACE, NO_CHANGES, type StackReview } from "../model";
import type { SynthesizedStack } from "../plan/synthesized";
import type { Progress } from "../progress/progress";
import type { Timings } from "../progress/timings";
import { type ReviewedPlan, reviewPlan, summarizeChanges, summarizeFailure } from "../review-plan";
import { joinWithAnd } from "../text/lists";
import type { Diagnostic, TerraformEvent } from "./events";
import type { Initializer, Readiness } from "./initializer";
import { locateFiles } from "./plan-folder";
import { WITHOUT_WRAPPER } from "./printed";
import { describeArguments } from "./plan-arguments";
import { describeFailure, explainWaiting, listErrors, listWarnings } from "./problems";
import type { PlanOptions, Terraform, TerraformResult } from "./terraform";
import { listNames } from "./variable-files";
import { findSet, readVariables } from "./variables";
import { explainUnreadable, findWorkspace, warnOfState } from "./workspace";

/** Name of the JSON of a plan in errors. */
const SHOWN = "the output of 'terraform show -json'";

/** Warnings of Terraform about variables in files that a stack does not declare. */
const UNDECLARED = /^Values? for undeclared variables?$/;

/** Result of planning a stack. */
export interface PlannedStack extends ReviewedPlan {
  readonly stack: SynthesizedStack;
  /** Names of the ephemeral variables that had a value. The plan does not contain the values. */
  readonly ephemeral?: readonly string[];
}

/** Called while a stack is planned. */
export interface PlanListener {
  /** Called once the stack is initialized. */
  readonly ready?: () => Promise<void>;
  /** Called once the files of the plan are written, before they are reviewed. */
  readonly written?: () => void;
}

/** Options of the planner. */
export interface PlannerOptions extends PlanOptions {
  /** Names of the variables that a stack of this command declares. Terraform reports all others. */
  readonly declared?: ReadonlySet<string>;
}

/** Plans one stack per call. */
export class Planner {
  public constructor(
    private readonly terraform: Pick<Terraform, "plan" | "show" | "env">,
    private readonly initializer: Pick<Initializer, "initialize">,
    private readonly options: PlannerOptions,
    private readonly folder: string,
    private readonly progress: Pick<Progress, "begin" | "tell" | "end">,
    private readonly timings: Pick<Timings, "measure" | "measureSync">,
  ) {}

  /** Initializes, plans and reviews a stack. */
  public async plan(stack: SynthesizedStack, listener: PlanListener = {}): Promise<PlannedStack> {
    const planned = this.addArguments(this.addWorkspace(await this.attempt(stack, listener)));
    this.progress.end(stack.name, planned.summary);
    return planned;
  }

  private async attempt(stack: SynthesizedStack, listener: PlanListener): Promise<PlannedStack> {
    const readiness = await this.initialize(stack);
    if (!readiness.ready) return describeUnplanned(stack, "failed", readiness.message);
    await listener.ready?.();
    let result = await this.runPlan(stack);
    if (readiness.skipped && !this.isPlanned(stack, result) && asksForInit(result)) {
      const repeated = await this.initialize(stack, true);
      if (!repeated.ready) return describeUnplanned(stack, "failed", repeated.message);
      result = await this.runPlan(stack);
    }
    return this.isPlanned(stack, result) ? this.show(stack, result, listener) : explain(stack, result);
  }

  /** Adds what the environment does to a plan. */
  private addArguments(planned: PlannedStack): PlannedStack {
    const { env } = this.terraform;
    const review = describeArguments(planned.review, env);
    const ephemeral = findSet(planned.stack, { ...this.options, env }, "plan");
    return {
      ...planned,
      review,
      ...(review.message !== planned.review.message && {
        summary: summarizeChanges(review, planned.hasChanges),
      }),
      ...(ephemeral.length > 0 && { ephemeral }),
    };
  }

  /** Adds the workspace to a review. A stack that cannot read another one in its workspace does not wait for it. */
  private addWorkspace(planned: PlannedStack): PlannedStack {
    const { stack, review } = planned;
    const workspace = findWorkspace(stack, this.terraform.env);
    if (workspace === DEFAULT_WORKSPACE) return planned;
    const unreadable = review.status === "waiting" ? explainUnreadable(stack, workspace) : undefined;
    const { review: named, ...rest } =
      unreadable === undefined ? planned : describeUnplanned(stack, "failed", unreadable);
    const notes = [...named.notes, ...warnOfState(stack, workspace)];
    return { ...rest, review: { ...named, workspace, notes } };
  }

  /**
   * Whether Terraform wrote a plan and reported no error. A wrapper around it may turn the exit code of a failure into 0. With
   * `-detailed-exitcode` in `TF_CLI_ARGS_plan`, the exit code is 2 if anything changes.
   */
  private isPlanned({ name }: SynthesizedStack, { exitCode, diagnostics }: TerraformResult): boolean {
    const hasFailed = (exitCode !== 0 && exitCode !== 2) || listErrors(diagnostics).length > 0;
    return !hasFailed && existsSync(locateFiles(this.folder, name).plan);
  }

  private async initialize(stack: SynthesizedStack, force = false): Promise<Readiness> {
    this.progress.begin(stack.name, "init");
    return this.timings.measure("init", () => this.initializer.initialize(stack, force), stack.name);
  }

  private async runPlan(stack: SynthesizedStack): Promise<TerraformResult> {
    const file = locateFiles(this.folder, stack.name).plan;
    // Only this plan can be in the file afterwards, whatever the exit code says.
    rmSync(file, { force: true });
    this.progress.begin(stack.name, "plan");
    const tell = (event: TerraformEvent): void => {
      this.progress.tell(stack.name, event["@message"]);
    };
    const run = () =>
      this.terraform.plan(stack.directory, file, { ...this.options, vars: this.selectVars(stack) }, tell);
    return this.timings.measure("plan", run, stack.name);
  }

  /** Leaves out the variables that only other stacks declare: Terraform fails for them. */
  private selectVars(stack: SynthesizedStack): string[] {
    const { vars, declared } = this.options;
    const { names } = readVariables(stack);
    return vars.filter((text) => {
      const name = text.slice(0, text.indexOf("="));
      return names.includes(name) || !declared?.has(name);
    });
  }

  /** Leaves out warnings about variables in files that only other stacks declare. */
  private selectDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
    const { varFiles, declared } = this.options;
    if (!varFiles.flatMap(listNames).every((name) => declared?.has(name))) return diagnostics;
    return diagnostics.filter(({ summary }) => !UNDECLARED.test(summary));
  }

  /** Says which variable files a stack was planned with, because Terraform does not. */
  private noteFiles(stack: SynthesizedStack): string[] {
    const { varFiles } = this.options;
    if (varFiles.length === 0 || readVariables(stack).names.length === 0) return [];
    return [`Planned with variable files: ${joinWithAnd(varFiles.map((file) => path.basename(file)))}.`];
  }

  private async show(
    stack: SynthesizedStack,
    { diagnostics }: TerraformResult,
    { written }: PlanListener,
  ): Promise<PlannedStack> {
    const { plan, json } = locateFiles(this.folder, stack.name);
    const run = () => this.terraform.show(stack.directory, plan, json);
    const shown = await this.timings.measure("show", run, stack.name);
    if (shown.exitCode !== 0)
      return describeUnplanned(stack, "failed", describeFailure({ ...shown, diagnostics: [] }, stack));
    written?.();
    const warnings = [...this.noteFiles(stack), ...listWarnings(this.selectDiagnostics(diagnostics), stack)];
    const review = () => reviewPlan(stack, { name: SHOWN, bytes: readFileSync(json) }, warnings);
    try {
      return { stack, ...this.timings.measureSync("review", review, stack.name) };
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      return describeUnplanned(
        stack,
        "failed",
        `${error.message}. Check that there is free space in ${this.folder}. ${WITHOUT_WRAPPER}`,
      );
    }
  }
}

function explain(stack: SynthesizedStack, result: TerraformResult): PlannedStack {
  const why = explainWaiting(result.diagnostics, stack);
  return why === undefined
    ? describeUnplanned(stack, "failed", describeFailure(result, stack))
    : describeUnplanned(stack, "waiting", why);
}

function describeUnplanned(
  stack: SynthesizedStack,
  status: StackReview["status"],
  message: string,
): PlannedStack {
  const review = { name: stack.name, status, message, ...NO_CHANGES };
  return { stack, review, hasChanges: false, summary: summarizeFailure(review) };
}

/** Whether Terraform says that providers, modules or the backend have changed. In automation it does not name the command to run. */
function asksForInit({ diagnostics, stderr }: TerraformResult): boolean {
  const texts = [...diagnostics.flatMap(({ summary, detail }) => [summary, detail]), stderr];
  const request = /\b(terraform|tofu)\s+init\b|\bmust\s+install\s+the\s+required\s+plugins\b/;
  return texts.some((text) => request.test(text));
}
