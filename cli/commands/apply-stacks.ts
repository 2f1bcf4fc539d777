import { FAILED, INTERRUPTED, NEEDS_REVIEW, OK } from "../exit-codes";
import type { SynthesizedStack } from "../plan/synthesized";
import { Interrupted, type ProcessContext } from "../process-context";
import { openProgress } from "../progress/open-progress";
import { Applier } from "../terraform/applier";
import { visibleLines } from "../text/escape";
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
  /** Stacks of the app, planned or not, that read outputs that the apply has changed. They may be in `rest` too. */
  readonly outdated: readonly string[];
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

/** Options of `applyStacks`. */
export interface ApplyStacksOptions {
  /** Folder of the plans. */
  readonly folder: string;
  readonly lockTimeout: string;
  /** Absolute paths of files with ephemeral variables. */
  readonly varFiles: readonly string[];
}

/**
 * Applies plans one at a time, up to the first that cannot be applied.
 *
 * @param work in the order in which stacks are applied
 * @param app all stacks of the app
 */
export async function applyStacks(
  work: readonly Work[],
  app: readonly SynthesizedStack[],
  { folder, lockTimeout, varFiles }: ApplyStacksOptions,
  { terraform, context }: Session,
): Promise<ApplyResult> {
  const progress = openProgress(context);
  const applier = new Applier(terraform, folder, lockTimeout, progress, varFiles);
  const applied: string[] = [];
  const left = [...work];
  const names = (): string[] =>
    left.filter(({ hasChanges }, index) => hasChanges || index === 0).map(({ stack }) => stack.name);
  const end = (outcome: ApplyResult["outcome"], message?: string): ApplyResult => {
    const isStopped = outcome === "failed" || outcome === "interrupted";
    const [first, ...others] = outcome === "applied" ? [] : names();
    return {
      outcome,
      applied,
      rest: isStopped || first === undefined ? others : [first, ...others],
      outdated: applier.findOutdated(app).map(({ name }) => name),
      ...(isStopped && first !== undefined && { stopped: first }),
      ...(message !== undefined && { message }),
    };
  };
  try {
    for (let next = left[0]; next; next = left[0]) {
      const { outcome, message } = await applier.apply(next.stack, next.hasChanges);
      if (outcome !== "applied" && outcome !== "unchanged") return end(outcome, message);
      if (outcome === "applied") applied.push(next.stack.name);
      left.shift();
    }
    return end("applied");
  } catch (error) {
    // Whatever failed, say which stacks are applied.
    if (error instanceof Interrupted) return end("interrupted");
    return end("failed", error instanceof Error ? error.message : String(error));
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
 * @param next returns the command that continues: with these stacks, or without names, with those that were selected
 * @returns the exit code
 */
export function conclude(
  { outcome, message, applied, stopped, rest, outdated }: ApplyResult,
  waiting: readonly string[],
  next: (stacks: readonly string[]) => string,
  { context: { stdout, stderr }, leftStacks = [] }: Pick<Session, "context" | "leftStacks">,
): number {
  if (message !== undefined) stderr.write(`${message}\n`);
  const listed = new Set([...rest, ...waiting, stopped]);
  const readers = outdated.filter((name) => !listed.has(name));
  const lines = [
    ["Applied", applied],
    [STOPPED_AT[outcome] ?? "", stopped === undefined ? [] : [stopped]],
    ["Not applied", rest],
    ["Not planned, waiting for another stack", waiting],
    ["Outdated, because outputs that they read have changed", readers],
  ] as const;
  for (const [what, stacks] of lines) {
    if (stacks.length > 0) stdout.write(`${what}: ${stacks.join(", ")}\n`);
  }
  if (outcome === "applied" && applied.length === 0) stdout.write("Nothing to apply.\n");
  for (const { message: left } of leftStacks) stdout.write(visibleLines(`${left}\n`));
  const isComplete = outcome === "applied" && waiting.length === 0;
  if (isComplete && readers.length === 0) return OK;
  stdout.write(`To continue, ${next(isComplete ? readers : [])}\n`);
  return outcome === "applied" ? NEEDS_REVIEW : EXIT_CODES[outcome];
}
