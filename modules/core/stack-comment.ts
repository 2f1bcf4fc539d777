import type { TerraformStack } from "cdktf";
import { STACK_COMMENT_KEY, type StackComment } from "../../contract/stack-comment";

const COMMENT = Symbol.for("cdktf-app-runner/StackComment");

/** The comment of a stack, to be added to. */
export function stackComment(stack: TerraformStack & { [COMMENT]?: StackComment }): StackComment {
  const known = stack[COMMENT];
  if (known) return known;
  const comment: StackComment = { locations: {}, accepted: [] };
  Object.defineProperty(stack, COMMENT, { value: comment });
  // Written when the stack is synthesized, with what was added until then.
  stack.addOverride(`//.${STACK_COMMENT_KEY}`, comment);
  return comment;
}
