import { Token } from "cdktf";

/**
 * Services that do not send `aws:SourceAccount` when they use a key or publish to a topic.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export const WITHOUT_SOURCE_ACCOUNT: readonly string[] = ["events.amazonaws.com"];

/** Conditions of a statement by operator and key, in IAM's format: `{ StringEquals: { "aws:SourceAccount": "…" } }`. */
export type PolicyConditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** An `Allow` statement of an IAM policy. */
export interface PolicyStatement {
  /** Allowed actions, such as `s3:GetObject`. */
  readonly actions: readonly string[];
  /** ARNs of the resources on which the actions are allowed. */
  readonly resources: readonly string[];
  /**
   * Conditions by operator and key, in IAM's format.
   *
   * @default - no conditions
   */
  readonly conditions?: PolicyConditions;
}

/** A policy document in IAM's format. */
export interface PolicyDocument {
  /** Version of the policy language. */
  readonly Version: "2012-10-17";
  /** The statements. */
  readonly Statement: readonly Record<string, unknown>[];
}

/**
 * Returns the policy document for `statements`. Identical statements are written once.
 *
 * @param statements statements to allow
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
 * Returns the trust policy that lets one AWS service assume a role.
 *
 * @param servicePrincipal service, such as `tasks.apprunner.amazonaws.com`
 */
export function trustPolicy(servicePrincipal: string): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { Service: text(servicePrincipal) }, Action: "sts:AssumeRole" },
    ],
  };
}

/** Returns the `Condition` member of a statement, or nothing if there are no conditions. */
export function conditionBlock(conditions: PolicyConditions = {}): { readonly Condition?: unknown } {
  if (Object.keys(conditions).length === 0) return {};
  return { Condition: mapValues(conditions, (keys) => mapValues(keys, textOrList)) };
}

/** Makes a string of a token that is an object, which JSON cannot represent. */
function text(value: string): string {
  return Token.asString(value);
}

function textOrList(value: string | readonly string[]): string | string[] {
  return typeof value === "string" || !Array.isArray(value) ? text(value as string) : value.map(text);
}

function mapValues<T, U>(map: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
}
