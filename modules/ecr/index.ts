/**
 * Image repositories and pull-through caches.
 *
 * @module ecr
 */
export { lifecyclePolicyDocument } from "./lifecycle-policy";
export type { LifecyclePolicyDocument, LifecycleRules } from "./lifecycle-policy";
export type { PullThroughCacheImportOptions } from "./imported-pull-through-cache";
export { PullThroughCache } from "./pull-through-cache";
export type { PullThroughCacheProps } from "./pull-through-cache";
export type { IPullThroughCache } from "./pull-through-cache-base";
export { RegistryReplication } from "./registry-replication";
export type {
  RegistryReplicationProps,
  ReplicationDestination,
  ReplicationRule,
} from "./registry-replication";
export { RegistryScanning } from "./registry-scanning";
export type { RegistryScanningProps, ScanningRule } from "./registry-scanning";
export { Repository } from "./repository";
export type { IRepository, RepositoryAdoption, RepositoryImportOptions, RepositoryProps } from "./repository";
export type { RepositoryBase } from "./repository-base";
export { UpstreamRegistry } from "./upstream-registry";
