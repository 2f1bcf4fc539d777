/** The key, in the comments of a synthesized stack, of what the library writes for the plan review. */
export const STACK_COMMENT_KEY = "cdktf-app-runner";

/** A finding of the plan review that is accepted in the code. */
export interface AcceptedFinding {
  /** Path of the construct: it counts for what is below it too. */
  readonly constructPath: string;
  /** Name of the rule. The app may have been synthesized with a version that knows other ones. */
  readonly rule: string;
  /** Why it is accepted. */
  readonly reason: string;
  /** Terraform address that the acceptance is limited to, for what the code no longer has. */
  readonly address?: string;
}

/** What the plan review reads of a synthesized stack. Terraform passes over comments. */
export interface StackComment {
  /** Where constructs were created, as `file:line`, by their path. */
  readonly locations: Record<string, string>;
  /** Findings that are accepted. */
  readonly accepted: AcceptedFinding[];
}
