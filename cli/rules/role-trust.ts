import type { ResourceChange } from "../model";
import { at } from "../plan/values";
import { isImplied } from "./conditions";
import { coversAll } from "./globs";
import { parsePolicy, type Statement } from "./policies";

/** How a role no longer lets App Runner assume it. */
export type LostTrust = "removed" | "limited";

/**
 * Returns whether the trust policy of a role stops letting an AWS service assume it.
 *
 * @param principal such as `tasks.apprunner.amazonaws.com`
 * @returns `limited` if a new condition must be met, undefined if nothing changes or if it is not known
 */
export function findLostTrust(role: ResourceChange, principal: string): LostTrust | undefined {
  if (role.keepsOld) return undefined;
  const before = parsePolicy(at(role.before, "assume_role_policy"));
  const after = parsePolicy(at(role.after, "assume_role_policy"));
  if (before === undefined || after === undefined) return undefined;
  const applies = (statement: Statement): boolean =>
    (statement.everyone || statement.services.includes(principal)) &&
    coversAll(statement.lowerActions, "sts:assumerole", []);
  const [had, has] = [before.filter(applies), after.filter(applies)];
  const allowed = had.filter(({ allows }) => allows);
  if (allowed.length === 0 || had.some(isFullDeny)) return undefined;
  const allows = has.filter((statement) => statement.allows);
  if (allows.length === 0 || has.some(isFullDeny)) return "removed";
  const stays = allowed.some((old) => allows.some((one) => isImplied(one.conditions, old.conditions)));
  return stays ? undefined : "limited";
}

function isFullDeny({ allows, conditions }: Statement): boolean {
  return !allows && conditions.length === 0;
}
