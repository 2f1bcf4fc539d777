import {
  conditionBlock,
  type PolicyConditions,
  type PolicyDocument,
  WITHOUT_SOURCE_ACCOUNT,
} from "../iam/policy";

/** An AWS service that may use a key by itself. */
export interface KeyUser {
  /** Such as `cloudwatch.amazonaws.com`. */
  readonly servicePrincipal: string;
  /**
   * When it may.
   *
   * @default - for resources of this account, where the service tells whose they are
   */
  readonly conditions?: PolicyConditions;
}

/**
 * The policy of a key: the account decides by its IAM policies who may use it, and some services may too. `*` is the key
 * itself.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export function keyPolicy(accountId: string, users: readonly KeyUser[]): PolicyDocument {
  const account = {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${accountId}:root` },
    Action: "kms:*",
    Resource: "*",
  };
  const services = users.map(({ servicePrincipal, conditions }) => ({
    Effect: "Allow",
    Principal: { Service: servicePrincipal },
    Action: ["kms:Decrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext"],
    Resource: "*",
    ...conditionBlock(conditions ?? defaultConditions(servicePrincipal, accountId)),
  }));
  const unique = new Map(services.map((statement) => [JSON.stringify(statement), statement]));
  return { Version: "2012-10-17", Statement: [account, ...unique.values()] };
}

function defaultConditions(servicePrincipal: string, accountId: string): PolicyConditions {
  if (WITHOUT_SOURCE_ACCOUNT.includes(servicePrincipal)) return {};
  return { StringEquals: { "aws:SourceAccount": accountId } };
}
