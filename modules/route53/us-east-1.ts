import type { TerraformProvider } from "cdktf";
import type { IConstruct } from "constructs";
import { differ, findRegion } from "../core/account";
import { arnCheck, parseArn } from "../core/arn";
import { canEqual } from "../core/mixed-text";
import type { PropertyChecks } from "../core/property-checks";
import { display } from "../core/values";

/** Region of the log groups and keys that Route 53 uses, whatever the region of the services. */
const REGION = "us-east-1";

/** Returns a check for an ARN with tokens, whose region must be the one that Route 53 requires. */
export function arnInUsEast1(service: string, resourceType: string): (arn: string) => boolean {
  const isArn = arnCheck(service, resourceType);
  return (arn) => isArn(arn) && canEqual(parseArn(arn, resourceType).region ?? REGION, REGION);
}

/**
 * Records a fault if the resources of `scope` would be created in a different region than the one that Route 53 requires.
 *
 * @param provider provider of these resources, if it is not the stack's
 * @param what what Route 53 requires there, such as "the log group"
 */
export function checkUsEast1(
  checks: PropertyChecks,
  scope: IConstruct,
  provider: TerraformProvider | undefined,
  what: string,
): void {
  const region = provider ? (provider as { region?: string }).region : findRegion(scope);
  checks.that(
    !differ(region, REGION),
    `'provider' must be an AwsProvider for '${REGION}', where Route 53 requires ${what}, got ${display(region)}: pass ` +
      `new AwsProvider(…, { region: "${REGION}", alias: "${REGION}" })`,
  );
}
