import type { StackReview } from "./model";
import { hasChanges } from "./plan/has-changes";
import { readPlan } from "./plan/read-plan";
import { buildStackReview } from "./plan/stack-review";
import type { SynthesizedStack } from "./plan/synthesized";
import { judge } from "./render/verdict";
import { needsUnchanged } from "./rules/all-rules";

/** Review of a plan without findings, which need all stacks. */
export interface ReviewedPlan {
  readonly review: StackReview;
  /** Whether an apply would change anything. */
  readonly hasChanges: boolean;
  /** What changes, in one line. */
  readonly summary: string;
}

/**
 * Reviews the plan of a stack.
 *
 * @param json the plan as JSON, and the name of its file for errors
 * @param warnings warnings that Terraform printed, each as a sentence
 * @throws UsageError if the plan cannot be read
 */
export function reviewPlan(
  stack: SynthesizedStack,
  json: { readonly name: string; readonly bytes: Buffer },
  warnings: readonly string[] = [],
): ReviewedPlan {
  const plan = readPlan(json.name, json.bytes, needsUnchanged);
  const built = buildStackReview(stack.name, plan, stack);
  const review = { ...built, notes: [...built.notes, ...warnings] };
  const changes = hasChanges(plan, review);
  const summary = review.status === "failed" ? summarizeFailure(review) : summarizeChanges(review, changes);
  return { review, hasChanges: changes, summary };
}

/** Returns the status of a stack that is not planned, and the first line of its message. The report has the rest. */
export function summarizeFailure({ status, message = "" }: StackReview): string {
  return `${status}: ${message.split("\n", 1)[0] ?? ""}`;
}

/** Returns what a plan changes, in one line. */
export function summarizeChanges(review: StackReview, changes: boolean): string {
  const { level, headline, details } = judge({ stacks: [review], findings: [], costs: [] });
  const start = changes ? "Only the state changes." : headline;
  return level === "nothing" ? [start, details].join(" ").trim() : details;
}
