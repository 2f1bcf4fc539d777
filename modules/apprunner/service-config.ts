import type {
  ApprunnerServiceConfig,
  ApprunnerServiceNetworkConfiguration,
  ApprunnerServiceObservabilityConfiguration,
} from "@cdktf/provider-aws/lib/apprunner-service";
import { HealthCheck } from "./health-check";
import { InstanceSize } from "./instance-size";
import type { AppRunnerService } from "./service";
import type { AppRunnerServiceProps } from "./service-props";
import type { SourceConfig } from "./source";

/**
 * The provider's arguments for a service. What the provider forgets to unset once it is left away (health check,
 * instance, network, tracing, automatic deployments) is always written out.
 *
 * @param props what the user asked for
 * @param source the image or the code, checked
 * @param service the construct, whose roles and scaling exist already
 */
export function serviceConfig(
  props: AppRunnerServiceProps,
  source: SourceConfig,
  service: Pick<AppRunnerService, "instanceRole" | "observabilityConfiguration" | "scaling">,
): ApprunnerServiceConfig {
  const { cpu, memory } = props.instance ?? InstanceSize.DEFAULT;
  return {
    serviceName: props.serviceName,
    sourceConfiguration: source.sourceConfiguration,
    instanceConfiguration: { cpu, memory, instanceRoleArn: service.instanceRole.roleArn },
    healthCheckConfiguration: (props.healthCheck ?? HealthCheck.tcp()).render(),
    networkConfiguration: networkConfiguration(props),
    autoScalingConfigurationArn: service.scaling.autoScalingConfigurationArn,
    observabilityConfiguration: observabilityConfiguration(service),
    encryptionConfiguration: props.kmsKeyArn === undefined ? undefined : { kmsKey: props.kmsKeyArn },
    tags: props.tags,
  };
}

function networkConfiguration(props: AppRunnerServiceProps): ApprunnerServiceNetworkConfiguration {
  const { vpcConnector, isPubliclyAccessible = true, ipAddressType = "IPV4" } = props;
  return {
    ipAddressType,
    ingressConfiguration: { isPubliclyAccessible },
    egressConfiguration: vpcConnector
      ? { egressType: "VPC", vpcConnectorArn: vpcConnector.vpcConnectorArn }
      : { egressType: "DEFAULT" },
  };
}

/** The provider sends nothing for a block that is left away: App Runner would go on tracing. */
function observabilityConfiguration(
  service: Pick<AppRunnerService, "observabilityConfiguration">,
): ApprunnerServiceObservabilityConfiguration {
  const arn = service.observabilityConfiguration?.observabilityConfigurationArn;
  return { observabilityEnabled: arn !== undefined, observabilityConfigurationArn: arn };
}
