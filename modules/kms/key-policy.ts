import { Token } from "cdktf";
import {
  conditionBlock,
  type PolicyConditions,
  type PolicyDocument,
  WITHOUT_SOURCE_ACCOUNT,
} from "../iam/policy";

/** An AWS service that can use a key on its own behalf. */
export interface KeyUser {
  /** Service principal, such as `cloudwatch.amazonaws.com`. */
  readonly servicePrincipal: string;
  /**
   * Conditions under which the service can use the key.
   *
   * @default - resources of this account only, if the service sends `aws:SourceAccount`
   */
  readonly conditions?: PolicyConditions;
}

/**
 * Returns a key policy that lets the account's IAM policies control access, allows `users` too, and lets the IAM policies of other
 * accounts allow decrypting. The resource `*` is the key itself.
 *
 * @param decryptAccountIds IDs of the other accounts
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export function keyPolicy(
  accountId: string,
  users: readonly KeyUser[],
  decryptAccountIds: readonly string[] = [],
): PolicyDocument {
  const services = users.map(({ servicePrincipal, conditions }) => ({
    Effect: "Allow",
    Principal: { Service: servicePrincipal },
    Action: ["kms:Decrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext"],
    Resource: "*",
    ...conditionBlock(conditions ?? defaultConditions(servicePrincipal, accountId)),
  }));
  const others = {
    Effect: "Allow",
    Principal: { AWS: decryptAccountIds.map((id) => Token.asString(id)) },
    Action: ["kms:Decrypt", "kms:DescribeKey"],
    Resource: "*",
  };
  const unique = new Map(services.map((statement) => [JSON.stringify(statement), statement]));
  const statements = [...(decryptAccountIds.length > 0 ? [others] : []), ...unique.values()];
  return { Version: "2012-10-17", Statement: [allowAccount(accountId), ...statements] };
}

/**
 * Returns the policy of a key that signs a zone with DNSSEC: as `keyPolicy`, and Route 53 can sign for this zone.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/access-control-managing-permissions.html
 */
export function dnssecKeyPolicy(accountId: string, hostedZoneId: string): PolicyDocument {
  const route53 = {
    Effect: "Allow",
    Principal: { Service: "dnssec-route53.amazonaws.com" },
    Resource: "*",
  };
  const zone = {
    StringEquals: { "aws:SourceAccount": accountId },
    ArnEquals: { "aws:SourceArn": `arn:aws:route53:::hostedzone/${hostedZoneId}` },
  };
  const sign = { ...route53, Action: ["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign"], Condition: zone };
  const grant = {
    ...route53,
    Action: "kms:CreateGrant",
    Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
  };
  return { Version: "2012-10-17", Statement: [allowAccount(accountId), sign, grant] };
}

function allowAccount(accountId: string): Record<string, unknown> {
  return {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${accountId}:root` },
    Action: "kms:*",
    Resource: "*",
  };
}

function defaultConditions(servicePrincipal: string, accountId: string): PolicyConditions {
  if (WITHOUT_SOURCE_ACCOUNT.includes(servicePrincipal)) return {};
  return { StringEquals: { "aws:SourceAccount": accountId } };
}
