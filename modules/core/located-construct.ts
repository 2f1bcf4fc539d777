import { TerraformStack } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { checkStacks } from "./stack-ids";
import { requireOnePlace } from "./one-place";
import { stackComment } from "./stack-comment";
import { callerLocation } from "./source-location";

/**
 * A construct whose location in the user's code is written to the synthesized stack. The review links findings to it. Everything that it creates
 * is in one region and account.
 */
export abstract class LocatedConstruct extends Construct {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    recordLocation(this);
    checkStacks(this);
    requireOnePlace(this);
  }
}

/**
 * Records where `construct` is created.
 *
 * @param construct construct whose constructor is running
 */
export function recordLocation(construct: IConstruct): void {
  const { scopes, path } = construct.node;
  const stack = scopes.findLast((scope) => TerraformStack.isStack(scope));
  if (!stack) return;
  const location = callerLocation(process.cwd());
  if (location === undefined) return;
  const { locations } = stackComment(stack);
  // The children that a construct creates have its location, so it is not repeated.
  const above = scopes.slice(0, -1).findLast((scope) => Object.hasOwn(locations, scope.node.path));
  if (above === undefined || locations[above.node.path] !== location) locations[path] = location;
}
