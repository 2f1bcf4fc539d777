import type {
  ApprunnerServiceConfig,
  ApprunnerServiceNetworkConfiguration,
  ApprunnerServiceObservabilityConfiguration,
  ApprunnerServiceSourceConfigurationImageRepositoryImageConfiguration,
} from "@cdktf/provider-aws/lib/apprunner-service";
import { Fn } from "cdktf";
import { isToken } from "../core/validation";
import { HealthCheck } from "./health-check";
import type { ImageSourceConfig } from "./image-source";
import { InstanceSize } from "./instance-size";
import type { AppRunnerService } from "./service";
import type { AppRunnerServiceProps } from "./service-props";

/**
 * The provider's arguments for a service. What the provider forgets to unset once it is left away (health check,
 * instance, network, automatic deployments) is always written out.
 *
 * @param props what the user asked for
 * @param source the image, checked
 * @param service the construct, whose roles and scaling exist already
 */
export function serviceConfig(
  props: AppRunnerServiceProps,
  source: ImageSourceConfig,
  service: Pick<AppRunnerService, "accessRole" | "instanceRole" | "observabilityConfiguration" | "scaling">,
): ApprunnerServiceConfig {
  const { cpu, memory } = props.instance ?? InstanceSize.DEFAULT;
  return {
    serviceName: props.serviceName,
    sourceConfiguration: {
      autoDeploymentsEnabled: source.autoDeploymentsEnabled,
      authenticationConfiguration: service.accessRole && { accessRoleArn: service.accessRole.roleArn },
      imageRepository: {
        imageIdentifier: source.imageIdentifier,
        imageRepositoryType: source.imageRepositoryType,
        imageConfiguration: imageConfiguration(props),
      },
    },
    instanceConfiguration: { cpu, memory, instanceRoleArn: service.instanceRole.roleArn },
    healthCheckConfiguration: (props.healthCheck ?? HealthCheck.tcp()).render(),
    networkConfiguration: networkConfiguration(props),
    autoScalingConfigurationArn: service.scaling.autoScalingConfigurationArn,
    observabilityConfiguration: observabilityConfiguration(props, service),
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

/** The provider sends nothing for a block that is left away: to switch tracing off it has to be written. */
function observabilityConfiguration(
  { tracing }: AppRunnerServiceProps,
  service: Pick<AppRunnerService, "observabilityConfiguration">,
): ApprunnerServiceObservabilityConfiguration | undefined {
  if (tracing === undefined) return undefined;
  return {
    observabilityEnabled: service.observabilityConfiguration !== undefined,
    observabilityConfigurationArn: service.observabilityConfiguration?.observabilityConfigurationArn,
  };
}

function imageConfiguration(
  props: AppRunnerServiceProps,
): ApprunnerServiceSourceConfigurationImageRepositoryImageConfiguration {
  const secrets = Object.entries(props.secrets ?? {}).map(
    ([name, { valueFrom }]) => [name, valueFrom] as const,
  );
  return {
    port: isToken(props.port) ? Fn.tostring(props.port) : String(props.port ?? 8080),
    startCommand: props.startCommand,
    runtimeEnvironmentVariables: props.environment,
    runtimeEnvironmentSecrets: secrets.length > 0 ? Object.fromEntries(secrets) : undefined,
  };
}
