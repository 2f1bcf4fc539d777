import type { ReviewRule } from "../../contract/review-rules";
import type { ResourceChange, Severity, StackReview } from "../model";

/** The whole change, across all stacks: one stack may remove what another still uses. */
export interface WholeChange {
  readonly stacks: readonly StackReview[];
  /** Managed resources of all stacks, including unchanged ones that a rule needs. */
  readonly resources: readonly ResourceChange[];
}

/** A problem that a rule found. */
export interface Problem {
  /** The affected resource. */
  readonly resource: ResourceChange;
  /** What breaks, on which resource, and why: one or two sentences. */
  readonly message: string;
  /** The safe way: one or two sentences, or lines of code to paste. */
  readonly remedy: string;
}

/** Finds one kind of problem. Its page is `docs/rules/<name>.md`. */
export interface Rule {
  readonly name: ReviewRule;
  /** Severity of its findings, unless `context.rules` in `cdktf.json` overrides it. */
  readonly severity: Severity;
  /** What happens, in a few words, such as "A service is replaced or destroyed". */
  readonly title: string;
  /**
   * Resource types that the rule needs even if they do not change.
   *
   * @default - none
   */
  readonly reads?: readonly string[];
  /**
   * Resource types that the rule needs even if they do not change, but only if they share a name or an ARN with a changed resource of
   * these types. A plan may have thousands of unchanged ones.
   *
   * @default - none
   */
  readonly readsRelated?: readonly string[];
  /** Finds problems. Hidden values are hidden from rules too. */
  check(change: WholeChange): Iterable<Problem>;
}
