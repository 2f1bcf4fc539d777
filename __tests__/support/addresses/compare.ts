import { type Case, type Entry, isFree, kindOf, type Move, typeOf } from "./case";

/** A difference between the recorded and the current addresses. */
export type Difference =
  /** An address that is in states, or that other code reads, was removed. */
  | {
      readonly kind: "gone";
      readonly in: string;
      readonly entry: Entry;
      readonly instead?: Entry;
      readonly wrong?: Move;
    }
  /** The address is the same, but the path of its construct changed. */
  | { readonly kind: "path changed"; readonly in: string; readonly entry: Entry; readonly instead: Entry }
  /** A `moved` entry that users of older versions need was removed. */
  | { readonly kind: "move gone"; readonly in: string; readonly move: Move }
  /** The case was removed, so its addresses are unknown. */
  | { readonly kind: "case gone"; readonly in: string }
  /** A change that breaks nothing and must be recorded. */
  | { readonly kind: "harmless"; readonly in: string; readonly what: string };

/** Whether a difference breaks users. */
export function isBreaking({ kind }: Difference): boolean {
  return kind !== "harmless";
}

/**
 * Returns the differences. Data sources and references have no state, so they can be added and removed freely.
 *
 * @param recorded the cases of the golden file
 * @param actual the current cases
 */
export function compare(recorded: readonly Case[], actual: readonly Case[]): Difference[] {
  const before = new Map(recorded.map((each) => [each.name, each]));
  const after = new Map(actual.map((each) => [each.name, each]));
  return [
    ...recorded.flatMap(({ name }): Difference[] =>
      after.has(name) ? [] : [{ kind: "case gone", in: name }],
    ),
    ...actual.flatMap((each) => compareCase(before.get(each.name), each)),
  ];
}

function compareCase(before: Case | undefined, after: Case): Difference[] {
  if (!before) return [harmless(after, `new case with ${after.entries.length} address(es)`)];
  const added = after.entries.filter(({ address }) => !find(before, address));
  const free = added.filter((entry) => !after.moves.some(({ to }) => to === entry.address));
  return [
    ...before.entries.flatMap((entry) => compareEntry(before, after, entry, free)),
    ...added.map(({ address }) => harmless(after, `${address} is new`)),
    ...before.moves
      .filter(({ from }) => !after.moves.some((move) => move.from === from && arrives(move, after)))
      .map((move): Difference => ({ kind: "move gone", in: after.name, move })),
    ...after.moves
      .filter(({ from, to }) => !before.moves.some((move) => move.from === from && move.to === to))
      .map(({ from, to }) => harmless(after, `${from} moves to ${to}`)),
  ];
}

/** @param free new entries without a move to them; the successor of `entry` is removed from this list */
function compareEntry(before: Case, after: Case, entry: Entry, free: Entry[]): Difference[] {
  const { name } = after;
  const same = find(after, entry.address);
  if (isFree(entry)) {
    return same && same.path === entry.path
      ? []
      : [harmless(after, `${entry.address} ${same ? "has a new path" : "is removed"}`)];
  }
  if (same) return same.path === entry.path ? [] : [{ kind: "path changed", in: name, entry, instead: same }];
  const move = after.moves.find(({ from }) => from === entry.address);
  if (move && leadsOn(move, entry, before, after)) return [harmless(after, `${entry.address} is moved`)];
  const instead = successorOf(entry, free);
  if (instead) free.splice(free.indexOf(instead), 1);
  return [{ kind: "gone", in: name, entry, instead, wrong: move }];
}

/** Whether Terraform keeps the resource: the target exists, is new, has the same type, and is the target of only this move. */
function leadsOn({ to }: Move, entry: Entry, before: Case, after: Case): boolean {
  const target = find(after, to);
  const isAlone = after.moves.filter((move) => move.to === to).length === 1;
  return isAlone && target !== undefined && typeOf(target) === typeOf(entry) && !find(before, to);
}

/** Whether a move leads to an existing address, directly or through a second move. */
function arrives({ to }: Move, after: Case): boolean {
  return find(after, to) !== undefined || after.moves.some(({ from }) => from === to);
}

/** The most likely replacement of `entry`: the same path, or else the same type at the most similar path. */
function successorOf(entry: Entry, free: readonly Entry[]): Entry | undefined {
  const candidates = free.filter((each) => kindOf(each) === kindOf(entry));
  const here = candidates.find(({ path }) => path !== undefined && path === entry.path);
  if (here) return here;
  const ofType = candidates.filter((each) => typeOf(each) === typeOf(entry));
  return ofType.toSorted((one, other) => likeness(other, entry) - likeness(one, entry))[0];
}

/** The number of ids that two paths share at their start and end. */
function likeness({ path: one = "" }: Entry, { path: other = "" }: Entry): number {
  const [a, b] = [one.split("/"), other.split("/")];
  const shared = (x: readonly string[], y: readonly string[]) => {
    const end = x.findIndex((id, index) => id !== y[index]);
    return end === -1 ? x.length : end;
  };
  return shared(a, b) + shared(a.toReversed(), b.toReversed());
}

function find({ entries }: Case, address: string): Entry | undefined {
  return entries.find((entry) => entry.address === address);
}

function harmless({ name }: Case, what: string): Difference {
  return { kind: "harmless", in: name, what };
}
