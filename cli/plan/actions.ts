import type { Action } from "../model";

/** Lists of actions of Terraform and OpenTofu. Some versions of OpenTofu write the name in their code instead, such as `ForgetThenCreate`. */
const ACTIONS: ReadonlyMap<string, Action> = new Map([
  ["no-op", "no-op"],
  ["create", "create"],
  ["read", "read"],
  ["update", "update"],
  ["delete", "delete"],
  ["forget", "forget"],
  ["delete,create", "replace"],
  ["create,delete", "replace"],
  ["create,forget", "replace"],
  ["forget,create", "replace"],
  ["createthenforget", "replace"],
  ["forgetthencreate", "replace"],
]);

/** What Terraform and OpenTofu do with ephemeral resources. */
const READS: readonly string[] = ["read", "open", "renew", "close"];

/** Returns what a list of actions means together; undefined if it is unknown. */
export function readActions(actions: readonly string[]): Action | undefined {
  const names = actions.map((action) => action.toLowerCase());
  if (names.length > 0 && names.every((name) => READS.includes(name))) return "read";
  return ACTIONS.get(names.join());
}

/** Whether a replacement only removes the old object from the state. */
export function keepsOld(actions: readonly string[]): boolean {
  return readActions(actions) === "replace" && /forget/i.test(actions.join());
}
