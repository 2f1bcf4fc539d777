import type { Review } from "../model";
import type { PlannedStack } from "../terraform/planner";

/** How a report is to be rendered. */
export interface RenderOptions {
  /** Whether it may have colours. */
  readonly colour: boolean;
  /** Most characters that a report of a limited length may have. */
  readonly maxChars: number;
}

/** Makes reports of plans. */
export interface Reports {
  /** Formats that a report can have; the first is the default. */
  readonly formats: readonly string[];
  /** Reviews plans, which are in the order in which they are applied, by the settings in a `cdktf.json`. */
  review(plans: readonly PlannedStack[], settings: string): Review;
  /** Renders a review in one of the formats. */
  render(review: Review, format: string, options: RenderOptions): string;
}
