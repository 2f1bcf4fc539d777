import { buildReview } from "../build-review";
import { priceServices } from "../cost/service-costs";
import type { Review, StackReview } from "../model";
import type { SynthesizedStack } from "../plan/synthesized";
import type { Timings } from "../progress/timings";
import { readSeverities } from "../rule-settings";
import { RULES } from "../rules/all-rules";

/** Review of a stack's plan. */
export interface ReviewedStack {
  readonly stack: SynthesizedStack;
  readonly review: StackReview;
}

/**
 * Reviews plans as one change, and measures how long that takes.
 *
 * @param plans in the order in which they are applied
 * @param app all stacks of the app, if known: other stacks may read outputs that change
 * @param settings path of `cdktf.json`, which may not exist
 */
export function reviewPlans(
  plans: readonly ReviewedStack[],
  app: readonly SynthesizedStack[],
  settings: string,
  timings: Pick<Timings, "measureSync">,
): Review {
  const severities = readSeverities(settings);
  const stacks = plans.map(({ review }) => review);
  const planned = new Set(plans.map(({ stack }) => stack.name));
  const synthesized = [...plans.map(({ stack }) => stack), ...app.filter(({ name }) => !planned.has(name))];
  return timings.measureSync("review", () =>
    buildReview({ stacks, synthesized, rules: RULES, severities, price: priceServices }),
  );
}
