import type {
  CodeRepository,
  CreateServiceRequest,
  ImageConfiguration,
  IngressConfiguration,
  InstanceConfiguration,
  NetworkConfiguration,
  SourceConfiguration,
  UpdateServiceRequest,
} from "@aws-sdk/client-apprunner";

import { invalidRequest } from "../http/errors";
import type { ServiceSettings } from "../state/records";
import type { AutoScaling } from "./auto-scaling";
import type { Connections } from "./connections";
import type { Observability } from "./observability";
import type { VpcConnectors } from "./vpc-connectors";

/** The parts of an account that the settings of a service refer to. */
export interface Catalog {
  readonly autoScaling: AutoScaling;
  readonly observability: Observability;
  readonly vpcConnectors: VpcConnectors;
  readonly connections: Connections;
}

type Request = Omit<CreateServiceRequest | UpdateServiceRequest, "ServiceName" | "ServiceArn">;

const DEFAULT_PORT = "8080";

const HEALTH_CHECK_DEFAULTS = {
  Protocol: "TCP",
  Path: "/",
  Interval: 5,
  Timeout: 2,
  HealthyThreshold: 1,
  UnhealthyThreshold: 5,
} as const;

/** Completes the settings of a request with those of the previous version, or with defaults. */
export class SettingsBuilder {
  public constructor(
    private readonly catalog: Catalog,
    private readonly accountId: string,
    private readonly omittedOnUpdate: "cleared" | "kept",
  ) {}

  /** The settings that result from a create request, or from an update of previous settings. */
  public build(request: Request, before?: ServiceSettings): ServiceSettings {
    const { AutoScalingConfigurationArn: scaling, ObservabilityConfiguration: observed } = request;
    const { catalog } = this;
    const asked = observed?.ObservabilityConfigurationArn;
    return {
      source: this.buildSource(request.SourceConfiguration, before?.source),
      instance: this.buildInstance(request.InstanceConfiguration, before?.instance),
      healthCheck: { ...HEALTH_CHECK_DEFAULTS, ...before?.healthCheck, ...request.HealthCheckConfiguration },
      network: this.buildNetwork(request.NetworkConfiguration, before?.network),
      autoScalingArn:
        scaling === undefined && before ? before.autoScalingArn : catalog.autoScaling.resolve(scaling),
      observability: observed
        ? {
            ...observed,
            ...(asked && { ObservabilityConfigurationArn: catalog.observability.resolve(asked) }),
          }
        : before?.observability,
    };
  }

  private buildSource(
    source: SourceConfiguration | undefined,
    before: SourceConfiguration | undefined,
  ): SourceConfiguration {
    if (!source) return before ?? {};
    if (before && !before.ImageRepository !== !source.ImageRepository) {
      throw invalidRequest(
        "You can't switch between an image repository and a code repository with an update.",
      );
    }
    const kept = this.omittedOnUpdate === "kept" ? before : undefined;
    const image = source.ImageRepository;
    if (before && image?.ImageRepositoryType !== before.ImageRepository?.ImageRepositoryType) {
      // The text of the API, as users quote it.
      throw invalidRequest("The image repository type cannot be changed in UpdateService request");
    }
    const isOwnImage =
      image?.ImageRepositoryType === "ECR" && image.ImageIdentifier?.startsWith(this.accountId) === true;
    return {
      ...source,
      AutoDeploymentsEnabled:
        source.AutoDeploymentsEnabled ?? before?.AutoDeploymentsEnabled ?? (isOwnImage || !image),
      AuthenticationConfiguration: source.AuthenticationConfiguration ?? kept?.AuthenticationConfiguration,
      CodeRepository: completeCode(source, before),
      ...(image && {
        ImageRepository: {
          ...image,
          ...this.buildImageConfiguration(
            image.ImageConfiguration,
            before?.ImageRepository?.ImageConfiguration,
          ),
        },
      }),
    };
  }

  private buildImageConfiguration(asked?: ImageConfiguration, before?: ImageConfiguration) {
    const kept = this.omittedOnUpdate === "kept" ? before : undefined;
    if (!asked && !kept) return {};
    return { ImageConfiguration: { Port: DEFAULT_PORT, ...kept, ...asked } };
  }

  private buildInstance(
    asked: InstanceConfiguration | undefined,
    before: InstanceConfiguration | undefined,
  ): InstanceConfiguration {
    if (!asked && before) return before;
    const kept = this.omittedOnUpdate === "kept" ? before?.InstanceRoleArn : undefined;
    return {
      Cpu: toCpuUnits(asked?.Cpu ?? before?.Cpu ?? "1024"),
      Memory: toMegabytes(asked?.Memory ?? before?.Memory ?? "2048"),
      InstanceRoleArn: asked?.InstanceRoleArn || kept,
    };
  }

  private buildNetwork(
    asked: NetworkConfiguration | undefined,
    before: NetworkConfiguration | undefined,
  ): NetworkConfiguration {
    const egress = {
      EgressType: "DEFAULT" as const,
      ...(asked?.EgressConfiguration ?? before?.EgressConfiguration),
    };
    if (egress.EgressType === "VPC" && !egress.VpcConnectorArn) {
      throw invalidRequest("Egress through a VPC needs a VpcConnectorArn.");
    }
    // https://docs.aws.amazon.com/apprunner/latest/api/API_EgressConfiguration.html
    if (egress.EgressType === "DEFAULT" && egress.VpcConnectorArn) {
      throw invalidRequest("A VpcConnectorArn is only valid when EgressType is VPC.");
    }
    return {
      EgressConfiguration: {
        ...egress,
        ...(egress.VpcConnectorArn && {
          VpcConnectorArn: this.catalog.vpcConnectors.resolve(egress.VpcConnectorArn),
        }),
      },
      IngressConfiguration: completeIngress(asked?.IngressConfiguration) ??
        before?.IngressConfiguration ?? { IsPubliclyAccessible: true },
      IpAddressType: asked?.IpAddressType ?? before?.IpAddressType ?? "IPV4",
    };
  }
}

/** Clients omit a false. */
function completeIngress(asked: IngressConfiguration | undefined): IngressConfiguration | undefined {
  return asked && { IsPubliclyAccessible: asked.IsPubliclyAccessible ?? false };
}

/** The code repository with all defaults. */
function completeCode(source: SourceConfiguration, before?: SourceConfiguration): CodeRepository | undefined {
  const code = source.CodeRepository;
  if (!code) return undefined;
  // The configuration is required only at creation.
  const asked = code.CodeConfiguration ?? before?.CodeRepository?.CodeConfiguration;
  const values = asked?.ConfigurationSource === "API" ? asked.CodeConfigurationValues : undefined;
  return {
    ...code,
    SourceDirectory: code.SourceDirectory ?? "/",
    CodeConfiguration: asked && {
      ConfigurationSource: asked.ConfigurationSource,
      ...(values && { CodeConfigurationValues: { Port: DEFAULT_PORT, ...values } }),
    },
  };
}

/** Converts "1 vCPU" to "1024": the API always returns units. */
function toCpuUnits(cpu: string): string {
  return cpu.endsWith(" vCPU") ? String(Number(cpu.split(" ")[0]) * 1024) : cpu;
}

/** Converts "2 GB" to "2048": the API always returns megabytes. */
function toMegabytes(memory: string): string {
  return memory.endsWith(" GB") ? String(Number(memory.split(" ")[0]) * 1024) : memory;
}
