import { existsSync } from "node:fs";
import { REVIEW_RULES } from "../contract/review-rules";
import type { SeveritySettings } from "./build-review";
import { UsageError } from "./errors";
import { readJsonFile } from "./json";
import { SEVERITIES } from "./model";

/** Allowed settings of a rule; `off` turns it off. */
const SETTINGS: readonly unknown[] = [...SEVERITIES, "off"];

/**
 * Reads the severities that a project sets in `context.rules` of its `cdktf.json`.
 *
 * @param file path of `cdktf.json`
 * @returns an empty object if the file does not exist
 * @throws UsageError if a rule or a severity is unknown
 */
export function readSeverities(file: string): SeveritySettings {
  if (!existsSync(file)) return {};
  const rules = readRules(file);
  for (const [rule, severity] of Object.entries(rules)) {
    if (!(REVIEW_RULES as readonly string[]).includes(rule)) {
      throw new UsageError(
        `context.rules in ${file} has the unknown rule '${rule}'; the rules are ${REVIEW_RULES.join(", ")}`,
      );
    }
    if (!SETTINGS.includes(severity)) {
      throw new UsageError(
        `context.rules.${rule} in ${file} must be one of ${SETTINGS.join(", ")}, got ${JSON.stringify(severity)}`,
      );
    }
  }
  return rules;
}

function readRules(file: string): Record<string, unknown> {
  const { context } = (readJsonFile(file) ?? {}) as { context?: { rules?: unknown } };
  const rules = context?.rules ?? {};
  if (typeof rules !== "object" || Array.isArray(rules))
    throw new UsageError(`context.rules in ${file} must be an object`);
  return rules as Record<string, unknown>;
}
