import { existsSync } from "node:fs";
import { REVIEW_RULES } from "../contract/review-rules";
import type { SeveritySettings } from "./build-review";
import { UsageError } from "./errors";
import { isObject, readJsonFile } from "./json";
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
  const rules = readContext(file)["rules"] ?? {};
  if (!isObject(rules)) throw new UsageError(`context.rules in ${file} must be an object`);
  return rules;
}

/**
 * Reads the URL of the pages about the rules that a project sets in `context.rulesUrl` of its `cdktf.json`.
 *
 * @param file path of `cdktf.json`
 * @returns undefined if it is not set, or the file does not exist
 * @throws UsageError if it is not an `http` or `https` URL
 */
export function readRulesUrl(file: string): string | undefined {
  const { rulesUrl } = readContext(file);
  if (rulesUrl === undefined) return undefined;
  const url = typeof rulesUrl === "string" ? tryParseUrl(rulesUrl) : undefined;
  // Everyone who reads the report would see a password in it.
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "")
    throw new UsageError(
      `context.rulesUrl in ${file} must be an http or https URL without a password, such as https://example.com/rules/ or https://example.com/{rule}.html`,
    );
  return url.href.replaceAll("%7Brule%7D", "{rule}");
}

function tryParseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function readContext(file: string): Record<string, unknown> {
  const settings = existsSync(file) ? readJsonFile(file) : {};
  const context = isObject(settings) ? settings["context"] : {};
  return isObject(context) ? context : {};
}
