import type { TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { differ } from "../core/account";
import { arnCheck, parseArn } from "../core/arn";
import { canEqual } from "../core/mixed-text";
import { findPlace } from "../core/place";
import { PropertyChecks } from "../core/property-checks";
import { display } from "../core/values";

/** Region of the log groups and keys that Route 53 uses, whatever the region of the services. */
const REGION = "us-east-1";

/** Returns a check for an ARN with tokens, whose region must be the one that Route 53 requires. */
export function arnInUsEast1(service: string, resourceType: string): (arn: string) => boolean {
  const isArn = arnCheck(service, resourceType);
  return (arn) => isArn(arn) && canEqual(parseArn(arn, resourceType).region ?? REGION, REGION);
}

/**
 * Checks at synth that `resource` is in the region that Route 53 requires. Earlier, its provider may not be final.
 *
 * @param what what Route 53 requires there, such as "the log group"
 * @throws ValidationError at synth if the resource is in a different region
 */
export function requireUsEast1(scope: Construct, resource: TerraformResource, what: string): void {
  const validate = (): string[] => {
    const region = findPlace(resource)?.region;
    const checks = new PropertyChecks(scope);
    checks.that(
      !differ(region, REGION),
      `'provider' must be an AwsProvider for '${REGION}', where Route 53 requires ${what}, got ${display(region)}: pass ` +
        `new AwsProvider(…, { region: "${REGION}", alias: "${REGION}" })`,
    );
    checks.throwIfAny();
    return [];
  };
  scope.node.addValidation({ validate });
}
