import { readFileSync } from "node:fs";
import { buildReview } from "../build-review";
import { COST_TYPES, priceServices } from "../cost/service-costs";
import { NO_COUNTS, type Review, type StackReview } from "../model";
import { readPlan } from "../plan/read-plan";
import { buildStackReview } from "../plan/stack-review";
import type { SynthesizedStack } from "../plan/synthesized";
import type { Timings } from "../progress/timings";
import { readSeverities } from "../rule-settings";
import { READ_TYPES, RULES } from "../rules/all-rules";

/** Input of a review for one stack. */
export interface ReviewedStack {
  readonly stack: SynthesizedStack;
  readonly status: StackReview["status"];
  /** For a stack that is not planned: why, and what to do. */
  readonly message?: string;
  /** For a planned stack: JSON of the plan, as a file or as its contents. */
  readonly json?: string | { readonly name: string; readonly bytes: Buffer };
}

/** Types of resources to read even if they do not change. */
const KEPT_TYPES: ReadonlySet<string> = new Set([...READ_TYPES, ...COST_TYPES]);

/**
 * Reviews plans, and measures how long each takes and how long all take together.
 *
 * @param plans in the order in which they are applied
 * @param settings path of `cdktf.json`, which may not exist
 */
export function reviewPlans(
  plans: readonly ReviewedStack[],
  settings: string,
  timings: Pick<Timings, "measureSync">,
): Review {
  const stacks = plans.map((plan) => timings.measureSync("review", () => reviewStack(plan), plan.stack.name));
  const synthesized = plans.map(({ stack }) => stack);
  const severities = readSeverities(settings);
  return timings.measureSync("review", () =>
    buildReview({ stacks, synthesized, rules: RULES, severities, price: priceServices }),
  );
}

function reviewStack({ stack, status, message, json }: ReviewedStack): StackReview {
  if (json !== undefined) {
    const { name, bytes } = typeof json === "string" ? { name: json, bytes: readFileSync(json) } : json;
    return buildStackReview(
      stack.name,
      readPlan(name, bytes, (type) => KEPT_TYPES.has(type)),
      stack,
    );
  }
  const nothing = { counts: NO_COUNTS, notes: [], resources: [], outputs: [], drift: [] };
  return { name: stack.name, status, ...(message !== undefined && { message }), ...nothing };
}
