import path from "node:path";
import { NEEDS_REVIEW } from "../exit-codes";
import type { SynthesizedStack } from "../plan/synthesized";
import type { StackReview } from "../model";
import { Interrupted } from "../process-context";
import { DEFAULT_CHARS } from "../render/markdown/markdown";
import { formatCommand } from "../text/command-line";
import { isApplicable } from "../terraform/kept-plans";
import type { PlannedStack } from "../terraform/planner";
import { SETTINGS_FILE } from "../terraform/project";
import { readVariables } from "../terraform/variables";
import { selectStacks } from "../terraform/select-stacks";
import { type ApplyOptions, checkConfirmation } from "./apply";
import { type ApplyResult, applyStacks, conclude, findHeld, isConfirmed, withHeld } from "./apply-stacks";
import type { CommandContext } from "./context";
import {
  askForVariables,
  checkVars,
  listVarFiles,
  planStacks,
  type PlanStacksOptions,
  withPrivateFolder,
} from "./plan-stacks";
import { type ReportOptions, writeReports } from "./reports";
import { reviewPlans } from "./review-plans";
import { type Session, withStacks } from "./session";

/** Options of `app-runner apply --all`. */
export interface ApplyAllOptions extends ApplyOptions, PlanStacksOptions, Pick<ReportOptions, "failOn"> {}

/** Result of one round. */
interface Round extends ApplyResult {
  /** Names of the stacks to plan again, because they waited or read outputs that this round changed. */
  readonly again: readonly string[];
  readonly waiting: readonly string[];
}

/**
 * Plans, reviews and applies stacks in rounds, until no stack waits for another: each round applies all stacks that can be planned now.
 *
 * @param patterns names or patterns of stacks; all stacks if empty
 * @returns the exit code
 */
export async function applyAll(
  patterns: readonly string[],
  options: ApplyAllOptions,
  context: CommandContext,
): Promise<number> {
  checkVars(options, context.cwd);
  checkConfirmation(options, context);
  return withStacks(context, options, async (app, opened) => {
    const selected = selectStacks(app, patterns);
    const needs = selected.map((stack) => ({ stack, ephemeral: readVariables(stack).required }));
    const typed = await askForVariables(needs, options, opened);
    const session = { ...opened, terraform: opened.terraform.withVariables(typed) };
    return applyRounds(app, patterns, options, session);
  });
}

async function applyRounds(
  app: readonly SynthesizedStack[],
  patterns: readonly string[],
  options: ApplyAllOptions,
  session: Session,
): Promise<number> {
  const selected = selectStacks(app, patterns);
  const isSelected = (name: string): boolean => selected.some((stack) => stack.name === name);
  let left = selected;
  const applied: string[] = [];
  const outdated = new Set<string>();
  const end = (result: Omit<ApplyResult, "applied" | "outdated">, waiting: readonly string[]): number => {
    // A stack may wait for one that is not selected.
    const again = waiting.length > 0 ? [] : patterns;
    const next = (stacks: readonly string[]): string =>
      `run again: ${formatCommand("app-runner", "apply", "--all", ...(stacks.length > 0 ? stacks : again))}`;
    return conclude({ ...result, applied, outdated: [...outdated] }, waiting, next, session);
  };
  try {
    for (;;) {
      const round = await withPrivateFolder((folder) => runRound(left, app, folder, options, session));
      applied.push(...round.applied);
      left = selected.filter(({ name }) => round.again.includes(name));
      for (const name of round.outdated) if (!isSelected(name)) outdated.add(name);
      const isAtEnd = left.length === 0 || round.applied.length === 0;
      if (round.outcome !== "applied" && round.outcome !== "outdated") return end(round, round.waiting);
      if (isAtEnd) return end({ ...round, outcome: "applied" }, round.waiting);
    }
  } catch (error) {
    if (applied.length === 0) throw error;
    const outcome = error instanceof Interrupted ? "interrupted" : "failed";
    const message = error instanceof Error ? error.message : String(error);
    return end({ outcome, message, rest: left.map(({ name }) => name) }, []);
  }
}

