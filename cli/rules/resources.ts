import type { ResourceChange } from "../model";
import type { WholeChange } from "./rule";

/** Whether the resource that exists now is destroyed: also to make another one in its place. */
export function isDestroyed({ action }: ResourceChange): boolean {
  return action === "delete" || action === "replace";
}

/** Whether there is a resource after the apply. */
export function remains({ action }: ResourceChange): boolean {
  return action !== "delete" && action !== "forget";
}

/** All resources of a type, over all stacks. */
export function findByType(change: WholeChange, ...types: readonly string[]): ResourceChange[] {
  return change.resources.filter(({ type }) => types.includes(type));
}
