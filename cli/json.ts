import { existsSync, readFileSync } from "node:fs";
import { UsageError } from "./errors";

/** Whether a JSON value is an object, not an array or null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a JSON value is a text. */
export function isText(value: unknown): value is string {
  return typeof value === "string";
}

/** Returns the value at a path of members; undefined if there is no such member. */
export function readMember(value: unknown, ...keys: readonly string[]): unknown {
  let part = value;
  for (const key of keys) part = isObject(part) && Object.hasOwn(part, key) ? part[key] : undefined;
  return part;
}

/** Returns the object at a path of members; an empty one for anything else. */
export function readObject(value: unknown, ...keys: readonly string[]): Record<string, unknown> {
  const found = readMember(value, ...keys);
  return isObject(found) ? found : {};
}

/** Returns the objects in a JSON array; an empty list for anything else. */
export function listObjects(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Parses JSON; undefined if the text is not JSON. An error would quote the text, which may contain anything. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}

/** Reads a JSON file; undefined if there is no such file or it is not JSON. */
export function tryReadJsonFile(file: string): unknown {
  return existsSync(file) ? parseJson(readFileSync(file, "utf8")) : undefined;
}

/**
 * Reads a JSON file. The error may quote the file, so do not use it for files that may contain secrets.
 *
 * @throws UsageError if the file cannot be read or is not JSON
 */
export function readJsonFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
