import { TerraformStack } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { stackComment } from "./stack-comment";
import { callerLocation } from "./source-location";

/** A construct whose place in the user's code is written into the synthesized stack, for the plan review to point at. */
export abstract class LocatedConstruct extends Construct {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    recordLocation(this);
  }
}

/**
 * Writes down where `construct` is being created.
 *
 * @param construct in the middle of its constructor
 */
export function recordLocation(construct: IConstruct): void {
  const stack = construct.node.scopes.find((scope) => TerraformStack.isStack(scope));
  if (!stack) return;
  const location = callerLocation(process.cwd());
  if (location !== undefined) stackComment(stack).locations[construct.node.path] = location;
}
