import path from "node:path";
import { NEEDS_REVIEW } from "../exit-codes";
import type { SynthesizedStack } from "../plan/synthesized";
import type { StackReview } from "../model";
import { Interrupted } from "../process-context";
import { DEFAULT_CHARS } from "../render/markdown/markdown";
import { isApplicable } from "../terraform/kept-plans";
import type { PlannedStack } from "../terraform/planner";
import { SETTINGS_FILE } from "../terraform/project";
import { selectStacks } from "../terraform/select-stacks";
import { type ApplyOptions, checkConfirmation } from "./apply";
import { type ApplyResult, applyStacks, conclude, findHeld, isConfirmed, withHeld } from "./apply-stacks";
import type { CommandContext } from "./context";
import { checkVars, planStacks, type PlanStacksOptions, withPrivateFolder } from "./plan-stacks";
import { type ReportOptions, writeReports } from "./reports";
import { reviewPlans } from "./review-plans";
import { type Session, withStacks } from "./session";

/** Options of `app-runner apply --all`. */
export interface ApplyAllOptions extends ApplyOptions, PlanStacksOptions, Pick<ReportOptions, "failOn"> {}

/** Result of one round. */
interface Round extends ApplyResult {
  /** Stacks to plan again, because they waited or read outputs that this round changed. */
  readonly left: readonly SynthesizedStack[];
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
  return withStacks(context, options, (stacks, session) =>
    applyRounds(selectStacks(stacks, patterns), options, session),
  );
}

async function applyRounds(
  stacks: readonly SynthesizedStack[],
  options: ApplyAllOptions,
  session: Session,
): Promise<number> {
  const { context } = session;
  let left = stacks;
  const applied: string[] = [];
  const end = (result: ApplyResult, waiting: readonly string[]): number =>
    conclude({ ...result, applied }, waiting, "run 'app-runner apply --all' again", context);
  try {
    for (;;) {
      const round = await withPrivateFolder((folder) => runRound(left, folder, options, session));
      applied.push(...round.applied);
      ({ left } = round);
      const isAtEnd = left.length === 0 || round.applied.length === 0;
      if (round.outcome !== "applied" && round.outcome !== "outdated") return end(round, round.waiting);
      if (isAtEnd) return end({ ...round, outcome: "applied" }, round.waiting);
    }
  } catch (error) {
    if (applied.length === 0) throw error;
    const outcome = error instanceof Interrupted ? "interrupted" : "failed";
    const message = error instanceof Error ? error.message : String(error);
    return end({ outcome, message, applied, rest: left.map(({ name }) => name) }, []);
  }
}

/** Plans stacks, shows the review, asks, and applies what was reviewed. */
async function runRound(
  stacks: readonly SynthesizedStack[],
  folder: string,
  options: ApplyAllOptions,
  session: Session,
): Promise<Round> {
  const planned = await planStacks(stacks, folder, options, session);
  const hasFindings = showReview(planned, options, session);
  const having = (status: StackReview["status"]): string[] =>
    planned.filter(({ review }) => review.status === status).map(({ stack }) => stack.name);
  const waiting = having("waiting");
  const failed = having("failed");
  const held = findHeld(stacks, waiting);
  const work = planned.filter(({ stack, review }) => isApplicable(review.status) && !held.has(stack.name));
  const changing = work.filter(({ hasChanges }) => hasChanges);
  const stop = (outcome: ApplyResult["outcome"], message: string): Round => ({
    outcome,
    message,
    applied: [],
    rest: planned
      .filter(({ review, hasChanges }) => hasChanges || review.status === "failed")
      .map(({ stack }) => stack.name),
    left: stacks,
    waiting,
  });
  if (failed.length > 0)
    return stop("failed", "Nothing of this review was applied, because a stack cannot be planned.");
  if (changing.length > 0 && options.yes && hasFindings) return stop("findings", explainFindings(options));
  if (changing.length > 0 && !options.yes) {
    const question = hasFindings
      ? "The review has findings. Apply these plans anyway?"
      : "Apply these plans?";
    if (!(await isConfirmed(work, session.context, question)))
      return stop("declined", "Nothing of this review was applied.");
  }
  const result = await applyStacks(work, folder, options.lockTimeout, session);
  const again = new Set([...held, ...result.rest]);
  const left = stacks.filter(({ name }) => again.has(name));
  return { ...withHeld(result, planned, held), left, waiting };
}

/** Writes the review. Returns whether it has findings at or above `--fail-on`. */
function showReview(
  planned: readonly PlannedStack[],
  { failOn }: ApplyAllOptions,
  { project: { directory }, timings, context }: Session,
): boolean {
  const review = reviewPlans(planned, path.join(directory, SETTINGS_FILE), timings);
  const options = { format: "text", output: [], maxChars: DEFAULT_CHARS, failOn } as const;
  return writeReports(review, [], options, directory, context) === NEEDS_REVIEW;
}

function explainFindings({ failOn }: ApplyAllOptions): string {
  return (
    `Nothing of this review was applied, because it has findings of severity ${failOn} or higher. ` +
    "Change the code or accept them there, or run without --yes to decide in the terminal."
  );
}
