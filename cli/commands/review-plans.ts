import { readFileSync } from "node:fs";
import { buildReview } from "../build-review";
import { COST_TYPES, priceServices } from "../cost/service-costs";
import { NO_COUNTS, type Review, type StackReview } from "../model";
import { readPlan } from "../plan/read-plan";
import { buildStackReview } from "../plan/stack-review";
import type { SynthesizedStack } from "../plan/synthesized";
import type { Timings } from "../progress/timings";
import { readSeverities } from "../rule-severities";
import { READ_TYPES, RULES } from "../rules/all-rules";

/** What a review is made of, for one stack. */
export interface ReviewedStack {
  readonly stack: SynthesizedStack;
  readonly status: StackReview["status"];
  /** Of one that is not planned: why, and what to do. */
  readonly message?: string;
  /** JSON of the plan, in a file or as it was read, of one that is planned. */
  readonly json?: string | { readonly name: string; readonly bytes: Buffer };
}

/** Types of resources that are read also where they do not change. */
const KEPT_TYPES: ReadonlySet<string> = new Set([...READ_TYPES, ...COST_TYPES]);

/**
 * Reviews plans, and measures how long each of them and all of them together take.
 *
 * @param plans in the order in which they are applied
 * @param settings path of `cdktf.json`, which need not be there
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
