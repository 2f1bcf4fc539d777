import { readFileSync } from "node:fs";
import { UsageError } from "./errors";

/** Whether a value of a JSON text is an object: no list, and not null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * What a JSON file holds. The error may cite the file: not for one that may hold secrets.
 *
 * @throws UsageError when it cannot be read, or is not JSON
 */
export function readJsonFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
