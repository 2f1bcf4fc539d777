import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { findAccountId, findRegion } from "../core/account";
import type { PropertyChecks } from "../core/property-checks";
import { takenNames } from "../core/taken-names";
import { display, isToken } from "../core/values";

/**
 * Records a fault if `scope` is the second construct of the app for the same setting of the same registry: each would overwrite the other.
 * Two stacks count only if their region and account are known.
 *
 * @param kind what the constructs set, such as "replication"
 */
export function checkOnlyOne(checks: PropertyChecks, scope: IConstruct, kind: string): void {
  const others = takenNames(scope.node.root, `registry ${kind}`);
  const other = [...others.values()].find((one) => isSameRegistry(one, scope));
  checks.that(
    other === undefined,
    `a registry has only one ${kind} configuration for each account and region, and ${other?.node.path ?? ""} already sets it: ` +
      "set all rules there",
  );
  others.set(scope.node.path, scope);
}

function isSameRegistry(one: IConstruct, other: IConstruct): boolean {
  if (TerraformStack.of(one) === TerraformStack.of(other)) return true;
  return (
    isKnownAndEqual(findRegion(one), findRegion(other)) &&
    isKnownAndEqual(findAccountId(one), findAccountId(other))
  );
}

function isKnownAndEqual(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && !isToken(one) && one === other;
}

/** Checks that `value` is a list of `min` to `max` items, and each item. */
export function checkItems(
  checks: PropertyChecks,
  prop: string,
  value: unknown,
  [min, max]: readonly [min: number, max: number],
  check: (prop: string, item: unknown) => void,
): void {
  const count = Array.isArray(value) ? value.length : undefined;
  const got = count === undefined ? display(value) : `${count} items`;
  const valid = count !== undefined && count >= min && count <= max;
  checks.allow(valid, prop, `a list of ${min} to ${max} items`, value, { got });
  if (count === undefined) checks.knows(prop);
  else checks.list(prop, value, check);
}
