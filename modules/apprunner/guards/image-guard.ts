import { DataAwsEcrImage } from "@cdktf/provider-aws/lib/data-aws-ecr-image";
import { Op, type Precondition } from "cdktf";
import type { Construct } from "constructs";
import { differ, findRegion, findRegionAndAccount } from "../../core/account";
import { maskTokens, printPath } from "../../core/expressions";
import {
  changeAtSynth,
  type FinalArguments,
  type Guard,
  guardIf,
  leaveOutIf,
} from "../../core/final-arguments";
import { explainFailure } from "../../core/terraform";
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
  const { repository, tag, digest, cache } = privateImage;
  const runs = (args: FinalArguments) => args.read(IMAGE) === imageIdentifier;
  const isReplaced = () => !runs(findArguments());
  if (cache) return guardIf(new CacheGuard(scope, "PullThroughCache", cache, isReplaced).preconditions, runs);
  const guards = source.autoDeploymentsEnabled
    ? guardIf(requireOwnAccount(scope, service, repository.registryId), (args) =>
        args.keeps(AUTO_DEPLOY, true),
      )
    : [];
  const { region } = findRegionAndAccount(repository, repository.repositoryArn, "repository/");
  if (repository.provider === undefined && differ(region, findRegion(service))) {
    warnUnchecked(service, `the image in a repository in ${region} (${repository.node.path})`);
    return guards;
  }
  const data = new DataAwsEcrImage(scope, "Image", {
    registryId: repository.registryId,
    repositoryName: repository.repositoryName,
    imageTag: digest === undefined ? tag : undefined,
    imageDigest: digest,
    provider: resolveProvider(service, repository),
  });
  const command = explainPush(privateImage);
  explainFailure(data, `the image of ${printPath(service)}; if it is missing: ${command}`);
  leaveOutIf(data, isReplaced);
  changeAtSynth(data, ({ image_tag, image_digest, ...args }) =>
    findArguments().ignores(IMAGE)
      ? { ...args, most_recent: true, for_each: { [explainEmpty(service, command)]: "" } }
      : { image_tag, image_digest, ...args },
  );
  return guards;
}

function explainEmpty(service: Construct, command: string): string {
  return `an image in the repository of ${printPath(service)}; if it has no image: ${command}`;
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
  const { region, accountId = repository.registryId } = locate(repository);
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

/** Returns the region and account of a repository, if known. One found by name is where its provider looks it up. */
function locate(repository: IRepository): { readonly region?: string; readonly accountId?: string } {
  const { provider, repositoryArn } = repository;
  if (provider === undefined || !isToken(repositoryArn))
    return findRegionAndAccount(repository, repositoryArn, "repository/");
  const { region } = provider as { readonly region?: string };
  return { region };
}
