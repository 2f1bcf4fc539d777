import { isDeepStrictEqual } from "node:util";
import {
  type AttributeChange,
  ExactNumber,
  Hidden,
  type ResourceChange,
  type Sensitivity,
  Unknown,
  type Value,
} from "../model";
import { parseExact } from "../plan/json-scanner";
import { isContainer } from "../plan/values";
import { visible } from "../text/escape";
import { shorten } from "../text/shorten";
import { type DiffLine, diffLines } from "./line-diff";

/** Text for a missing value. */
export const NONE = "(none)";

/** Longest value that is shown inline. */
const MAX_INLINE = 100;
/** Longest line of a diff. */
const MAX_LINE = 160;
/** Maximum depth of nested values. */
const MAX_DEPTH = 20;
/** Number of characters shown around the difference of two long texts. */
const CONTEXT = 16;

/** How the change of an argument is shown: inline, or as a diff of lines. Not escaped for a format. */
export type ShownChange =
  | { readonly kind: "inline"; readonly before?: string; readonly after?: string }
  | { readonly kind: "lines"; readonly lines: readonly DiffLine[] };

const SENSITIVITIES: Readonly<Record<Sensitivity, string>> = {
  added: "(now marked as sensitive)",
  removed: "(no longer marked as sensitive)",
  changed: "(only its mark as sensitive changes)",
};

/** Formats a value on one short line. */
export function showValue(value: Value | undefined, length = MAX_INLINE): string {
  return visible(shorten(formatInline(value), length));
}

/**
 * Returns the difference between the values before and after.
 *
 * @param isNew whether the resource is new, so that only its values after are shown
 */
export function showChange(
  { before, after, sensitivity }: Pick<AttributeChange, "before" | "after" | "sensitivity">,
  isNew = false,
): ShownChange {
  if (sensitivity !== undefined) return { kind: "inline", after: SENSITIVITIES[sensitivity] };
  if (after instanceof Hidden && (before instanceof Hidden || isNothing(before)) && !isNew) {
    return { kind: "inline", after: `(${after.reason}, changed)` };
  }
  if (isContainer(after) && isDeepStrictEqual(before, after))
    return { kind: "inline", after: "(only a hidden value in it changes)" };
  const lines = [splitLines(before), splitLines(after)] as const;
  if (lines[0] && lines[1]) {
    if (!isDeepStrictEqual(lines[0], lines[1]))
      return { kind: "lines", lines: shortenLines(diffLines(lines[0], lines[1])) };
    const isSame = isDeepStrictEqual(parseIfText(before), parseIfText(after));
    return {
      kind: "inline",
      after: isSame ? "(the same JSON, written differently)" : "(changed deep inside)",
    };
  }
  const [left, right] = aroundDifference(formatInline(before), formatInline(after));
  return {
    kind: "inline",
    ...(isNothing(before) && (isNew || isNothing(after))
      ? {}
      : { before: visible(shorten(left, MAX_INLINE)) }),
    ...(isNothing(after) ? {} : { after: visible(shorten(right, MAX_INLINE)) }),
  };
}

/**
 * Returns the attributes worth showing. For a new resource: the arguments that are set. For a replaced resource: what forces the
 * replacement, and what is known about the new resource. Otherwise: everything that changes.
 */
export function listRelevantAttributes({ action, attributes }: ResourceChange): readonly AttributeChange[] {
  if (action === "create") return listGivenAttributes(attributes);
  if (action !== "replace") return attributes;
  const isKnown = ({ after }: AttributeChange): boolean => !(after instanceof Unknown);
  return [
    ...attributes.filter((attribute) => attribute.forcesReplacement),
    ...attributes.filter((attribute) => !attribute.forcesReplacement && isKnown(attribute)),
  ];
}

/** Attributes with a value that is known before the apply. */
function listGivenAttributes(attributes: readonly AttributeChange[]): AttributeChange[] {
  return attributes.filter(({ name, after }) => {
    return (
      !isNothing(after) && !(after instanceof Unknown) && !isEmpty(after) && !name.startsWith("tags_all")
    );
  });
}

