/**
 * The service, what it runs, its scaling, network, tracing and domains.
 *
 * @module apprunner
 */
export { CodeSource } from "./code-source";
export type { CodeBuild, CodeRepositoryOptions, CodeSourceOptions } from "./code-source";
export { CustomDomain } from "./custom-domain";
export type { CustomDomainAdoption, CustomDomainProps } from "./custom-domain";
export type { DnsRecord } from "./dns-record";
export type { DomainAssociation, DomainAssociationProps } from "./domain-association";
export { HealthCheck } from "./health-check";
export type { HealthCheckOptions } from "./health-check";
export type { ImageSourceConfig } from "./image";
export { ImageSource } from "./image-source";
export type { EcrImageOptions, EcrPublicImageOptions, PullThroughImageOptions } from "./image-source";
export type { AppRunnerServiceAttributes } from "./imported-service";
export { InstanceSize } from "./instance-size";
export type { InstanceSizeProps } from "./instance-size";
export { ObservabilityConfiguration } from "./observability-configuration";
export type {
  IObservabilityConfiguration,
  ObservabilityConfigurationAdoption,
  ObservabilityConfigurationProps,
} from "./observability-configuration";
export { APP_RUNNER_REGIONS } from "./regions";
export type { AppRunnerRegion } from "./regions";
export { APP_RUNNER_RUNTIMES } from "./runtimes";
export type { AppRunnerRuntime } from "./runtimes";
export { Scaling } from "./scaling";
export type { IScaling, ScalingAdoption, ScalingOptions, ScalingProps } from "./scaling";
export { AppRunnerService } from "./service";
export type { AppRunnerServiceBase, IAppRunnerService } from "./service-base";
export type { AppRunnerServiceAdoption, AppRunnerServiceProps } from "./service-props";
export type { ISource, PlannedValue, RunProps, SourceConfig, SourceKind } from "./source";
export { SourceConnection } from "./source-connection";
export type { ISourceConnection, SourceConnectionProps, SourceProviderType } from "./source-connection";
export { VpcConnector } from "./vpc-connector";
export type { IVpcConnector, VpcConnectorProps } from "./vpc-connector";
export { VpcIngressConnection } from "./vpc-ingress-connection";
export type { VpcIngressConnectionAdoption, VpcIngressConnectionProps } from "./vpc-ingress-connection";
