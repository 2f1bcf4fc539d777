import type { TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";
import type { PropertyChecks } from "../core/property-checks";
import { claimName } from "../core/unique-names";
import { display } from "../core/values";

/**
 * Checks at synth that `scope` is the only construct of the app for this setting of the same registry: each would overwrite the other.
 *
 * @param kind what the resource sets, such as "replication"
 * @throws ValidationError at synth if there is another
 */
export function requireOnlySetting(scope: IConstruct, resource: TerraformResource, kind: string): void {
  claimName(scope, {
    prop: "rules",
    name: kind,
    resource,
    describe: (path) =>
      `a registry has only one ${kind} configuration for each account and region, and ${path} already sets it: set all rules there`,
  });
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
