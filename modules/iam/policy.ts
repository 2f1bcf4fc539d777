import { Token } from "cdktf";

/**
 * Services that do not send `aws:SourceAccount` when they use a key or publish to a topic.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export const WITHOUT_SOURCE_ACCOUNT: readonly string[] = ["events.amazonaws.com"];

/** Conditions of a statement by operator and key, as IAM writes them: `{ StringEquals: { "aws:SourceAccount": "…" } }`. */
export type PolicyConditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** One permission of an IAM policy. */
export interface PolicyStatement {
  /** Allowed actions, such as `s3:GetObject`. */
  readonly actions: readonly string[];
  /** ARNs of the resources that the actions are allowed on. */
  readonly resources: readonly string[];
  /**
   * Conditions by operator and key, as IAM writes them.
   *
   * @default - the statement always holds
   */
  readonly conditions?: PolicyConditions;
}

/** A policy document as IAM reads it. */
export interface PolicyDocument {
  /** Version of the policy language. */
  readonly Version: "2012-10-17";
  /** The statements. */
  readonly Statement: readonly Record<string, unknown>[];
}

/**
 * The policy document that allows `statements`. Statements that differ in nothing are written once.
 *
 * @param statements what is allowed
 */
export function policyDocument(statements: readonly PolicyStatement[]): PolicyDocument {
  const rendered = statements.map(({ actions, resources, conditions }) => ({
    Effect: "Allow",
    Action: actions.map(text),
    Resource: resources.map(text),
    ...conditionBlock(conditions),
  }));
  const unique = new Map(rendered.map((statement) => [JSON.stringify(statement), statement]));
  return { Version: "2012-10-17", Statement: [...unique.values()] };
}

/**
 * The trust policy that lets one AWS service assume a role.
 *
 * @param servicePrincipal such as `tasks.apprunner.amazonaws.com`
 */
export function trustPolicy(servicePrincipal: string): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { Service: text(servicePrincipal) }, Action: "sts:AssumeRole" },
    ],
  };
}

/** The `Condition` member of a statement, if there is any condition. */
export function conditionBlock(conditions: PolicyConditions = {}): { readonly Condition?: unknown } {
  if (Object.keys(conditions).length === 0) return {};
  return { Condition: mapValues(conditions, (keys) => mapValues(keys, textOrList)) };
}

/** Tokens that are objects have no JSON form of their own. */
function text(value: string): string {
  return Token.asString(value);
}

function textOrList(value: string | readonly string[]): string | string[] {
  return typeof value === "string" || !Array.isArray(value) ? text(value as string) : value.map(text);
}

function mapValues<T, U>(map: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
}
