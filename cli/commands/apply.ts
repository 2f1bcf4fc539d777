import path from "node:path";
import { UsageError } from "../errors";
import { FAILED, INTERRUPTED, NEEDS_REVIEW, OK } from "../exit-codes";
import type { SynthesizedStack } from "../plan/synthesized";
import { Interrupted, type ProcessContext } from "../process-context";
import { openProgress } from "../progress/open-progress";
import { type Applied, Applier } from "../terraform/applier";
import { findReasonOfState, findReasonsToRefuse } from "../terraform/check-plans";
import { inParallel } from "../terraform/in-parallel";
import { Initializer } from "../terraform/initializer";
import { findKeptLockFile, type KeptPlan, readKeptPlans } from "../terraform/kept-plans";
import { oneLine } from "../text/one-line";
import type { CommandContext } from "./context";
import { loadStacks, openSession, type Session } from "./session";

/** Options of `app-runner apply`. */
export interface ApplyCommandOptions {
  readonly synth: boolean;
  /** Whether to apply without asking. */
  readonly yes?: boolean;
  readonly parallelism: number;
  readonly lockTimeout: string;
}

/** A plan to apply with its stack. */
interface Work {
  readonly plan: KeptPlan;
  readonly stack: SynthesizedStack;
}

/**
 * Applies exactly the plans that `app-runner plan --out` saved, or nothing.
 *
 * @param directory folder with the plans
 * @returns the exit code
 */
export async function apply(
  directory: string,
  options: ApplyCommandOptions,
  context: CommandContext,
): Promise<number> {
  const folder = path.resolve(context.cwd, directory);
  const kept = readKeptPlans(folder);
  if (!options.yes && !context.ask)
    throw new UsageError("cannot ask for confirmation without a terminal: pass --yes to apply the plans");
  const session = await openSession(context);
  const stacks = await loadStacks(session, options.synth);
  refuse(findReasonsToRefuse(kept, stacks, session.terraform, session.project.directory));
  const byName = new Map(stacks.map((stack) => [stack.name, stack]));
  const work = kept.plans.flatMap((plan) => {
    const stack = byName.get(plan.stack);
    return stack && plan.hasChanges ? [{ plan, stack }] : [];
  });
  await prepare(work, folder, options, session);
  if (work.length > 0 && !options.yes && !(await isConfirmed(work, context))) {
    context.stderr.write("Nothing was applied.\n");
    return FAILED;
  }
  const waiting = kept.plans.filter(({ status }) => status === "waiting").map(({ stack }) => stack);
  return applyAll(work, waiting, { directory, folder }, options, session);
}

function refuse(reasons: readonly string[]): void {
  if (reasons.length === 0) return;
  const list = reasons.map((reason) => `  - ${reason}`).join("\n");
  throw new UsageError(`these plans can no longer be applied; plan again:\n${list}`);
}

/** Initializes the stacks and checks that their states are still the ones that were planned against. */
async function prepare(
  work: readonly Work[],
  folder: string,
  { parallelism }: ApplyCommandOptions,
  { terraform, context }: Session,
): Promise<void> {
  const progress = openProgress(context);
  const initializer = new Initializer(terraform, (stack) => findKeptLockFile(folder, stack));
  try {
    const reasons = await inParallel(work, parallelism, async ({ plan, stack }) => {
      progress.begin(stack.name, "init");
      const readiness = await initializer.initialize(stack);
      if (!readiness.ready) throw new UsageError(`${stack.name}: ${readiness.message}`);
      const reason = findReasonOfState(plan, await terraform.stateId(stack.directory));
      progress.end(stack.name, reason ?? "ready");
      return reason;
    });
    refuse(reasons.filter((reason) => reason !== undefined));
  } finally {
    progress.close();
  }
}

async function isConfirmed(work: readonly Work[], { ask, stderr }: ProcessContext): Promise<boolean> {
  for (const { plan } of work) stderr.write(`${plan.stack}: ${oneLine(plan.summary)}\n`);
  const answer = await ask?.("Apply these plans? Only 'yes' will be accepted: ");
  return answer?.trim() === "yes";
}

async function applyAll(
  work: readonly Work[],
  waiting: readonly string[],
  { directory, folder }: { readonly directory: string; readonly folder: string },
  { lockTimeout }: ApplyCommandOptions,
  { terraform, context }: Session,
): Promise<number> {
  const progress = openProgress(context);
  const applier = new Applier(terraform, folder, lockTimeout, progress);
  const names = work.map(({ stack }) => stack.name);
  let applied = 0;
  // Live lines must be gone before anything else is written.
  const end = (result: Pick<Conclusion, "outcome" | "message">): number => {
    progress.close();
    return conclude({ directory, names, waiting, applied, ...result }, context);
  };
  try {
    for (const { stack } of work) {
      const result = await applier.apply(stack);
      if (result.outcome !== "applied") return end(result);
      applied++;
    }
    return end({ outcome: "applied" });
  } catch (error) {
    // Whatever failed, say which stacks are applied.
    if (error instanceof Interrupted) return end({ outcome: "interrupted" });
    return end({ outcome: "failed", message: error instanceof Error ? error.message : String(error) });
  }
}

/** How far an apply got. */
interface Conclusion extends Omit<Applied, "outcome"> {
  readonly outcome: Applied["outcome"] | "interrupted";
  /** Folder with the plans, as the user wrote it. */
  readonly directory: string;
  /** Stacks to apply, in order. */
  readonly names: readonly string[];
  /** Number of stacks that are applied. */
  readonly applied: number;
  /** Stacks that were not planned because they wait for another stack. */
  readonly waiting: readonly string[];
}

const EXIT_CODES = { applied: OK, failed: FAILED, outdated: NEEDS_REVIEW, interrupted: INTERRUPTED } as const;

const STOPPED_AT = {
  failed: "Failed, possibly partly applied",
  interrupted: "Interrupted, possibly partly applied",
};

function conclude(conclusion: Conclusion, { stdout, stderr }: ProcessContext): number {
  const { directory, names, applied, waiting, outcome, message } = conclusion;
  if (message !== undefined) stderr.write(`${message}\n`);
  const begun = outcome === "failed" || outcome === "interrupted" ? 1 : 0;
  const lines = [
    ["Applied", names.slice(0, applied)],
    [
      outcome in STOPPED_AT ? STOPPED_AT[outcome as keyof typeof STOPPED_AT] : "",
      names.slice(applied, applied + begun),
    ],
    ["Not applied", names.slice(applied + begun)],
    ["Not planned, waiting for another stack", waiting],
  ] as const;
  for (const [what, stacks] of lines) {
    if (stacks.length > 0) stdout.write(`${what}: ${stacks.join(", ")}\n`);
  }
  if (names.length === 0) stdout.write("Nothing to apply.\n");
  if (names.length > applied || waiting.length > 0)
    stdout.write(`To continue, plan again: app-runner plan --out ${oneLine(directory)}\n`);
  return outcome === "applied" && waiting.length > 0 ? NEEDS_REVIEW : EXIT_CODES[outcome];
}
