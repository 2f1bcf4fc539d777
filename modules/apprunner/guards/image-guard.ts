import { DataAwsEcrImage } from "@cdktf/provider-aws/lib/data-aws-ecr-image";
import { Op, type Precondition } from "cdktf";
import type { Construct } from "constructs";
import { differ } from "../../core/account";
import { placeByProp } from "../../core/aws-blocks";
import { maskTokens, printPath } from "../../core/expressions";
import {
  changeAtSynth,
  type FinalArguments,
  type Guard,
  guardIf,
  leaveOutIf,
} from "../../core/final-arguments";
import { findPlaceOf, findRegionAndAccount } from "../../core/place";
import { isToken } from "../../core/values";
import type { IRepository } from "../../ecr/repository";
import type { ImageSourceConfig } from "../source/image";
import { CacheGuard } from "./cache-guard";
import { currentAccountId, resolveProvider, warnUnchecked } from "./lookup";

type PrivateImage = NonNullable<ImageSourceConfig["privateImage"]>;

const IMAGE = ["source_configuration", "image_repository", "image_identifier"];
const AUTO_DEPLOY = ["source_configuration", "auto_deployments_enabled"];

/**
 * Stops an apply if the image is not in its repository, or if `autoDeploy` is set for a repository in another account. For a
 * pull-through cache, which fetches the image at the first pull, the cache is checked instead.
 *
 * If Terraform ignores which image runs, the guard only requires that the repository has an image: the first one may be gone.
 *
 * @param findArguments returns the final arguments of the service at synth
 */
export function guardImage(
  scope: Construct,
  service: Construct,
  source: ImageSourceConfig,
  findArguments: () => FinalArguments,
): readonly Guard[] {
  const { privateImage, imageIdentifier } = source;
  if (!privateImage) return [];
  const { repository, cache } = privateImage;
  const runs = (args: FinalArguments) => args.read(IMAGE) === imageIdentifier;
  const isReplaced = () => !runs(findArguments());
  if (cache) return guardIf(new CacheGuard(scope, "PullThroughCache", cache, isReplaced).preconditions, runs);
  const guards = source.autoDeploymentsEnabled
    ? guardIf(requireOwnAccount(scope, service, repository.registryId), (args) =>
        args.keeps(AUTO_DEPLOY, true),
      )
    : [];
  lookUpImage(scope, service, privateImage, findArguments, isReplaced);
  return guards;
}

/** Looks up the image, except in a region where the provider of the service cannot. */
function lookUpImage(
  scope: Construct,
  service: Construct,
  image: PrivateImage,
  findArguments: () => FinalArguments,
  isReplaced: () => boolean,
): void {
  const { repository, tag, digest } = image;
  const findElsewhere = () => findOtherRegion(service, repository);
  warnUnchecked(service, () => {
    const region = isReplaced() ? undefined : findElsewhere();
    return region && `the image in a repository in ${region} (${repository.node.path})`;
  });
  const provider = resolveProvider(service, repository);
  const data = new DataAwsEcrImage(scope, "Image", {
    registryId: repository.registryId,
    repositoryName: repository.repositoryName,
    imageTag: digest === undefined ? tag : undefined,
    imageDigest: digest,
    provider,
  });
  placeByProp(data, provider);
  leaveOutIf(data, () => isReplaced() || findElsewhere() !== undefined);
  changeAtSynth(data, ({ image_tag, image_digest, ...args }) => {
    const isAny = findArguments().ignores(IMAGE);
    const which = isAny ? { most_recent: true } : { image_tag, image_digest };
    const key = explainMissing(service, isAny, explainPush(image));
    return { ...args, ...which, for_each: { [key]: "" } };
  });
}

/** Terraform prints only the key of the instance that it could not look up, see `explainFailure`. */
function explainMissing(service: Construct, isAny: boolean, command: string): string {
  const path = printPath(service);
  if (isAny) return `an image in the repository of ${path}; if it has no image: ${command}`;
  return `the image of ${path}; if it is missing: ${command}`;
}

/** Returns the region of a repository that the provider of the service cannot look up. */
function findOtherRegion(service: Construct, repository: IRepository): string | undefined {
  if (repository.provider !== undefined) return undefined;
  const { region } = findRegionAndAccount(repository, repository.repositoryArn, "repository/");
  return differ(region, findPlaceOf(service)?.region) ? region : undefined;
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

/** Returns the command that pushes the image. Text in `$(…)` asks ECR for what only Terraform knows. */
function explainPush({ repository, tag, digest }: PrivateImage): string {
  const place = findRegionAndAccount(repository, repository.repositoryArn, "repository/");
  const { region, accountId = repository.registryId } = place;
  const name = maskTokens(repository.repositoryName, "<repository>");
  const known = [accountId, region].every((part) => part !== undefined && !isToken(part));
  const options = [
    region === undefined || isToken(region) ? "" : ` --region ${region}`,
    isToken(accountId) ? "" : ` --registry-id ${accountId}`,
  ].join("");
  const uri = known
    ? `${accountId}.dkr.ecr.${region}.amazonaws.com/${name}`
    : `$(aws ecr describe-repositories --repository-names ${name}${options} --query 'repositories[0].repositoryUri' --output text)`;
  if (digest === undefined) return `docker push ${uri}:${maskTokens(tag ?? "", "<tag>")}`;
  return `push the image with this digest, ${uri}@${maskTokens(digest, "<digest>")}`;
}
