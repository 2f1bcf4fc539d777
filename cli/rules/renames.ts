import type { ResourceChange, Side, Value } from "../model";
import { at } from "../plan/values";
import { groupBy } from "./group-by";
import { writeIdentity, writeLooseIdentity } from "./identity";
import { areApart, findPlace, indexStacks, type Stacks } from "./places";
import type { WholeChange } from "./rule";

/** A destroyed resource, and the new one that is the same under another address. */
export interface RenamedPair {
  readonly from: ResourceChange;
  readonly to: ResourceChange;
}

/** The renames of a change. */
export interface Renames {
  readonly pairs: readonly RenamedPair[];
  /** The new resource of each destroyed one. */
  readonly byFrom: ReadonlyMap<ResourceChange, ResourceChange>;
  /** The destroyed resource of each new one. */
  readonly byTo: ReadonlyMap<ResourceChange, ResourceChange>;
}

/** Writes what must be equal as a text; undefined if the resource cannot be compared. */
type Write = (resource: ResourceChange, side: Side) => string | undefined;

type Paired = Map<ResourceChange, ResourceChange>;

/** The resources that have no partner yet, and those that have one. */
interface Waiting {
  readonly destroyed: Set<ResourceChange>;
  readonly created: Set<ResourceChange>;
  readonly paired: Paired;
}

const REMEMBERED = new WeakMap<WholeChange, Renames>();

/** Finds the destroyed resources that are created again under another address. Several rules ask, so the answer is kept. */
export function findRenames(change: WholeChange): Renames {
  const remembered = REMEMBERED.get(change);
  if (remembered) return remembered;
  const byFrom = pairAll(change);
  const pairs = [...byFrom].map(([from, to]) => ({ from, to }));
  const renames = { pairs, byFrom, byTo: new Map(pairs.map(({ from, to }) => [to, from])) };
  REMEMBERED.set(change, renames);
  return renames;
}

/** Pairs in steps, the most exact one first. Each is linear: it looks the new resources up by a text. */
function pairAll(change: WholeChange): Paired {
  const stacks = indexStacks(change);
  const inStack: Write = (resource, side) => join(writeIdentity(resource, side), resource.stack);
  const inRegion: Write = (resource, side) =>
    join(inStack(resource, side), findPlace(resource, side, stacks).region);
  // A deposed object has the address of its successor, and an imported resource exists already.
  const waiting: Waiting = {
    destroyed: new Set(
      change.resources.filter(({ action, deposedKey }) => action === "delete" && deposedKey === undefined),
    ),
    created: new Set(
      change.resources.filter(({ action, importId }) => action === "create" && importId === undefined),
    ),
    paired: new Map(),
  };
  for (const write of [inRegion, inStack, writeIdentity]) pairEqual(waiting, write, stacks);
  pairDependents(waiting, stacks);
  return waiting.paired;
}

function pairEqual(waiting: Waiting, write: Write, stacks: Stacks): void {
  const created = groupBy(waiting.created, (to) => write(to, "after"));
  for (const from of waiting.destroyed) {
    const candidates = created.get(write(from, "before") ?? "");
    const to = candidates?.at(-1);
    if (!to || areInOtherPlaces(from, to, stacks)) continue;
    candidates?.pop();
    keep(waiting, from, to);
  }
}

/** Pairs what moves with other resources of the stack: what refers to them or has a generated name, unless several fit. */
function pairDependents(waiting: Waiting, stacks: Stacks): void {
  const moved = new Set([...waiting.paired.keys()].flatMap(listReferences));
  const stacksWithMoves = new Set([...waiting.paired.values()].map(({ stack }) => stack));
  const write: Write = (resource, side) =>
    stacksWithMoves.has(resource.stack)
      ? join(writeLooseIdentity(resource, side, moved), resource.stack)
      : undefined;
  const destroyed = groupBy(waiting.destroyed, (from) => write(from, "before"));
  for (const [identity, [to, ...others]] of groupBy(waiting.created, (each) => write(each, "after"))) {
    const [from, ...rivals] = destroyed.get(identity) ?? [];
    if (!from || !to || others.length > 0 || rivals.length > 0) continue;
    if (!areInOtherPlaces(from, to, stacks)) keep(waiting, from, to);
  }
}

function areInOtherPlaces(from: ResourceChange, to: ResourceChange, stacks: Stacks): boolean {
  return areApart(findPlace(from, "before", stacks), findPlace(to, "after", stacks));
}

function keep({ paired, destroyed, created }: Waiting, from: ResourceChange, to: ResourceChange): void {
  paired.set(from, to);
  destroyed.delete(from);
  created.delete(to);
}

/** Returns the values by which others refer to a resource. */
function listReferences({ before }: ResourceChange): Value[] {
  return ["id", "arn", "name", "zone_id"].flatMap((name) => at(before, name) ?? []);
}

function join(identity: string | undefined, more = ""): string | undefined {
  return identity === undefined ? undefined : `${identity} ${more}`;
}
