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
  const { scopes, path } = construct.node;
  const stack = scopes.find((scope) => TerraformStack.isStack(scope));
  if (!stack) return;
  const location = callerLocation(process.cwd());
  if (location === undefined) return;
  const { locations } = stackComment(stack);
  // What a construct makes for itself is created where the construct is.
  const above = scopes.slice(0, -1).findLast((scope) => Object.hasOwn(locations, scope.node.path));
  if (above === undefined || locations[above.node.path] !== location) locations[path] = location;
}
