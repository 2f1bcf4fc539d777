import type { Construct } from "constructs";
import * as fc from "fast-check";
import { PullThroughCache, Secret, UpstreamRegistry } from "../../modules";
import type { Combinators } from "./arbitrary-combinators";
import { id, kmsKeyArn, oneOf, type Recipe, type Recipes, tag, value, whole } from "./arbitrary-values";

const repositoryPrefix = value(fc.stringMatching(/^[a-z0-9]{2,9}([._/-][a-z0-9]{1,5}){0,3}$/));
const { DOCKER_HUB, GITHUB_CONTAINER_REGISTRY, QUAY, K8S } = UpstreamRegistry;
const credentials: Recipes = fc.constantFrom<Recipe>(
  (scope) => {
    const name = id(scope);
    return new Secret(scope, name, { secretName: `ecr-pullthroughcache/${name}` });
  },
  (scope) => Secret.fromName(scope, id(scope), "ecr-pullthroughcache/a"),
);

/** An image from a pull-through cache. */
export const upstreamImage = oneOf(
  "a/b:1",
  "library/nginx:1.27",
  `a/b/c@sha256:${"0a".repeat(32)}`,
  `a/b:1@sha256:${"0a".repeat(32)}`,
);

/** Props of a cache. */
export function cacheProps(inputs: Combinators): Recipes {
  const shape = {
    repositoryPrefix,
    imageTagMutability: oneOf("IMMUTABLE", "MUTABLE"),
    kmsKeyArn,
    pullAccountIds: inputs.many(value(fc.stringMatching(/^\d{12}$/))),
    expireUntaggedAfterDays: whole(1, 36_500),
    keepNewest: whole(1, 100_000),
    protectedTagPrefixes: inputs.many(tag),
    tags: inputs.tags(),
  };
  const open = { ...shape, upstreamRegistry: oneOf(QUAY, K8S) };
  const azure = UpstreamRegistry.azureContainerRegistry("acme1.azurecr.io");
  const signedIn = {
    ...shape,
    upstreamRegistry: oneOf(DOCKER_HUB, GITHUB_CONTAINER_REGISTRY, azure),
    credentials,
  };
  return fc.oneof(
    inputs.map(open, ["upstreamRegistry"]),
    inputs.map(signedIn, ["upstreamRegistry", "credentials"]),
  );
}

/** A pull-through cache for services. */
export const someCache: Recipes = fc.constantFrom<Recipe>(
  (scope) => new PullThroughCache(scope, id(scope), { upstreamRegistry: QUAY }),
  (scope) => PullThroughCache.fromPrefix(scope, id(scope), "hub", { upstreamRegistry: DOCKER_HUB }),
);

/** Input for pull-through caches. */
export function pullThroughInputs(
  build: (
    recipes: Recipes,
    create: (scope: Construct, props: never) => unknown,
  ) => fc.Arbitrary<(scope: Construct) => void>,
  buildOf: typeof build,
  inputs: Combinators,
): Record<string, fc.Arbitrary<(scope: Construct) => void>> {
  const options = inputs.map({ upstreamRegistry: oneOf(DOCKER_HUB, QUAY), credentials });
  return {
    PullThroughCache: build(cacheProps(inputs), (scope, props) => new PullThroughCache(scope, "It", props)),
    "PullThroughCache.fromPrefix": buildOf(
      inputs.list(repositoryPrefix, options),
      (scope, [prefix, given]: [never, never]) => PullThroughCache.fromPrefix(scope, "It", prefix, given),
    ),
  };
}
