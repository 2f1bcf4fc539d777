import { FAILED, INTERRUPTED, NEEDS_REVIEW, OK } from "../exit-codes";
import type { SynthesizedStack } from "../plan/synthesized";
import { Interrupted, type ProcessContext } from "../process-context";
import { openProgress } from "../progress/open-progress";
import { Applier } from "../terraform/applier";
import { oneLine } from "../text/one-line";
import type { Session } from "./session";

/** A stack with its plan. */
export interface Work {
  readonly stack: SynthesizedStack;
  readonly hasChanges: boolean;
  /** What changes, in one line. */
  readonly summary: string;
}

const EXIT_CODES = {
  applied: OK,
  failed: FAILED,
  declined: FAILED,
  interrupted: INTERRUPTED,
  outdated: NEEDS_REVIEW,
  findings: NEEDS_REVIEW,
} as const;

/** How far an apply got. */
export interface ApplyResult {
  readonly outcome: keyof typeof EXIT_CODES;
  /** Why it stopped. */
  readonly message?: string;
  /** Stacks that are applied. */
  readonly applied: readonly string[];
  /** Stack whose apply failed or was interrupted. */
  readonly stopped?: string;
  /** Stacks that are not applied. */
  readonly rest: readonly string[];
}

/**
 * Returns the names of the stacks that wait, and of those that depend on them and so must not be applied before them.
 *
 * @param stacks in the order in which they are applied
 * @param waiting names of the stacks that wait for another stack
 */
export function findHeld(
  stacks: readonly SynthesizedStack[],
  waiting: readonly string[],
): ReadonlySet<string> {
  const held = new Set(waiting);
  for (const { name, dependencies } of stacks) {
    if (dependencies.some((dependency) => held.has(dependency))) held.add(name);
  }
  return held;
}

/** Asks the user whether to apply plans. */
export async function isConfirmed(
  work: readonly Work[],
  { ask, stderr }: ProcessContext,
  question = "Apply these plans?",
): Promise<boolean> {
  for (const { stack, hasChanges, summary } of work) {
    if (hasChanges) stderr.write(`${stack.name}: ${oneLine(summary)}\n`);
  }
  const answer = await ask?.(`${question} Only 'yes' will be accepted: `);
  return answer?.trim() === "yes";
}

/**
 * Applies plans one at a time, up to the first that cannot be applied.
 *
 * @param work in the order in which stacks are applied
 * @param folder folder of the plans
 * @param varFiles absolute paths of files with ephemeral variables
 */
export async function applyStacks(
  work: readonly Work[],
  folder: string,
  lockTimeout: string,
  { terraform, context }: Session,
  varFiles: readonly string[],
): Promise<ApplyResult> {
  const progress = openProgress(context);
  const applier = new Applier(terraform, folder, lockTimeout, progress, varFiles);
  const applied: string[] = [];
  const left = [...work];
  const names = (): string[] =>
    left.filter(({ hasChanges }, index) => hasChanges || index === 0).map(({ stack }) => stack.name);
  const stop = (outcome: "failed" | "interrupted", message?: string): ApplyResult => {
    const [stopped, ...rest] = names();
    return {
      outcome,
      applied,
      rest,
      ...(stopped !== undefined && { stopped }),
      ...(message !== undefined && { message }),
    };
  };
  try {
    for (let next = left[0]; next; next = left[0]) {
      const { outcome, message } = await applier.apply(next.stack, next.hasChanges);
      if (outcome === "failed" || outcome === "interrupted") return stop(outcome, message);
      if (outcome === "outdated")
        return { outcome, applied, rest: names(), ...(message !== undefined && { message }) };
      if (outcome === "applied") applied.push(next.stack.name);
      left.shift();
    }
    return { outcome: "applied", applied, rest: [] };
  } catch (error) {
    // Whatever failed, say which stacks are applied.
    if (error instanceof Interrupted) return stop("interrupted");
    return stop("failed", error instanceof Error ? error.message : String(error));
  } finally {
    // Live lines must be gone before anything else is written.
    progress.close();
  }
}

/** Adds the stacks with changes that depend on a stack that waits. */
export function withHeld(
  result: ApplyResult,
  planned: readonly Work[],
  held: ReadonlySet<string>,
): ApplyResult {
  const names = planned.filter(({ stack, hasChanges }) => hasChanges && held.has(stack.name));
  return { ...result, rest: [...result.rest, ...names.map(({ stack }) => stack.name)] };
}

const STOPPED_AT: Partial<Record<ApplyResult["outcome"], string>> = {
  failed: "Failed, possibly partly applied",
  interrupted: "Interrupted, possibly partly applied",
};

/**
 * Writes which stacks are applied and how to continue.
 *
 * @param waiting stacks that were not planned because they wait for another stack
 * @param next command that continues
 * @returns the exit code
 */
export function conclude(
  { outcome, message, applied, stopped, rest }: ApplyResult,
  waiting: readonly string[],
  next: string,
  { stdout, stderr }: ProcessContext,
): number {
  if (message !== undefined) stderr.write(`${message}\n`);
  const lines = [
    ["Applied", applied],
    [STOPPED_AT[outcome] ?? "", stopped === undefined ? [] : [stopped]],
    ["Not applied", rest],
    ["Not planned, waiting for another stack", waiting],
  ] as const;
  for (const [what, stacks] of lines) {
    if (stacks.length > 0) stdout.write(`${what}: ${stacks.join(", ")}\n`);
  }
  if (outcome === "applied" && applied.length === 0) stdout.write("Nothing to apply.\n");
  if (outcome !== "applied" || waiting.length > 0) stdout.write(`To continue, ${next}\n`);
  return outcome === "applied" && waiting.length > 0 ? NEEDS_REVIEW : EXIT_CODES[outcome];
}
