import type { Construct } from "constructs";
import { differ } from "../../core/account";
import { printPath } from "../../core/expressions";
import { leaveOutAllIf } from "../../core/final-arguments";
import { childId } from "../../core/naming";
import { findPlaceOf, findRegionAndAccount } from "../../core/place";
import { SECRET_BY_ARN } from "../../secretsmanager/imported-secret";
import type { ISecret, SecretVersion } from "../../secretsmanager/secret-base";
import { SecretValueGuard } from "../../secretsmanager/secret-value-guard";
import { resolveProvider, warnUnchecked } from "./lookup";

/** What a guard of a secret checks. */
export interface GuardedSecret extends Pick<SecretValueGuard, "preconditions" | "versionIds"> {
  /** Whether the secret is checked. Complete only at synth. */
  readonly isChecked: () => boolean;
}

/**
 * Stops an apply if a secret of the service is missing or a referenced version has no value. A secret in another region or
 * account is checked only if it has a provider.
 *
 * @param applies whether the service reads the secret. Complete only at synth
 */
export function guardSecret(
  scope: Construct,
  service: Construct,
  variable: string,
  secret: ISecret,
  versions: readonly SecretVersion[],
  applies: () => boolean,
): GuardedSecret {
  const isChecked = () => findElsewhere(service, secret) === undefined;
  warnUnchecked(service, () => {
    const place = applies() ? findElsewhere(service, secret) : undefined;
    if (place === undefined) return undefined;
    const arn = SECRET_BY_ARN.includes(secret) ? ", and whether its ARN is complete" : "";
    return `the secret for ${variable} in ${place} (${secret.node.path})${arn}`;
  });
  const guard = new SecretValueGuard(scope, childId(variable.replaceAll("/", "%2F")), {
    secret,
    versions,
    provider: resolveProvider(service, secret),
    consequence: `${printPath(service)} could not start`,
  });
  leaveOutAllIf(guard, () => !isChecked() || !applies());
  return { preconditions: guard.preconditions, versionIds: guard.versionIds, isChecked };
}

/** Returns the region and account of a secret that the provider of the service cannot look up. */
function findElsewhere(service: Construct, secret: ISecret): string | undefined {
  if (secret.provider !== undefined) return undefined;
  const { region: found, accountId } = findRegionAndAccount(secret, secret.secretArn, "secret:");
  const region = secret.region ?? found;
  const own = findPlaceOf(service);
  if (!differ(region, own?.region) && !differ(accountId, own?.accountId)) return undefined;
  return [region, accountId && `account ${accountId}`].filter((part) => part !== undefined).join(", ");
}
