/**
 * Accepted findings of the review.
 *
 * @module review
 */
export { REVIEW_RULES } from "../../contract/review-rules";
export type { ReviewRule } from "../../contract/review-rules";
export { PlanReview } from "./plan-review";
export type { AcceptOptions } from "./plan-review";
