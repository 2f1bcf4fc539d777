import { SecretsmanagerSecretPolicy } from "@cdktf/provider-aws/lib/secretsmanager-secret-policy";
import { ACCOUNT_ID } from "../core/patterns";
import type { PropertyChecks } from "../core/property-checks";
import {
  checkPolicyStatements,
  printPolicy,
  renderPolicyStatements,
  type ResourcePolicyStatement,
} from "../iam/resource-policy";
import type { SecretBase } from "./secret-base";

/** API model: NonEmptyResourcePolicyType. */
const MAX_POLICY_LENGTH = 20_480;

/** Props of a secret that its resource policy is made of. */
export interface SecretPolicyProps {
  /**
   * IDs of other AWS accounts whose roles can read the secret. Requires `kmsKeyArn`, and the key's policy must allow these accounts
   * `kms:Decrypt`.
   *
   * @default - this account only
   */
  readonly readAccountIds?: readonly string[];
  /**
   * Statements of the secret's resource policy, in addition to that of `readAccountIds`.
   *
   * @default - none
   */
  readonly policyStatements?: readonly ResourcePolicyStatement[];
}

/** Whether the props make a policy. */
export function hasPolicy({ readAccountIds, policyStatements }: SecretPolicyProps): boolean {
  return [readAccountIds, policyStatements].some((list) => Array.isArray(list) && list.length > 0);
}

/** Checks the props that make the policy. */
export function checkSecretPolicy(
  checks: PropertyChecks,
  props: SecretPolicyProps & { readonly kmsKeyArn?: string },
): void {
  const { readAccountIds, policyStatements, kmsKeyArn } = props;
  checks.list("readAccountIds", readAccountIds, (prop, id) => checks.string(prop, id, ACCOUNT_ID));
  checkPolicyStatements(checks, "policyStatements", policyStatements);
  checks.that(
    kmsKeyArn !== undefined || !Array.isArray(readAccountIds) || readAccountIds.length === 0,
    "'kmsKeyArn' is required with 'readAccountIds': it must be the ARN of a customer KMS key, because other accounts cannot decrypt " +
      "with the account's 'aws/secretsmanager' key",
  );
}

/**
 * Adds the resource policy of `secret`. Secrets Manager rejects a policy that makes the secret public.
 *
 * @throws ValidationError if the policy is longer than 20,480 characters
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html
 */
export function addPolicy(
  secret: SecretBase,
  { readAccountIds = [], policyStatements = [] }: SecretPolicyProps,
): SecretsmanagerSecretPolicy {
  const read = { principals: readAccountIds, actions: ["secretsmanager:GetSecretValue"] };
  const statements = [...(readAccountIds.length > 0 ? [read] : []), ...policyStatements];
  return new SecretsmanagerSecretPolicy(secret, "Policy", {
    secretArn: secret.secretArn,
    // The resource `*` is the secret itself, and each of its replicas.
    policy: printPolicy(
      secret,
      "'readAccountIds' and 'policyStatements'",
      renderPolicyStatements(statements, "*"),
      MAX_POLICY_LENGTH,
    ),
    blockPublicPolicy: true,
  });
}