/**
 * Plans stacks, shows the review, asks, and applies what was reviewed.
 *
 * @param stacks the stacks of this round
 * @param app all stacks of the app
 */
async function runRound(
  stacks: readonly SynthesizedStack[],
  app: readonly SynthesizedStack[],
  folder: string,
  options: ApplyAllOptions,
  session: Session,
): Promise<Round> {
  const planned = await planStacks(stacks, folder, options, session);
  const hasFindings = showReview(app, planned, options, session);
  const having = (status: StackReview["status"]): string[] =>
    planned.filter(({ review }) => review.status === status).map(({ stack }) => stack.name);
  const waiting = having("waiting");
  const held = findHeld(stacks, waiting);
  const work = planned.filter(({ stack, review }) => isApplicable(review.status) && !held.has(stack.name));
  const refusal = await findRefusal(work, having("failed").length > 0, hasFindings, options, session);
  if (refusal) {
    const isLeft = ({ review, hasChanges }: PlannedStack) => hasChanges || review.status === "failed";
    const rest = planned.filter(isLeft).map(({ stack }) => stack.name);
    return { ...refusal, applied: [], outdated: [], rest, again: stacks.map(({ name }) => name), waiting };
  }
  const result = await applyWithVariables(work, app, folder, options, session);
  return {
    ...withHeld(result, planned, held),
    again: [...held, ...result.rest, ...result.outdated],
    waiting,
  };
}

/** Returns why plans must not be applied, after asking the user. */
async function findRefusal(
  work: readonly PlannedStack[],
  hasFailed: boolean,
  hasFindings: boolean,
  options: ApplyAllOptions,
  { context }: Session,
): Promise<Pick<ApplyResult, "outcome" | "message"> | undefined> {
  if (hasFailed) {
    const message = "Nothing of this review was applied, because a stack cannot be planned.";
    return { outcome: "failed", message };
  }
  if (!work.some(({ hasChanges }) => hasChanges)) return undefined;
  if (options.yes)
    return hasFindings ? { outcome: "findings", message: explainFindings(options) } : undefined;
  const question = hasFindings ? "The review has findings. Apply these plans anyway?" : "Apply these plans?";
  if (await isConfirmed(work, context, question)) return undefined;
  return { outcome: "declined", message: "Nothing of this review was applied." };
}

/** Applies plans, which contain the values of all variables except ephemeral ones. */
async function applyWithVariables(
  work: readonly PlannedStack[],
  app: readonly SynthesizedStack[],
  folder: string,
  { vars, varFiles, lockTimeout }: ApplyAllOptions,
  session: Session,
): Promise<ApplyResult> {
  const names = new Set(work.flatMap(({ stack }) => readVariables(stack).ephemeral));
  const ephemeral = vars.filter((text) => names.has(text.slice(0, text.indexOf("="))));
  const terraform = session.terraform.withVariables(ephemeral);
  const options = { folder, lockTimeout, varFiles: listVarFiles(varFiles, session) };
  return applyStacks(work, app, options, { ...session, terraform });
}

/** Writes the review. Returns whether it has findings at or above `--fail-on`. */
function showReview(
  app: readonly SynthesizedStack[],
  planned: readonly PlannedStack[],
  { failOn }: ApplyAllOptions,
  { project: { directory }, timings, context, leftStacks }: Session,
): boolean {
  const review = reviewPlans(planned, app, path.join(directory, SETTINGS_FILE), timings);
  const options = { format: "text", output: [], maxChars: DEFAULT_CHARS, failOn } as const;
  return (
    writeReports({ ...review, ...(leftStacks && { leftStacks }) }, [], options, directory, context) ===
    NEEDS_REVIEW
  );
}

function explainFindings({ failOn }: ApplyAllOptions): string {
  return (
    `Nothing of this review was applied, because it has findings of severity ${failOn} or higher. ` +
    "Change the code or accept them there, or run without --yes to decide in the terminal."
  );
}
