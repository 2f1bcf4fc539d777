/** Key of the library's data for the review, in the comments of a synthesized stack. */
export const STACK_COMMENT_KEY = "cdktf-app-runner";

/** A finding that is accepted in the code. */
export interface AcceptedFinding {
  /** Path of the construct. The acceptance includes everything below it. */
  readonly constructPath: string;
  /** Name of the rule. It may be unknown here: the app may have been synthesized with a different version. */
  readonly rule: string;
  /** Why it is accepted. */
  readonly reason: string;
  /** Terraform address that the acceptance is limited to, for a resource that the code no longer has. */
  readonly address?: string;
}

/** Data that the review reads from a synthesized stack. Terraform ignores comments. */
export interface StackComment {
  /** Locations in the code where constructs are created, as `file:line`, by construct path. */
  readonly locations: Record<string, string>;
  /** Accepted findings. */
  readonly accepted: AcceptedFinding[];
}
