import { DataAwsEcrImage } from "@cdktf/provider-aws/lib/data-aws-ecr-image";
import { Op, type Precondition } from "cdktf";
import type { Construct } from "constructs";
import { differ, findRegion, findRegionAndAccount } from "../../core/account";
import { regionOfArn } from "../../core/arn";
import { maskTokens, printPath } from "../../core/expressions";
import { explainFailure } from "../../core/terraform";
import { isToken } from "../../core/values";
import type { ImageSourceConfig } from "../source/image";
import { CacheGuard } from "./cache-guard";
import { currentAccountId, resolveProvider, warnUnchecked } from "./lookup";

/**
 * Stops an apply if the image is not in its repository, or if `autoDeploy` is set for a repository in another account. For a
 * pull-through cache, which fetches the image at the first pull, the cache is checked instead.
 */
export function guardImage(
  scope: Construct,
  service: Construct,
  source: ImageSourceConfig,
): readonly Precondition[] {
  const { privateImage, imageIdentifier } = source;
  if (!privateImage) return [];
  const { repository, tag, digest, cache } = privateImage;
  if (cache) return new CacheGuard(scope, "PullThroughCache", cache).preconditions;
  const preconditions = source.autoDeploymentsEnabled
    ? requireOwnAccount(scope, service, repository.registryId)
    : [];
  const { region } = findRegionAndAccount(repository, repository.repositoryArn, "repository/");
  if (repository.provider === undefined && differ(region, findRegion(service))) {
    warnUnchecked(service, `the image in a repository in ${region} (${repository.node.path})`);
    return preconditions;
  }
  const data = new DataAwsEcrImage(scope, "Image", {
    registryId: repository.registryId,
    repositoryName: repository.repositoryName,
    imageTag: tag,
    imageDigest: digest,
    provider: resolveProvider(service, repository),
  });
  const image = isToken(imageIdentifier) ? describeImage(privateImage) : imageIdentifier;
  const command = digest === undefined ? `docker push ${image}` : `push the image with this digest, ${image}`;
  explainFailure(data, `the image of ${printPath(service)}; if it is missing: ${command}`);
  return preconditions;
}

/** App Runner sees pushes only to repositories in its own account. */
function requireOwnAccount(scope: Construct, service: Construct, registryId: string): Precondition[] {
  if (isToken(registryId)) return [];
  return [
    {
      condition: Op.eq(currentAccountId(scope), registryId),
      errorMessage:
        `App Runner does not see pushes to a repository in another account (${registryId}). ` +
        `Set autoDeploy to false for ${printPath(service)}.`,
    },
  ];
}

/** Returns a readable name for an image with parts that only Terraform knows. */
function describeImage(image: NonNullable<ImageSourceConfig["privateImage"]>): string {
  const { repository, tag, digest } = image;
  const name = maskTokens(repository.repositoryName, "<repository>");
  const version =
    digest === undefined ? `:${maskTokens(tag ?? "", "<tag>")}` : `@${maskTokens(digest, "<digest>")}`;
  const account = maskTokens(repository.registryId, "<account>");
  const region = maskTokens(regionOfArn(repository.repositoryArn, "repository/"), "<region>");
  return `${account}.dkr.ecr.${region}.amazonaws.com/${name}${version}`;
}
