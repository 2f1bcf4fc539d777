import type {
  ApprunnerServiceConfig,
  ApprunnerServiceNetworkConfiguration,
  ApprunnerServiceObservabilityConfiguration,
} from "@cdktf/provider-aws/lib/apprunner-service";
import type { IRole } from "../iam/role-base";
import { HealthCheck } from "./health-check";
import { InstanceSize } from "./instance-size";
import type { IObservabilityConfiguration } from "./observability-configuration";
import type { IScaling } from "./scaling";
import type { AppRunnerServiceProps } from "./service-props";
import type { SourceConfig } from "./source/source";

/** What a service uses, its own or what it shares with others. */
export interface ServiceParts {
  /** Role that the running container has. */
  readonly instanceRole: IRole;
  /** Between how many instances the service scales. */
  readonly scaling: IScaling;
  /** How the service is traced, where it is. */
  readonly observabilityConfiguration?: IObservabilityConfiguration;
}

/**
 * The provider's arguments for a service. What the provider forgets to unset once it is left away (health check,
 * instance, network, tracing, automatic deployments) is always written out.
 */
export function buildServiceConfig(
  props: AppRunnerServiceProps,
  source: SourceConfig,
  parts: ServiceParts,
): ApprunnerServiceConfig {
  const { instanceRole, scaling, observabilityConfiguration } = parts;
  const { cpu, memory } = props.instance ?? InstanceSize.DEFAULT;
  return {
    serviceName: props.serviceName,
    sourceConfiguration: source.sourceConfiguration,
    instanceConfiguration: { cpu, memory, instanceRoleArn: instanceRole.roleArn },
    healthCheckConfiguration: (props.healthCheck ?? HealthCheck.tcp()).render(),
    networkConfiguration: buildNetworkConfiguration(props),
    autoScalingConfigurationArn: scaling.autoScalingConfigurationArn,
    observabilityConfiguration: buildObservabilityConfiguration(observabilityConfiguration),
    encryptionConfiguration: props.kmsKeyArn === undefined ? undefined : { kmsKey: props.kmsKeyArn },
    tags: props.tags,
  };
}

function buildNetworkConfiguration(props: AppRunnerServiceProps): ApprunnerServiceNetworkConfiguration {
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
function buildObservabilityConfiguration(
  configuration: IObservabilityConfiguration | undefined,
): ApprunnerServiceObservabilityConfiguration {
  const arn = configuration?.observabilityConfigurationArn;
  return { observabilityEnabled: arn !== undefined, observabilityConfigurationArn: arn };
}
