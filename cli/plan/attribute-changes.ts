import { isDeepStrictEqual } from "node:util";
import type { AttributeChange, Sensitivity, Value } from "../model";
import { shorten } from "../text/shorten";
import { pick } from "./mask";
import type { PlannedValues } from "./plan-json";
import { isContainer } from "./values";

/** Longest name of an attribute. Otherwise many attributes below a long key would fill the memory. */
const MAX_NAME = 1_000;

/** Parts of the paths that force a replacement, from the outside in. */
interface ReplacePaths {
  /** Whether a path ends here, so that everything inside forces the replacement too. */
  isWhole: boolean;
  readonly inner: Map<string, ReplacePaths>;
}

/** One side of a change: Terraform's value and marks, to compare, and the masked value, to show. */
interface ComparedValue {
  readonly raw: unknown;
  readonly sensitive: unknown;
  readonly unknown: unknown;
  readonly shown: Value | undefined;
}

/**
 * Returns the arguments and attributes that change, down to the smallest part that differs.
 *
 * @param before the value before, masked
 * @param after the value after, masked
 */
export function compareAttributes(change: PlannedValues, before: Value, after: Value): AttributeChange[] {
  const changes: AttributeChange[] = [];
  const replaced = indexReplacePaths(change);
  const sides = [
    { raw: change.before, sensitive: change.before_sensitive, unknown: undefined, shown: before },
    { raw: change.after, sensitive: change.after_sensitive, unknown: change.after_unknown, shown: after },
  ] as const;
  for (const key of listKeys(before, after)) {
    const place = { name: formatKey(key, true), replaced: enter(replaced, key) };
    compareValues(place, pickSides(sides[0], key), pickSides(sides[1], key), changes);
  }
  return changes;
}

/** Whether only the mark of an output as sensitive changes. Terraform marks both sides of an output if one is sensitive. */
export function changesMarkOnly(change: PlannedValues): boolean {
  const { before, after, after_unknown, before_sensitive, after_sensitive } = change;
  const isSame = !isMarked(after_unknown) && isDeepStrictEqual(before, after);
  return isSame && (isMarked(before_sensitive) || isMarked(after_sensitive));
}

/** Name of an attribute, and whether its change forces a replacement. */
interface Place {
  readonly name: string;
  /** Absent if no path starts or ends with this attribute. */
  readonly replaced: ReplacePaths | undefined;
}

function compareValues(
  { name, replaced }: Place,
  before: ComparedValue,
  after: ComparedValue,
  changes: AttributeChange[],
): void {
  if ([before, after].every(hasNoValue)) return;
  if (canGoDeeper(before.shown, after.shown)) {
    for (const key of listKeys(before.shown, after.shown)) {
      const place = {
        name: shorten(name + formatKey(key), MAX_NAME),
        replaced: enter(replaced, key),
      };
      compareValues(place, pickSides(before, key), pickSides(after, key), changes);
    }
    return;
  }
  const isSame = !isMarked(after.unknown) && isDeepStrictEqual(before.raw, after.raw);
  const sensitivity = isSame ? compareMarks(before.sensitive, after.sensitive) : undefined;
  if (isSame && sensitivity === undefined) return;
  changes.push({
    name,
    ...(before.shown !== undefined && { before: before.shown }),
    ...(after.shown !== undefined && { after: after.shown }),
    ...(sensitivity && { sensitivity }),
    forcesReplacement: replaced !== undefined,
  });
}

/** Whether one side has no value. The provider marks arguments as sensitive even if they are unset. */
function hasNoValue({ raw, unknown, shown }: ComparedValue): boolean {
  return isUnset(shown) || (isUnset(raw) && !isMarked(unknown));
}

/** Whether any part of a value is marked. */
function isMarked(marks: unknown): boolean {
  return (
    marks === true || (typeof marks === "object" && marks !== null && Object.values(marks).some(isMarked))
  );
}

/** Returns how the mark of an equal value changes; undefined if it stays. */
function compareMarks(before: unknown, after: unknown): Sensitivity | undefined {
  if (addsMark(before, after)) return "added";
  return addsMark(after, before) ? "removed" : undefined;
}

/** Whether `to` marks a part that `from` does not mark. */
function addsMark(from: unknown, to: unknown): boolean {
  if (from === true) return false;
  if (typeof to !== "object" || to === null) return to === true;
  return Object.entries(to).some(([key, part]) => addsMark(pick(from, key), part));
}

/** Whether to compare part by part: maps and blocks. A list of plain values is shown whole, because its order may not matter. */
function canGoDeeper(before: Value | undefined, after: Value | undefined): boolean {
  const values = [before, after].filter((value) => !isUnset(value));
  return values.every((value) => {
    if (Array.isArray(value)) return value.every((item) => isContainer(item as Value));
    return isContainer(value);
  });
}

/** Whether a value is unset. The provider reads some omitted arguments back as an empty string. */
function isUnset(value: unknown): value is null | undefined | "" {
  return value === null || value === undefined || value === "";
}

function listKeys(...values: (Value | undefined)[]): (string | number)[] {
  const keys = new Set<string | number>();
  for (const value of values) {
    if (!isContainer(value)) continue;
    if (Array.isArray(value)) value.forEach((_, index) => keys.add(index));
    else Object.keys(value).forEach((key) => keys.add(key));
  }
  return [...keys];
}

function pickSides({ raw, sensitive, unknown, shown }: ComparedValue, key: string | number): ComparedValue {
  return {
    raw: pick(raw, key),
    sensitive: pick(sensitive, key),
    unknown: pick(unknown, key),
    shown: isContainer(shown) ? (pick(shown, key) as Value | undefined) : undefined,
  };
}

function indexReplacePaths({ replace_paths = [] }: PlannedValues): ReplacePaths {
  const root: ReplacePaths = { isWhole: false, inner: new Map() };
  for (const path of replace_paths) {
    let at = root;
    for (const key of path) {
      const inner = at.inner.get(String(key)) ?? { isWhole: false, inner: new Map() };
      at.inner.set(String(key), inner);
      at = inner;
    }
    at.isWhole = true;
  }
  return root;
}

function enter(replaced: ReplacePaths | undefined, key: string | number): ReplacePaths | undefined {
  return replaced?.isWhole ? replaced : replaced?.inner.get(String(key));
}

/** Formats a part of a path as Terraform does: `a.b[0]["odd key"]`. */
function formatKey(key: string | number, isFirst = false): string {
  if (typeof key === "number") return `[${key}]`;
  const short = shorten(key, MAX_NAME);
  if (!/^[A-Za-z_][\w-]*$/.test(short)) return `[${JSON.stringify(short)}]`;
  return isFirst ? short : `.${short}`;
}
