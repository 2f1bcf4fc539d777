import type { Construct } from "constructs";
import { differ, findAccountId, findRegion, findRegionAndAccount } from "../../core/account";
import { printPath } from "../../core/expressions";
import { childId } from "../../core/naming";
import { SECRET_BY_ARN } from "../../secretsmanager/imported-secret";
import type { ISecret, SecretVersion } from "../../secretsmanager/secret-base";
import { SecretValueGuard } from "../../secretsmanager/secret-value-guard";
import { resolveProvider, warnUnchecked } from "./lookup";

/**
 * Stops an apply if a secret of the service is missing or a referenced version has no value. A secret in another region or
 * account is checked only if it has a provider.
 */
export function guardSecret(
  scope: Construct,
  service: Construct,
  variable: string,
  secret: ISecret,
  versions: readonly SecretVersion[],
): Pick<SecretValueGuard, "preconditions" | "versionIds"> {
  const found = findRegionAndAccount(secret, secret.secretArn, "secret:");
  const { accountId } = found;
  const region = secret.region ?? found.region;
  const isElsewhere = differ(region, findRegion(service)) || differ(accountId, findAccountId(service));
  if (secret.provider === undefined && isElsewhere) {
    const place = [region, accountId && `account ${accountId}`]
      .filter((part) => part !== undefined)
      .join(", ");
    const arn = SECRET_BY_ARN.includes(secret) ? ", and whether its ARN is complete" : "";
    warnUnchecked(service, `the secret for ${variable} in ${place} (${secret.node.path})${arn}`);
    return { preconditions: [], versionIds: [] };
  }
  return new SecretValueGuard(scope, childId(variable.replaceAll("/", "%2F")), {
    secret,
    versions,
    provider: resolveProvider(service, secret),
    consequence: `${printPath(service)} could not start`,
  });
}
