import { isObject } from "../json";
import type { Span } from "./json-scanner";
import type { PlannedResource } from "./plan-json";

/** Says whether to keep the unchanged resources of a type: all, none, or those that are related to a changed one. */
export type Keep = (type: string) => boolean | "related";

/** An unchanged resource that may be related to a changed one. */
export interface Related {
  /** Where it is in the plan. */
  readonly span: Span;
  /** Its own names and ARNs, and those that it refers to. */
  readonly names: readonly string[];
}

/** Attributes with the name or ARN of a resource itself, or of one that it refers to. */
const NAMES = [
  "arn",
  "name",
  "role",
  "role_name",
  "roles",
  "policy_arn",
  "policy_arns",
  "managed_policy_arns",
];

/** In the ARN of a policy that AWS manages. Roles with the same one are not related. */
const MANAGED_BY_AWS = ":iam::aws:policy/";

/** Returns the names and ARNs of a resource and of those that it refers to. */
export function listNames({ change }: PlannedResource): string[] {
  const sides = change.actions[0] === "no-op" ? [change.before] : [change.before, change.after];
  return sides.flatMap((values) =>
    isObject(values) ? NAMES.flatMap((name) => listTexts(values[name])) : [],
  );
}

/** Steps from a changed resource: from a policy to its attachment, its role, the other attachments of the role, and their policies. */
const STEPS = 4;

/**
 * Returns the places of resources that have a name or an ARN in common with a changed one, or with one that is found in this way: the
 * other policies of a role whose policy changes.
 */
export function findRelated(changed: readonly PlannedResource[], candidates: readonly Related[]): Span[] {
  const names = new Set(changed.flatMap(listNames));
  const found = new Set<Related>();
  for (let step = 0; step < STEPS && names.size > 0; step++) {
    const next = candidates.filter((one) => !found.has(one) && one.names.some((name) => names.has(name)));
    if (next.length === 0) break;
    for (const related of next) {
      found.add(related);
      for (const name of related.names) names.add(name);
    }
  }
  return candidates.filter((one) => found.has(one)).map(({ span }) => span);
}

function listTexts(value: unknown): string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.filter(
    (text): text is string => typeof text === "string" && text !== "" && !text.includes(MANAGED_BY_AWS),
  );
}
