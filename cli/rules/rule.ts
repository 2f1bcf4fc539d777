import type { ReviewRule } from "../../contract/review-rules";
import type { ResourceChange, Severity, StackReview } from "../model";

/** All that changes, over all stacks: a rule may have to see what one stack loses and another still uses. */
export interface WholeChange {
  readonly stacks: readonly StackReview[];
  /** The managed resources of all stacks, also those without a change that a rule has to know. */
  readonly resources: readonly ResourceChange[];
}

/** What a rule found. */
export interface Problem {
  /** The resource it is about. */
  readonly resource: ResourceChange;
  /** What happens on AWS, to what, and why: one or two sentences. */
  readonly message: string;
  /** How to do it safely: one or two sentences, or lines of code to paste. */
  readonly remedy: string;
}

/** One thing that goes wrong with App Runner. Its page is `docs/rules/<name>.md`. */
export interface Rule {
  readonly name: ReviewRule;
  /** How much its findings matter, unless `rules` in the context of `cdktf.json` says otherwise. */
  readonly severity: Severity;
  /** What happens, in a few words, such as "Service is replaced". */
  readonly title: string;
  /**
   * Types of resources that the rule has to see even where they do not change.
   *
   * @default - none
   */
  readonly reads?: readonly string[];
  /** Finds problems. Values that nobody may see are hidden from rules too. */
  check(change: WholeChange): Iterable<Problem>;
}
