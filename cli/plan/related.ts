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
  return [change.before, change.after].flatMap((values) =>
    isObject(values) ? NAMES.flatMap((name) => listTexts(values[name])) : [],
  );
}

/**
 * Returns the places of resources that have a name or an ARN in common with a changed one, or with one that is found in this way: the
 * other policies of a role whose policy changes.
 */
export function findRelated(changed: readonly PlannedResource[], candidates: readonly Related[]): Span[] {
  const byName = new Map<string, Related[]>();
  for (const candidate of candidates) {
    for (const name of candidate.names) {
      const others = byName.get(name);
      if (others) others.push(candidate);
      else byName.set(name, [candidate]);
    }
  }
  const found = new Set<Related>();
  const names = changed.flatMap(listNames);
  for (let name = names.pop(); name !== undefined; name = names.pop()) {
    for (const related of byName.get(name) ?? []) {
      if (found.has(related)) continue;
      found.add(related);
      for (const other of related.names) names.push(other);
    }
    byName.delete(name);
  }
  return [...found].map(({ span }) => span).sort((a, b) => a.start - b.start);
}

function listTexts(value: unknown): string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.filter(
    (text): text is string => typeof text === "string" && text !== "" && !text.includes(MANAGED_BY_AWS),
  );
}