function formatInline(value: Value | undefined, depth = 0): string {
  if (isNothing(value)) return NONE;
  if (value instanceof Hidden) return `(${value.reason})`;
  if (value instanceof Unknown) return `(${value.meaning})`;
  if (value instanceof ExactNumber) return value.text;
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object") return String(value);
  if (depth > MAX_DEPTH) return "…";
  if (Array.isArray(value))
    return `[${value.map((item) => formatInline(item as Value, depth + 1)).join(", ")}]`;
  const entries = Object.entries(value as Readonly<Record<string, Value>>);
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}: ${formatInline(item, depth + 1)}`).join(", ")}}`;
}

/** Returns the lines of a value that is better compared line by line: multi-line text, JSON, a list or a block. */
function splitLines(value: Value | undefined): string[] | undefined {
  if (typeof value === "string") {
    const json = parseContainer(value);
    if (json !== undefined) return formatLines(json);
    return value.includes("\n") ? value.split(/\r?\n/) : undefined;
  }
  return isContainer(value) && formatInline(value).length > MAX_INLINE / 2 ? formatLines(value) : undefined;
}

function parseContainer(text: string): Value | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return sortKeys(parseExact(text) as Value);
  } catch {
    return undefined;
  }
}

function parseIfText(value: Value | undefined): Value | undefined {
  return typeof value === "string" ? (parseContainer(value) ?? value) : value;
}

/** Sorts the keys of objects, whose order has no meaning in JSON: a removed key must not make all others look changed. */
function sortKeys(value: Value, depth = 0): Value {
  if (!isContainer(value) || depth > MAX_DEPTH) return value;
  if (Array.isArray(value)) return value.map((item) => sortKeys(item as Value, depth + 1));
  const entries = Object.entries(value as Readonly<Record<string, Value>>).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  return Object.fromEntries(entries.map(([key, item]) => [key, sortKeys(item, depth + 1)]));
}

/** Without commas, so that a line does not change only because another line follows it. */
function formatLines(value: Value, indent = ""): string[] {
  if (!isContainer(value) || isEmpty(value) || indent.length > 2 * MAX_DEPTH)
    return [`${indent}${formatInline(value)}`];
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  const body = Object.entries(value as Readonly<Record<string, Value>>).flatMap(([key, item]) => {
    const [first = "", ...rest] = formatLines(item, `${indent}  `);
    const label = Array.isArray(value) ? "" : `${JSON.stringify(key)}: `;
    return [`${indent}  ${label}${first.trimStart()}`, ...rest];
  });
  return [`${indent}${open}`, ...body, `${indent}${close}`];
}

function shortenLines(lines: readonly DiffLine[]): DiffLine[] {
  return lines.map(({ sign, text }) => ({ sign, text: visible(shorten(text, MAX_LINE)) }));
}

/** Returns the parts of two long texts that differ. */
function aroundDifference(before: string, after: string): [string, string] {
  if (Math.max(before.length, after.length) <= MAX_INLINE) return [before, after];
  const least = Math.min(before.length, after.length);
  let start = 0;
  while (start < least && before[start] === after[start]) start++;
  let end = 0;
  while (end < least - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const around = (text: string): string => {
    const from = start > 2 * CONTEXT ? start - CONTEXT : 0;
    const to = end > 2 * CONTEXT ? text.length - end + CONTEXT : text.length;
    return `${from > 0 ? "…" : ""}${text.slice(from, to)}${to < text.length ? "…" : ""}`.toWellFormed();
  };
  return [around(before), around(after)];
}

function isNothing(value: Value | undefined): value is null | undefined {
  return value === null || value === undefined;
}

function isEmpty(value: Value | undefined): boolean {
  return value === "" || (isContainer(value) && Object.keys(value).length === 0);
}
