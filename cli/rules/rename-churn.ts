import { isDeepStrictEqual } from "node:util";
import { Hidden, type ResourceChange, Unknown, type Value } from "../model";
import { isContainer } from "../plan/values";
import { formatCount } from "../text/lists";
import { DOMAIN_ASSOCIATION, REPOSITORY, SECRET, SERVICE } from "./resources";
import type { Rule, WholeChange } from "./rule";
import { labelResource } from "./wording";

/** A destroyed resource, and the one created in its place. */
export interface RenamedPair {
  readonly from: ResourceChange;
  readonly to: ResourceChange;
}

/** Types that a finding is attached to, the most valuable first. */
const PRECIOUS = [SERVICE, SECRET, REPOSITORY, DOMAIN_ASSOCIATION, "aws_route53_zone", "aws_kms_key"];

/** A construct with a new id or a new parent has a new address: Terraform destroys the old resource and creates a new one. */
export const renameChurn: Rule = {
  name: "rename-churn",
  severity: "error",
  title: "A resource is re-created under a new address",
  *check(change) {
    const pairs = findRenamedPairs(change);
    for (const { name } of change.stacks) {
      const own = pairs.filter(({ to }) => to.stack === name).sort((a, b) => rank(a.to) - rank(b.to));
      const [first] = own;
      if (!first) continue;
      yield {
        resource: first.to,
        message:
          `${labelResource(first.to)} has the same values as ${first.from.address}, which is destroyed: only its place in the construct tree ` +
          `has changed${own.length > 1 ? `. The same applies to ${formatCount(own.length - 1, "more resource")}` : ""}.`,
        remedy: describeMoves(own, name),
      };
    }
  },
};

function rank({ type }: ResourceChange): number {
  return (PRECIOUS.indexOf(type) + PRECIOUS.length + 1) % (PRECIOUS.length + 1);
}

function describeMoves(pairs: readonly RenamedPair[], stack: string): string {
  const within = pairs.filter(({ from }) => from.stack === stack);
  const across = pairs.filter(({ from }) => from.stack !== stack);
  const lines = [
    ...within.map(({ from, to }) => `${labelResource(to)}: resource.moveFromId("${from.address}")`),
    ...across.map(
      ({ from, to }) =>
        `${labelResource(to)}: remove ${from.address} from the state of ${from.stack}, then import it`,
    ),
  ];
  return `Keep the construct ids, or move the existing resources:\n${lines.join("\n")}`;
}

/** Pairs each destroyed resource with a new one that has the same values. */
export function findRenamedPairs({ resources }: WholeChange): RenamedPair[] {
  const created = new Set(
    resources.filter(({ action, importId }) => action === "create" && importId === undefined),
  );
  const pairs: RenamedPair[] = [];
  for (const from of resources) {
    if (from.action !== "delete") continue;
    const candidates = [...created].filter((to) => to.type === from.type && hasSameValues(to, from));
    const to = candidates.find(({ stack }) => stack === from.stack) ?? candidates[0];
    if (!to) continue;
    created.delete(to);
    pairs.push({ from, to });
  }
  return pairs;
}

/** Whether all known values of the new resource, at least two, equal those of the old one. */
function hasSameValues(to: ResourceChange, from: ResourceChange): boolean {
  const known = keepKnown(to.after);
  return isContainer(known) && Object.keys(known).length >= 2 && isSame(known, from.before);
}

function isSame(known: Value, before: Value | undefined): boolean {
  if (known instanceof Unknown || known === null) return true;
  if (known instanceof Hidden || !isContainer(known)) return known === before;
  if (!isContainer(before)) return isEmptyContainer(known) && (before === null || before === undefined);
  if (Array.isArray(known) !== Array.isArray(before)) return false;
  if (Array.isArray(known) && known.length !== Object.keys(before).length) return false;
  return Object.entries<Value>(known as Record<string, Value>).every(([key, value]) =>
    isSame(value, (before as Record<string, Value>)[key]),
  );
}

function isEmptyContainer(value: Value): boolean {
  return isDeepStrictEqual(value, []) || isDeepStrictEqual(value, {});
}

function keepKnown(value: Value): Value {
  if (!isContainer(value) || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).filter(
      ([, part]) => part !== null && !(part instanceof Unknown) && !isEmptyContainer(part),
    ),
  );
}
