import { isDeepStrictEqual } from "node:util";
import type { AttributeChange, Value } from "../model";
import { pick } from "./mask";
import type { PlannedValues } from "./plan-json";
import { isContainer } from "./values";

type Path = readonly (string | number)[];

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
  const replacePaths = change.replace_paths ?? [];
  const sides = [
    { raw: change.before, sensitive: change.before_sensitive, unknown: undefined, shown: before },
    { raw: change.after, sensitive: change.after_sensitive, unknown: change.after_unknown, shown: after },
  ] as const;
  for (const key of listKeys(before, after)) {
    compareValues([key], pickSides(sides[0], key), pickSides(sides[1], key), replacePaths, changes);
  }
  return changes;
}

function compareValues(
  path: Path,
  before: ComparedValue,
  after: ComparedValue,
  replacePaths: readonly Path[],
  changes: AttributeChange[],
): void {
  if (isUnset(before.shown) && isUnset(after.shown)) return;
  if (canGoDeeper(before.shown, after.shown)) {
    for (const key of listKeys(before.shown, after.shown)) {
      compareValues([...path, key], pickSides(before, key), pickSides(after, key), replacePaths, changes);
    }
    return;
  }
  const isSame = !isMarked(after.unknown) && isDeepStrictEqual(before.raw, after.raw);
  const sensitivity = isSame ? compareMarks(before.sensitive, after.sensitive) : undefined;
  if (isSame && sensitivity === undefined) return;
  changes.push({
    name: formatPath(path),
    ...(before.shown !== undefined && { before: before.shown }),
    ...(after.shown !== undefined && { after: after.shown }),
    ...(sensitivity && { sensitivity }),
    forcesReplacement: replacePaths.some((replaced) => isPartOf(path, replaced) || isPartOf(replaced, path)),
  });
}

/** Whether any part of a value is marked. */
function isMarked(marks: unknown): boolean {
  return (
    marks === true || (typeof marks === "object" && marks !== null && Object.values(marks).some(isMarked))
  );
}

/** Returns how the mark of an equal value changes; undefined if it stays. */
function compareMarks(before: unknown, after: unknown): AttributeChange["sensitivity"] {
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
function isUnset(value: Value | undefined): value is null | undefined | "" {
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

function isPartOf(path: Path, outer: Path): boolean {
  return outer.length <= path.length && outer.every((key, index) => String(key) === String(path[index]));
}

/** Formats a path as Terraform does: `a.b[0]["odd key"]`. */
function formatPath(path: Path): string {
  const parts = path.map((key, index) => {
    if (typeof key === "number") return `[${key}]`;
    if (!/^[A-Za-z_][\w-]*$/.test(key)) return `[${JSON.stringify(key)}]`;
    return index === 0 ? key : `.${key}`;
  });
  return parts.join("");
}
