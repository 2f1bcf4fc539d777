import {
  BatchGetImageCommand,
  DescribeImagesCommand,
  DescribePullThroughCacheRulesCommand,
  DescribeRepositoriesCommand,
  GetRepositoryPolicyCommand,
  type ECRClient,
} from "@aws-sdk/client-ecr";

import { readUnless } from "./aws-errors";
import { isAllowed, type PolicyDocument } from "./iam-policy";

/** The parts of the identifier of an image in ECR. */
export interface EcrImage {
  readonly accountId: string;
  readonly region: string;
  readonly repositoryName: string;
  /** ARN of the repository. */
  readonly repositoryArn: string;
  /** Digest, or tag if there is no digest. */
  readonly imageId: { readonly imageTag: string } | { readonly imageDigest: string };
}

/** The actions that App Runner needs on a repository to pull an image. */
export const PULL_ACTIONS = [
  "ecr:GetDownloadUrlForLayer",
  "ecr:BatchGetImage",
  "ecr:DescribeImages",
] as const;

const NO_REPOSITORY = "RepositoryNotFoundException";

/** Parses the identifier of an image in ECR. A digest decides, even if there is a tag. The default tag is `latest`. */
export function parseEcrImage(identifier: string): EcrImage {
  const pattern = /^(\d{12})\.dkr\.ecr\.([^.]+)\.amazonaws\.com\/([^:@]+)(?::([^@]+))?(?:@(.+))?$/;
  const [, accountId = "", region = "", repositoryName = "", imageTag = "latest", imageDigest] =
    pattern.exec(identifier) ?? [];
  return {
    accountId,
    region,
    repositoryName,
    repositoryArn: `arn:aws:ecr:${region}:${accountId}:repository/${repositoryName}`,
    imageId: imageDigest === undefined ? { imageTag } : { imageDigest },
  };
}

/** Whether the image exists in its repository. */
async function imageExists(ecr: ECRClient, image: EcrImage): Promise<boolean> {
  const { repositoryName, imageId } = image;
  const found = await readUnless(
    [NO_REPOSITORY, "ImageNotFoundException"],
    ecr.send(new DescribeImagesCommand({ repositoryName, imageIds: [imageId] })),
  );
  return (found?.imageDetails ?? []).length > 0;
}

/**
 * Why an image cannot be pulled with a role, or `undefined` if it can. Under the prefix of a pull-through cache rule, ECR
 * fetches a missing image if the role allows it. It is unverified that App Runner's pull triggers this.
 */
export async function findPullProblem(
  ecr: ECRClient,
  image: EcrImage,
  role: { readonly arn: string; allows(action: string, resource: string): boolean },
): Promise<string | undefined> {
  const { repositoryName, repositoryArn, imageId } = image;
  if (await imageExists(ecr, image)) return undefined;
  if (!(await isCached(ecr, repositoryName))) return "not found";
  const isNew = !(await repositoryExists(ecr, repositoryName));
  const needed = ["ecr:BatchImportUpstreamImage", ...(isNew ? ["ecr:CreateRepository"] : [])];
  const refused = needed.find((action) => !role.allows(action, repositoryArn));
  if (refused !== undefined) return `${role.arn} does not allow ${refused} on ${repositoryArn}`;
  try {
    const { images = [] } = await ecr.send(new BatchGetImageCommand({ repositoryName, imageIds: [imageId] }));
    return images.length > 0 ? undefined : "not found";
  } catch (error) {
    if (error instanceof Error && error.name === "UnableToGetUpstreamImageException") return error.message;
    throw error;
  }
}

async function isCached(ecr: ECRClient, repositoryName: string): Promise<boolean> {
  const { pullThroughCacheRules = [] } = await ecr.send(new DescribePullThroughCacheRulesCommand({}));
  return pullThroughCacheRules.some((rule) => repositoryName.startsWith(`${rule.ecrRepositoryPrefix}/`));
}

async function repositoryExists(ecr: ECRClient, repositoryName: string): Promise<boolean> {
  const command = new DescribeRepositoriesCommand({ repositoryNames: [repositoryName] });
  return (await readUnless([NO_REPOSITORY], ecr.send(command))) !== undefined;
}

/** Whether the repository policy lets a role of a different account pull. */
export async function repositoryAllows(ecr: ECRClient, image: EcrImage, roleArn: string): Promise<boolean> {
  const { repositoryName } = image;
  const account = `arn:aws:iam::${roleArn.split(":")[4]}:root`;
  const found = await readUnless(
    [NO_REPOSITORY, "RepositoryPolicyNotFoundException"],
    ecr.send(new GetRepositoryPolicyCommand({ repositoryName })),
  );
  if (!found) return false;
  const policy = JSON.parse(found.policyText ?? "{}") as PolicyDocument;
  return PULL_ACTIONS.every((action) =>
    [roleArn, account].some((AWS) => isAllowed([policy], { action, principal: { AWS } })),
  );
}
