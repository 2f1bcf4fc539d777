import { Token } from "cdktf";
import type { IConstruct } from "constructs";
import { arnCheck } from "../core/arn";
import { literalEnd, literalStart, maskTokens } from "../core/expressions";
import { allowCharacters, canEndWith } from "../core/mixed-text";
import { PropertyChecks, type StringRule } from "../core/property-checks";
import { isRecord, isToken } from "../core/values";
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
  mixed: (text) =>
    allowCharacters("0-9")(text) ||
    ["iam", "sts"].some((name) => arnCheck(name, "", true)(text)) ||
    canBeService(text),
};
const SERVICE = /\.amazonaws\.com(\.cn)?$/;

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
    `'${at}.conditions' is required if 'principals' is '*': it must limit the callers, such as ` +
      '{ StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }',
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

/**
 * Returns a policy as JSON.
 *
 * @param owner construct that the policy is for
 * @param props names of the props that it is made of, for the error
 * @param maxLength maximum number of characters. Tokens do not count, because only Terraform knows their values
 * @throws ValidationError if the policy is longer
 */
export function printPolicy(
  owner: IConstruct,
  props: string,
  statements: readonly Record<string, unknown>[],
  maxLength: number,
): string {
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: statements });
  const { length } = maskTokens(policy, "");
  new PropertyChecks(owner)
    .that(
      length <= maxLength,
      `${props} must make a policy of at most ${maxLength} characters, got ${length}`,
    )
    .throwIfAny();
  return policy;
}

/** Returns the principals, each once: AWS keeps no duplicates, so the next plan would find a change. */
function renderPrincipals(principals: readonly string[]): unknown {
  if (principals.includes("*")) return "*";
  const all = [...new Set(principals.map((principal) => Token.asString(principal)))];
  const services = all.filter(isService);
  const others = all.filter((principal) => !isService(principal));
  return {
    ...(others.length > 0 ? { AWS: others } : {}),
    ...(services.length > 0 ? { Service: services } : {}),
  };
}

/** Whether a principal is a service. If a token hides its end, its literal start decides: a token on its own is an account, a role or a user. */
function isService(principal: string): boolean {
  const start = literalStart(principal);
  if (start.startsWith("arn:")) return false;
  return (
    SERVICE.test(literalEnd(principal)) ||
    (isToken(principal) && /^[a-z]/.test(start) && !"arn:".startsWith(start))
  );
}

/** Whether a text with tokens can be the principal of a service. */
function canBeService(text: string): boolean {
  const ends = [".amazonaws.com", ".amazonaws.com.cn"];
  return allowCharacters("a-z0-9.\\-")(text) && ends.some((end) => canEndWith(text, end));
}
