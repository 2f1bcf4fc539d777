import type { TerraformStack } from "cdktf";
import { STACK_COMMENT_KEY, type StackComment } from "../../contract/stack-comment";

const COMMENT = Symbol.for("cdktf-app-runner/StackComment");

/** Returns the comment of a stack, which callers add to. */
export function stackComment(stack: TerraformStack & { [COMMENT]?: StackComment }): StackComment {
  const known = stack[COMMENT];
  if (known) return known;
  const comment: StackComment = { locations: {}, accepted: [] };
  Object.defineProperty(stack, COMMENT, { value: comment });
  // Written at synth, with everything that was added until then.
  stack.addOverride(`//.${STACK_COMMENT_KEY}`, comment);
  return comment;
}
