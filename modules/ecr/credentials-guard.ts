import type { Precondition } from "cdktf";
import type { Construct } from "constructs";
import type { ISecret } from "../secretsmanager/secret-base";
import { SecretValueGuard } from "../secretsmanager/secret-value-guard";

/** JSON that ECR expects in the secret. */
export const CREDENTIALS_FORM = '{"username": "<name>", "accessToken": "<token>"}';

/**
 * Stops an apply if the secret with the credentials for an upstream registry is missing or has no value.
 *
 * @param cachePath construct path of the pull-through cache, for the error
 */
export function guardCredentials(
  scope: Construct,
  credentials: ISecret,
  cachePath: string,
): readonly Precondition[] {
  return new SecretValueGuard(scope, "Credentials", {
    secret: credentials,
    consequence: `ECR cannot pull images for ${cachePath}`,
    form: CREDENTIALS_FORM,
  }).preconditions;
}
