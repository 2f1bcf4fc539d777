import { isObject } from "../json";
import type { Value } from "../model";

/** One statement of an IAM policy. */
export interface Statement {
  readonly allows: boolean;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Principals, `*` for everybody. */
  readonly principals: readonly string[];
  /** Whether it holds under a condition only. */
  readonly conditional: boolean;
}

/**
 * The statements of a policy.
 *
 * @returns none where the policy is not known, or is no policy
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

/** What a policy allows, each pair of action and resource as one text. */
export function listPermissions(statements: readonly Statement[]): Set<string> {
  const pairs = statements
    .filter(({ allows }) => allows)
    .flatMap(({ actions, resources }) =>
      actions.flatMap((action) => resources.map((resource) => `${action} on ${resource}`)),
    );
  return new Set(pairs);
}

function listTexts(value: unknown): string[] {
  return toList(value).filter((item) => typeof item === "string");
}

function toList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}
