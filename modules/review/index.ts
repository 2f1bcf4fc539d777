/**
 * What the code tells the plan review.
 *
 * @module review
 */
export { PlanReview, REVIEW_RULES } from "./plan-review";
export type { AcceptOptions, ReviewRule } from "./plan-review";
