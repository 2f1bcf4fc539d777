/**
 * Image repositories and pull-through caches.
 *
 * @module ecr
 */
export { lifecyclePolicyDocument } from "./lifecycle-policy";
export type { LifecyclePolicyDocument, LifecycleRules } from "./lifecycle-policy";
export { PullThroughCache } from "./pull-through-cache";
export type {
  IPullThroughCache,
  PullThroughCacheImportOptions,
  PullThroughCacheProps,
} from "./pull-through-cache";
export { Repository } from "./repository";
export type { IRepository, RepositoryAdoption, RepositoryImportOptions, RepositoryProps } from "./repository";
export type { RepositoryBase } from "./repository-base";
export { UpstreamRegistry } from "./upstream-registry";
