import type {
  ApprunnerServiceConfig,
  ApprunnerServiceSourceConfigurationImageRepositoryImageConfiguration,
} from "@cdktf/provider-aws/lib/apprunner-service";
import { Fn } from "cdktf";
import { isToken } from "../core/validation";
import { HealthCheck } from "./health-check";
import type { ImageSourceConfig } from "./image-source";
import { InstanceSize } from "./instance-size";
import type { AppRunnerService, AppRunnerServiceProps } from "./service";

/** Reached from the internet, and reaching it. */
const PUBLIC_NETWORK = {
  ipAddressType: "IPV4",
  ingressConfiguration: { isPubliclyAccessible: true },
  egressConfiguration: { egressType: "DEFAULT" },
};

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
  service: Pick<AppRunnerService, "accessRole" | "instanceRole" | "scaling">,
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
    networkConfiguration: PUBLIC_NETWORK,
    autoScalingConfigurationArn: service.scaling.autoScalingConfigurationArn,
    tags: props.tags,
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
