import { isObject } from "../json";
import type { Value } from "../model";

/** One statement of an IAM policy. */
export interface Statement {
  readonly allows: boolean;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Principals; `*` is everyone. */
  readonly principals: readonly string[];
  /** Whether it has a condition. */
  readonly conditional: boolean;
}

/**
 * Returns the statements of a policy.
 *
 * @returns an empty list if the policy is unknown or invalid
 */
export function parseStatements(policy: Value | undefined): Statement[] {
  if (typeof policy !== "string") return [];
  try {
    const { Statement: statements } = JSON.parse(policy) as { Statement?: unknown };
    return toList(statements).filter(isObject).map(parseStatement);
  } catch {
    return [];
  }
}

function parseStatement(statement: Record<string, unknown>): Statement {
  const { Principal: principal, Condition: condition } = statement;
  return {
    allows: statement["Effect"] === "Allow",
    actions: listTexts(statement["Action"]),
    resources: listTexts(statement["Resource"]),
    principals: isObject(principal) ? Object.values(principal).flatMap(listTexts) : listTexts(principal),
    conditional: isObject(condition) && Object.keys(condition).length > 0,
  };
}

/** Returns what a policy allows: one `'action' on 'resource'` text per pair. */
export function listPermissions(statements: readonly Statement[]): Set<string> {
  const pairs = statements
    .filter(({ allows }) => allows)
    .flatMap(({ actions, resources }) =>
      actions.flatMap((action) => resources.map((resource) => `'${action}' on '${resource}'`)),
    );
  return new Set(pairs);
}

function listTexts(value: unknown): string[] {
  return toList(value).filter((item) => typeof item === "string");
}

function toList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}
