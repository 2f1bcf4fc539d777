import type { IConstruct } from "constructs";
import { keyRequirement, type Requirement, requireSamePlace } from "../core/place";
import { OBSERVABILITY_CONFIGURATION } from "./observability-configuration";
import { SCALING } from "./scaling";
import type { AppRunnerServiceProps } from "./service-props";

/**
 * Checks that what a service uses is in its region and account. An image, a secret and a parameter can be in another region: their guards check
 * them.
 *
 * @throws ValidationError if something is known to be elsewhere
 */
export function requireServicePlace(service: IConstruct, props: AppRunnerServiceProps): void {
  const { vpcConnector, scaling, tracing, webAcl, instanceRole, accessRole, kmsKeyArn } = props;
  const here = (prop: string, thing: IConstruct, arn: string): Requirement => {
    return { prop, thing, arn, same: "region and account" };
  };
  requireSamePlace(service, [
    vpcConnector && here("vpcConnector", vpcConnector, vpcConnector.vpcConnectorArn),
    SCALING.includes(scaling) ? here("scaling", scaling, scaling.autoScalingConfigurationArn) : undefined,
    OBSERVABILITY_CONFIGURATION.includes(tracing)
      ? here("tracing", tracing, tracing.observabilityConfigurationArn)
      : undefined,
    webAcl && here("webAcl", webAcl, webAcl.webAclArn),
    instanceRole && { prop: "instanceRole", thing: instanceRole, arn: instanceRole.roleArn, same: "account" },
    accessRole && { prop: "accessRole", thing: accessRole, arn: accessRole.roleArn, same: "account" },
    keyRequirement(kmsKeyArn),
  ]);
}
