import type { TerraformStack } from "cdktf";

/** A finding of the plan review that is accepted. */
export interface AcceptedFinding {
  /** Path of the construct. */
  readonly constructPath: string;
  /** Name of the rule. */
  readonly rule: string;
  /** Why it is accepted. */
  readonly reason: string;
  /** Terraform address that the acceptance is limited to. */
  readonly address?: string;
}

/** What the plan review reads of a synthesized stack. Terraform passes over comments. */
export interface StackComment {
  /** Where constructs were created, by their path. */
  readonly locations: Record<string, string>;
  /** Findings that are accepted. */
  readonly accepted: AcceptedFinding[];
}

const KEY = "cdktf-app-runner";
const COMMENT = Symbol.for("cdktf-app-runner/StackComment");

/**
 * The comment of a stack, to be added to.
 *
 * @param stack the stack whose JSON has it
 */
export function stackComment(stack: TerraformStack & { [COMMENT]?: StackComment }): StackComment {
  const known = stack[COMMENT];
  if (known) return known;
  const comment: StackComment = { locations: {}, accepted: [] };
  Object.defineProperty(stack, COMMENT, { value: comment });
  // Written when the stack is synthesized, with what was added until then.
  stack.addOverride(`//.${KEY}`, comment);
  return comment;
}
