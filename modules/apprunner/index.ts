/**
 * App Runner services: source, scaling, network, tracing and domains.
 *
 * @module apprunner
 */
export { CustomDomain } from "./domain/custom-domain";
export type { CustomDomainAdoption, CustomDomainProps } from "./domain/custom-domain";
export type { DnsRecord } from "./domain/dns-record";
export type { DomainAssociation, DomainAssociationProps } from "./domain/domain-association";
export { VpcConnector } from "./network/vpc-connector";
export type { IVpcConnector, VpcConnectorProps } from "./network/vpc-connector";
export { VpcIngressConnection } from "./network/vpc-ingress-connection";
export type {
  VpcIngressConnectionAdoption,
  VpcIngressConnectionProps,
} from "./network/vpc-ingress-connection";
export { CodeSource } from "./source/code-source";
export type { CodeBuild, CodeRepositoryOptions, CodeSourceOptions } from "./source/code-source";
export type { ImageSourceConfig } from "./source/image";
export { ImageSource } from "./source/image-source";
export type {
  EcrImageOptions,
  EcrPublicImageOptions,
  ImageDeploymentOptions,
  PullThroughImageOptions,
} from "./source/image-options";
export { APP_RUNNER_RUNTIMES } from "./source/runtimes";
export type { AppRunnerRuntime } from "./source/runtimes";
export type { ISource, PlannedValue, RunProps, SourceConfig, SourceKind } from "./source/source";
export { SourceConnection } from "./source/source-connection";
export type {
  ISourceConnection,
  SourceConnectionProps,
  SourceProviderType,
} from "./source/source-connection";
export { DefaultScaling } from "./default-scaling";
export type { DefaultScalingProps } from "./default-scaling";
export { HealthCheck } from "./health-check";
export type { HealthCheckOptions } from "./health-check";
export type { AppRunnerServiceAttributes } from "./imported-service";
export { InstanceSize } from "./instance-size";
export type { InstanceSizeProps } from "./instance-size";
export { ObservabilityConfiguration } from "./observability-configuration";
export type {
  IObservabilityConfiguration,
  ObservabilityConfigurationAdoption,
  ObservabilityConfigurationProps,
} from "./observability-configuration";
export type { RedeploymentOptions } from "./redeployment";
export { APP_RUNNER_REGIONS } from "./regions";
export type { AppRunnerRegion } from "./regions";
export { Scaling } from "./scaling";
export type { IScaling, ScalingAdoption, ScalingOptions, ScalingProps } from "./scaling";
export { AppRunnerService } from "./service";
export type { AppRunnerServiceBase, IAppRunnerService } from "./service-base";
export type { AppRunnerServiceAdoption, AppRunnerServiceProps } from "./service-props";
