import {
  BatchGetImageCommand,
  DescribeImagesCommand,
  DescribePullThroughCacheRulesCommand,
  DescribeRepositoriesCommand,
  GetRepositoryPolicyCommand,
  type ECRClient,
} from "@aws-sdk/client-ecr";

import { isAllowed, type PolicyDocument } from "./iam-policy";

/** The parts of the identifier of an image in ECR. */
export interface EcrImage {
  readonly accountId: string;
  readonly region: string;
  readonly repositoryName: string;
  /** ARN of the repository. */
  readonly repositoryArn: string;
  /** What selects the image in its repository. */
  readonly imageId: { readonly imageTag: string } | { readonly imageDigest: string };
}

/** What App Runner does with an access role to get an image. */
export const pullActions = ["ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage", "ecr:DescribeImages"] as const;

/** Takes the identifier of an image in ECR apart. Without tag and digest `latest` is meant. */
export function parseEcrImage(identifier: string): EcrImage {
  const pattern = /^(\d{12})\.dkr\.ecr\.([^.]+)\.amazonaws\.com\/([^:@]+)(?::([^@]+)|@(.+))?$/;
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

/** Whether the image is in its repository. */
export async function imageExists(ecr: ECRClient, image: EcrImage): Promise<boolean> {
  const { repositoryName, imageId } = image;
  try {
    const { imageDetails } = await ecr.send(
      new DescribeImagesCommand({ repositoryName, imageIds: [imageId] }),
    );
    return (imageDetails ?? []).length > 0;
  } catch (error) {
    if (isOneOf(error, "RepositoryNotFoundException", "ImageNotFoundException")) return false;
    throw error;
  }
}

/**
 * Why an image cannot be pulled with a role, `undefined` if it can. Under the prefix of a pull-through cache rule ECR fetches
 * an image that is not there, if the role may make it do so. That App Runner's pull has this effect is unverified.
 */
export async function pullProblem(
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
  try {
    await ecr.send(new DescribeRepositoriesCommand({ repositoryNames: [repositoryName] }));
    return true;
  } catch (error) {
    if (isOneOf(error, "RepositoryNotFoundException")) return false;
    throw error;
  }
}

/** Whether the repository lets a role of another account pull. */
export async function repositoryAllows(ecr: ECRClient, image: EcrImage, roleArn: string): Promise<boolean> {
  const { repositoryName } = image;
  const account = `arn:aws:iam::${roleArn.split(":")[4]}:root`;
  try {
    const { policyText } = await ecr.send(new GetRepositoryPolicyCommand({ repositoryName }));
    const policy = JSON.parse(policyText ?? "{}") as PolicyDocument;
    return pullActions.every((action) =>
      [roleArn, account].some((AWS) => isAllowed([policy], { action, principal: { AWS } })),
    );
  } catch (error) {
    if (isOneOf(error, "RepositoryNotFoundException", "RepositoryPolicyNotFoundException")) return false;
    throw error;
  }
}

function isOneOf(error: unknown, ...names: string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}
