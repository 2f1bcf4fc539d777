import { type ResourceChange, Unknown, type Value } from "../model";
import { at, isContainer, textAt } from "../plan/values";
import { findRenames } from "./renames";
import { DOMAIN_ASSOCIATION, findByType, isDestroyed, RECORD, remains } from "./resources";
import type { WholeChange } from "./rule";

/** A record that no longer does its work for a custom domain, although the domain stays. */
export interface LostRecord {
  readonly record: ResourceChange;
  /** Full name of the record. */
  readonly name: string;
  readonly domain: string;
  /** What happens to it: it is destroyed, destroyed and created again, or gets a different target. */
  readonly fate: "removed" | "re-created" | "redirected";
}

/** Maximum length of a DNS name. */
const MAX_LENGTH = 255;

/** Whether something serves the name of a lost record after the apply: what exists already, or what is created. */
type Successor = "kept" | "created" | undefined;

/**
 * Returns the records that no longer do their work for a remaining domain, and leaves out those that another record replaces.
 *
 * @param target what records of the kind to find point to
 * @param findDomain returns the remaining domain that needs the record
 */
export function findLostRecords(
  change: WholeChange,
  target: RegExp,
  findDomain: (name: string, record: ResourceChange) => string | undefined,
): LostRecord[] {
  const records = findByType(change, RECORD);
  const findSuccessor = indexSuccessors(change, target);
  const { byFrom } = findRenames(change);
  return records.flatMap((record) => {
    if (pointsTo(record.before, target) !== true) return [];
    const next = byFrom.get(record) ?? (record.action === "update" ? record : undefined);
    const isRedirected = next !== undefined && pointsTo(next.after, target) === false;
    if (!isRedirected && (next !== undefined || !isDestroyed(record))) return [];
    const name = readName(record.before);
    const domain = findDomain(name, record);
    const successor = domain === undefined ? undefined : findSuccessor(record);
    if (domain === undefined || successor === "kept") return [];
    const fate = successor === "created" ? "re-created" : isRedirected ? "redirected" : "removed";
    return [{ record, name, domain, fate }];
  });
}

/** Returns the records for the default location whose name only has records for other locations after the change. */
export function findLostDefaults(change: WholeChange): Pick<LostRecord, "record" | "name">[] {
  const { byFrom } = findRenames(change);
  const records = findByType(change, RECORD);
  const remaining = new Set(
    records.flatMap((record) =>
      remains(record) && answersEveryone(record.after) ? listKeys(record.after) : [],
    ),
  );
  return records.flatMap((record) => {
    const isGone = isDestroyed(record) || record.action === "update";
    if (!isGone || byFrom.has(record) || readCountry(record.before) !== "*") return [];
    if (listLostKeys(record.before).some((key) => remaining.has(key))) return [];
    return [{ record, name: readName(record.before) }];
  });
}

/** Whether a record is for all users: without a location, for the default location, or for one that is not known yet. */
function answersEveryone(values: Value): boolean {
  const policy = at(values, "geolocation_routing_policy");
  if (!Array.isArray(policy) || policy.length === 0) return true;
  const country = readCountry(values);
  return country === "*" || country instanceof Unknown;
}

function readCountry(values: Value): Value | undefined {
  return at(values, "geolocation_routing_policy", 0, "country");
}

/** Returns the full name of a record, in lower case and without the dot at its end. */
export function readName(values: Value): string {
  return normalize(textAt(values, "fqdn") ?? textAt(values, "name") ?? "");
}

/** Writes a name in lower case and without the dot at its end. */
export function normalize(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}

/** Whether the change does not remove the domain of an association from its service. A forgotten association continues to exist. */
export function isKept(association: ResourceChange): boolean {
  return !isDestroyed(association);
}

/** Returns the name of the domain of an association. */
export function readDomain({ before, after }: ResourceChange): string {
  return normalize(textAt(before, "domain_name") ?? textAt(after, "domain_name") ?? "");
}

/** Yields a name and the names above it: `a.b.c`, `b.c`, `c`. */
export function* listParents(name: string): Generator<string> {
  if (name.length > MAX_LENGTH) return;
  for (let start = 0; start >= 0; start = name.indexOf(".", start) + 1 || -1) yield name.slice(start);
}

/** Whether a record points to a target; undefined if its target is known only after the apply. */
function pointsTo(values: Value, target: RegExp): boolean | undefined {
  const targets = listTargets(values);
  if (targets.some((value) => typeof value === "string" && target.test(normalize(value)))) return true;
  return targets.some((value) => value instanceof Unknown) ? undefined : false;
}

/** Returns what a record points to. */
export function listTargets(values: Value): (Value | undefined)[] {
  const lists = [at(values, "records"), at(values, "alias")];
  return lists.flatMap((list): readonly (Value | undefined)[] =>
    Array.isArray(list) ? list.map((item: Value) => (isContainer(item) ? at(item, "name") : item)) : [list],
  );
}

function indexSuccessors(change: WholeChange, target: RegExp): (lost: ResourceChange) => Successor {
  const successors = new Map<string, Successor>();
  let unnamed = 0;
  for (const record of findByType(change, RECORD)) {
    if (!remains(record) || pointsTo(record.after, target) === false) continue;
    if (at(record.after, "name") instanceof Unknown) unnamed++;
    const successor =
      record.before === null || (isDestroyed(record) && !record.createBeforeDestroy) ? "created" : "kept";
    for (const name of listKeys(record.after))
      if (successors.get(name) !== "kept") successors.set(name, successor);
  }
  // The records of a new association have unknown names, too.
  if (
    findByType(change, DOMAIN_ASSOCIATION).some(({ action }) => action === "create" || action === "replace")
  )
    unnamed = 0;
  return (lost) => {
    const found = listLostKeys(lost.before).flatMap((name) => successors.get(name) ?? []);
    if (found.length > 0) return found.includes("kept") ? "kept" : "created";
    return unnamed-- > 0 ? "kept" : undefined;
  };
}

/** Returns what to find a record by. The full name of a new record is unknown, and its name may be relative to the zone. */
function listKeys(values: Value): string[] {
  const [fqdn, name, zone] = ["fqdn", "name", "zone_id"].map((key) => textAt(values, key));
  if (fqdn !== undefined) return [normalize(fqdn)];
  return name === undefined ? [] : [normalize(name), `${zone ?? ""}/${normalize(name)}`];
}

/** Returns the keys of all records that have the name of this one. */
function listLostKeys(values: Value): string[] {
  const [full, name] = [readName(values), normalize(textAt(values, "name") ?? "")];
  const parents = full === name ? [...listParents(full)].slice(1) : [full.slice(name.length + 1)];
  const zone = textAt(values, "zone_id") ?? "";
  return [full, ...parents.map((parent) => `${zone}/${full.slice(0, full.length - parent.length - 1)}`)];
}
