import { readFileSync } from "node:fs";
import { buildReview } from "../build-review";
import { priceServices } from "../cost/service-costs";
import { UsageError } from "../errors";
import { NO_CHANGES, type Review, type StackReview } from "../model";
import { readPlan } from "../plan/read-plan";
import { buildStackReview } from "../plan/stack-review";
import type { SynthesizedStack } from "../plan/synthesized";
import type { Timings } from "../progress/timings";
import { readSeverities } from "../rule-settings";
import { needsUnchanged, RULES } from "../rules/all-rules";

/** Input of a review for one stack. */
export interface ReviewedStack {
  readonly stack: SynthesizedStack;
  readonly status: StackReview["status"];
  /** For a stack that is not planned: why, and what to do. */
  readonly message?: string;
  /** Warnings that Terraform printed, each as a sentence. */
  readonly warnings?: readonly string[];
  /** For a planned stack: JSON of the plan, as a file or as its contents. */
  readonly json?: string | { readonly name: string; readonly bytes: Buffer };
}

/**
 * Reviews plans, and measures how long each takes and how long all take together. A plan that cannot be read fails its stack, not the
 * review of the others.
 *
 * @param plans in the order in which they are applied
 * @param settings path of `cdktf.json`, which may not exist
 * @throws UsageError if no plan can be read
 */
export function reviewPlans(
  plans: readonly ReviewedStack[],
  settings: string,
  timings: Pick<Timings, "measureSync">,
): Review {
  const unreadable: UsageError[] = [];
  const stacks = plans.map((plan) =>
    timings.measureSync("review", () => tryReviewStack(plan, unreadable), plan.stack.name),
  );
  if (unreadable[0] && unreadable.length === plans.length) throw unreadable[0];
  const synthesized = plans.map(({ stack }) => stack);
  const severities = readSeverities(settings);
  return timings.measureSync("review", () =>
    buildReview({ stacks, synthesized, rules: RULES, severities, price: priceServices }),
  );
}

function tryReviewStack(plan: ReviewedStack, unreadable: UsageError[]): StackReview {
  try {
    return reviewStack(plan);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    unreadable.push(error);
    return { name: plan.stack.name, status: "failed", message: error.message, ...NO_CHANGES };
  }
}

function reviewStack({ stack, status, message, json, warnings = [] }: ReviewedStack): StackReview {
  if (json === undefined)
    return { name: stack.name, status, ...(message !== undefined && { message }), ...NO_CHANGES };
  const { name, bytes } = typeof json === "string" ? { name: json, bytes: readFileSync(json) } : json;
  const plan = readPlan(name, bytes, needsUnchanged);
  const review = buildStackReview(stack.name, plan, stack);
  return { ...review, notes: [...review.notes, ...warnings] };
}
