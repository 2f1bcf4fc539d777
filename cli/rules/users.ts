import type { ResourceChange } from "../model";
import { textAt } from "../plan/values";
import { groupBy } from "./group-by";
import { findByType, isDestroyed, SERVICE } from "./resources";
import type { WholeChange } from "./rule";

/** A service that uses a resource which this change destroys. */
export interface User {
  readonly service: ResourceChange;
  /**
   * When it stops using the resource. `never`: it still uses it after the apply. `later`: its stack is applied after that of the
   * resource. `update`: it is updated in the same stack. `earlier`: Terraform destroys it, or applies its stack, first.
   */
  readonly stops: "never" | "later" | "update" | "earlier";
}

/**
 * Returns a function that finds the services which use a destroyed resource.
 *
 * @param path where a service has the ARN of the resource
 */
export function indexUsers(
  change: WholeChange,
  ...path: readonly (string | number)[]
): (used: ResourceChange) => readonly User[] {
  const order = new Map(change.stacks.map(({ name }, index) => [name, index]));
  const byArn = groupBy(findByType(change, SERVICE), ({ before }) => textAt(before, ...path));
  return (used) => {
    const arn = textAt(used.before, "arn") ?? "";
    const distance = ({ stack }: ResourceChange) => (order.get(stack) ?? 0) - (order.get(used.stack) ?? 0);
    return (byArn.get(arn) ?? []).map((service) => {
      const keeps = !isDestroyed(service) && (isKept(service) || textAt(service.after, ...path) === arn);
      return { service, stops: keeps ? "never" : findTime(service, distance(service)) };
    });
  };
}

/** Whether the real service stays as it is, because Terraform only removes it from the state. */
function isKept({ action, keepsOld = false }: ResourceChange): boolean {
  return action === "forget" || keepsOld;
}

function findTime(service: ResourceChange, distance: number): User["stops"] {
  if (distance !== 0) return distance > 0 ? "later" : "earlier";
  return isDestroyed(service) ? "earlier" : "update";
}

/**
 * Whether App Runner rejects the deletion of the resource, because this service still uses it. A replaced resource is destroyed before
 * the update of its users, unless it has `create_before_destroy`.
 */
export function blocksDeletion({ stops }: User, { action, createBeforeDestroy }: ResourceChange): boolean {
  return (
    stops === "never" ||
    stops === "later" ||
    (stops === "update" && action === "replace" && !createBeforeDestroy)
  );
}
