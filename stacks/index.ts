/**
 * Stacks with a provider and a backend, in the order of deployment.
 *
 * @module stacks
 */
export { Backend } from "./backend";
export type {
  HcpTerraformOptions,
  LocalBackendOptions,
  S3BackendEndpoints,
  S3BackendOptions,
  S3BackendRole,
} from "./backend";
export { BaseStack } from "./base-stack";
export type { BaseStackProps } from "./base-stack";
export { DomainStack } from "./domain-stack";
export type { DomainProps, DomainStackProps, ZoneAccess } from "./domain-stack";
export { FoundationStack } from "./foundation-stack";
export type { FoundationPullThroughCacheProps, FoundationStackProps } from "./foundation-stack";
export { ServiceStack } from "./service-stack";
export type { MonitoringOptions, ServiceStackProps } from "./service-stack";
