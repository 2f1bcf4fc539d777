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

/** Parts of a service, its own or shared with other services. */
export interface ServiceParts {
  /** Role of the running container. */
  readonly instanceRole: IRole;
  /** Auto scaling configuration of the service. */
  readonly scaling: IScaling;
  /** Tracing configuration, if the service is traced. */
  readonly observabilityConfiguration?: IObservabilityConfiguration;
}

/**
 * Returns the provider's arguments for a service. The provider does not reset some settings when they are left out
 * (health check, instance, network, tracing, automatic deployments), so these are always set.
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

/** The block is always set: the provider sends nothing if it is left out, and App Runner would continue tracing. */
function buildObservabilityConfiguration(
  configuration: IObservabilityConfiguration | undefined,
): ApprunnerServiceObservabilityConfiguration {
  const arn = configuration?.observabilityConfigurationArn;
  return { observabilityEnabled: arn !== undefined, observabilityConfigurationArn: arn };
}
