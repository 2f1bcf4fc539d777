import type { PolicyStatement } from "../iam/policy";

/**
 * Actions that App Runner needs to pull an image.
 *
 * @see https://docs.aws.amazon.com/apprunner/latest/dg/security_iam_service-with-iam.html
 */
const PULL_ACTIONS = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:DescribeImages",
  "ecr:GetDownloadUrlForLayer",
] as const;

/** Permissions to pull from one repository. `ecr:GetAuthorizationToken` does not support resources, so its resource is `*`. */
export function pullStatements(repositoryArn: string): readonly PolicyStatement[] {
  return [
    { actions: PULL_ACTIONS, resources: [repositoryArn] },
    { actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
  ];
}

/**
 * Permission to make ECR import an image from an upstream registry at a pull, and to create the repository that caches it.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html
 */
export function importStatement(repositoryArn: string): PolicyStatement {
  return { actions: ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"], resources: [repositoryArn] };
}

/** Settings of the repositories that ECR creates from a template. */
export interface TemplateOptions {
  /** Tags of the repositories. */
  readonly tags?: Readonly<Record<string, string>>;
  /** ARN of the customer KMS key that encrypts the images. */
  readonly kmsKeyArn?: string;
}

/**
 * Permissions that ECR needs to create repositories from a template with tags or a customer KMS key.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-custom.html
 */
export function templateStatements(
  repositoryArns: string,
  template: TemplateOptions,
): readonly PolicyStatement[] {
  const { tags, kmsKeyArn } = template;
  const create = ["ecr:CreateRepository", ...(tags ? ["ecr:TagResource"] : [])];
  const grant = ["kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"];
  return [
    { actions: create, resources: [repositoryArns] },
    ...(kmsKeyArn === undefined ? [] : [{ actions: grant, resources: [kmsKeyArn] }]),
  ];
}

/**
 * Actions that `docker push` needs.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
 */
const PUSH_ACTIONS = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:CompleteLayerUpload",
  "ecr:InitiateLayerUpload",
  "ecr:PutImage",
  "ecr:UploadLayerPart",
] as const;

/** Permissions to push to one repository. */
export function pushStatements(repositoryArn: string): readonly PolicyStatement[] {
  return [
    { actions: PUSH_ACTIONS, resources: [repositoryArn] },
    { actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
  ];
}

/**
 * Returns the repository policy that allows other accounts to pull.
 *
 * @see https://docs.aws.amazon.com/apprunner/latest/dg/service-source-image.html
 */
export function crossAccountPullPolicy(accountIds: readonly string[]): Record<string, unknown> {
  return { Version: "2012-10-17", Statement: [crossAccountPullStatement(accountIds)] };
}

/** Returns the statement of a repository policy that allows other accounts to pull. */
export function crossAccountPullStatement(accountIds: readonly string[]): Record<string, unknown> {
  return {
    Sid: "CrossAccountPull",
    Effect: "Allow",
    Principal: { AWS: accountIds.map((account) => `arn:aws:iam::${account}:root`) },
    Action: [...PULL_ACTIONS],
  };
}
