import { isObject } from "../json";
import type { Value } from "../model";
import type { Matcher } from "./globs";

/** One statement of an IAM policy. */
export interface Statement {
  readonly allows: boolean;
  readonly actions: Matcher;
  /** The actions in lower case: AWS ignores their case. */
  readonly lowerActions: Matcher;
  /** `*` if the policy names no resources, as in a policy of a repository. */
  readonly resources: Matcher;
  /** Whether it applies to everyone. */
  readonly everyone: boolean;
  /** AWS services that it applies to, such as `tasks.apprunner.amazonaws.com`. */
  readonly services: readonly string[];
  readonly conditions: readonly Condition[];
}

/** One part of a condition. All parts must be met. */
export interface Condition {
  /** In lower case, such as `stringequals`. `ArnEquals` means the same as `ArnLike`. */
  readonly operator: string;
  /** In lower case, such as `aws:sourceip`. */
  readonly key: string;
  /** One of them must match, or none if the operator is negated. */
  readonly values: readonly string[];
}

/** Maximum length of a policy without white space: AWS accepts none that is longer. */
const MAX_LENGTH = 32 * 1024;

/**
 * Returns the statements of a policy.
 *
 * @returns undefined if they are unknown, hidden or invalid
 */
export function parsePolicy(policy: Value | undefined): readonly Statement[] | undefined {
  if (typeof policy !== "string") return undefined;
  try {
    const parsed: unknown = JSON.parse(policy);
    if (!isObject(parsed) || JSON.stringify(parsed).length > MAX_LENGTH) return undefined;
    return toList(parsed["Statement"]).filter(isObject).map(parseStatement);
  } catch {
    return undefined;
  }
}

/** Returns the statements of a policy, or none if they are unknown, hidden or invalid. */
export function parseStatements(policy: Value | undefined): readonly Statement[] {
  return parsePolicy(policy) ?? [];
}

function parseStatement(statement: Record<string, unknown>): Statement {
  const { Principal: principal, NotPrincipal: others } = statement;
  const principals = isObject(principal) ? listTexts(principal["AWS"]) : listTexts(principal);
  const actions = parseMatcher(statement["Action"], statement["NotAction"]);
  return {
    allows: statement["Effect"] === "Allow",
    actions,
    lowerActions: { include: actions.include.map(lower), exclude: actions.exclude.map(lower) },
    resources: parseMatcher(statement["Resource"] ?? "*", statement["NotResource"]),
    everyone: principals.includes("*") || others !== undefined,
    services: isObject(principal) ? listTexts(principal["Service"]) : [],
    conditions: parseConditions(statement["Condition"]),
  };
}

function parseMatcher(included: unknown, excluded: unknown): Matcher {
  return excluded === undefined
    ? { include: listTexts(included), exclude: [] }
    : { include: ["*"], exclude: listTexts(excluded) };
}

function parseConditions(conditions: unknown): Condition[] {
  if (!isObject(conditions)) return [];
  return Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(isObject(keys) ? keys : {}).map(([key, values]) => ({
      operator: operator.toLowerCase().replace(/arn(not)?equals/, "arn$1like"),
      key: key.toLowerCase(),
      values: toList(values).map(String),
    })),
  );
}

function lower(text: string): string {
  return text.toLowerCase();
}

function listTexts(value: unknown): string[] {
  return toList(value).filter((item) => typeof item === "string");
}

function toList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}
