import { Token } from "cdktf";
import { maskTokens } from "../core/expressions";
import { allowCharacters } from "../core/mixed-text";
import type { PropertyChecks, StringRule } from "../core/property-checks";
import { isRecord } from "../core/values";
import { conditionBlock, type PolicyConditions } from "./policy";
import { checkActions, checkConditions, checkSome } from "./statement";

/** A statement of the policy of one resource, such as a repository or a secret. */
export interface ResourcePolicyStatement {
  /**
   * `Allow`, or `Deny` to forbid the actions even if another policy allows them.
   *
   * @default "Allow"
   */
  readonly effect?: "Allow" | "Deny";
  /**
   * Who calls the actions: IDs of accounts, ARNs of roles and users, services such as `lambda.amazonaws.com`, or only `*` for everyone.
   * An `Allow` statement for everyone needs `conditions`.
   */
  readonly principals: readonly string[];
  /** Actions on the resource, such as `ecr:BatchGetImage`. */
  readonly actions: readonly string[];
  /**
   * Conditions by operator and key, in IAM's format.
   *
   * @default - no conditions
   */
  readonly conditions?: PolicyConditions;
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
const PRINCIPAL: StringRule = {
  pattern:
    /^(\*|\d{12}|arn:aws[a-z-]*:(iam|sts)::\d{12}:(root|(role|user|assumed-role)\/[\w+=,.@/-]+)|[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?)$/,
  allowed:
    "a 12-digit account id, the ARN of a role or user, a service such as 'lambda.amazonaws.com', or '*'",
  mixed: allowCharacters("\\w+=,.@\\/:\\-"),
};
/** Name of a service, in which a token is replaced by `*`. */
const SERVICE = /^[^:/]*\.amazonaws\.(com(\.cn)?|[a-z.]*\*[a-z.]*)$/;

/** Checks the list of statements in the prop `prop`, if set. */
export function checkPolicyStatements(checks: PropertyChecks, prop: string, statements: unknown): void {
  checks.list(prop, statements, (at, statement) => {
    checks.props(at, statement);
    checkStatement(checks, at, statement as ResourcePolicyStatement);
  });
}

function checkStatement(
  checks: PropertyChecks,
  at: string,
  { effect, principals, actions, conditions }: ResourcePolicyStatement,
): void {
  checks.choice(`${at}.effect`, effect ?? "Allow", ["Allow", "Deny"]);
  checkSome(checks, `${at}.principals`, principals, (prop, item) => checks.string(prop, item, PRINCIPAL));
  checkActions(checks, `${at}.actions`, actions);
  checks.knows(`${at}.principals`, `${at}.conditions`);
  if (conditions !== undefined) checkConditions(checks, conditions, `${at}.conditions`);
  if (!Array.isArray(principals) || !principals.includes("*")) return;
  checks.that(
    principals.length === 1,
    `'${at}.principals' must be only '*' or not contain it, got ${principals.length} principals`,
  );
  checks.that(
    effect === "Deny" || hasCondition(conditions),
    `'${at}.conditions' must limit the callers if 'principals' is '*', such as ` +
      `{ StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }, got ${conditions === undefined ? "undefined" : "no condition"}`,
  );
}

function hasCondition(conditions: PolicyConditions = {}): boolean {
  return Object.values(conditions).some((keys) => isRecord(keys) && Object.keys(keys).length > 0);
}

/**
 * Returns `statements` in IAM's format.
 *
 * @param resource the `Resource` of each statement, for a service that requires it
 */
export function renderPolicyStatements(
  statements: readonly ResourcePolicyStatement[],
  resource?: "*",
): Record<string, unknown>[] {
  return statements.map(({ effect = "Allow", principals, actions, conditions }) => ({
    Effect: effect,
    Principal: renderPrincipals(principals),
    Action: actions.map((action) => Token.asString(action)),
    ...(resource === undefined ? {} : { Resource: resource }),
    ...conditionBlock(conditions),
  }));
}

function renderPrincipals(principals: readonly string[]): unknown {
  if (principals.includes("*")) return "*";
  const isService = (principal: string): boolean => SERVICE.test(maskTokens(principal, "*"));
  const services = principals.filter(isService);
  const others = principals.filter((principal) => !isService(principal));
  return {
    ...(others.length > 0 ? { AWS: others.map((principal) => Token.asString(principal)) } : {}),
    ...(services.length > 0 ? { Service: services.map((principal) => Token.asString(principal)) } : {}),
  };
}
