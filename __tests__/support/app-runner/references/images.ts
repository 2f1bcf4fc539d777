import { DescribeImagesCommand, GetRepositoryPolicyCommand, type ECRClient } from "@aws-sdk/client-ecr";

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
