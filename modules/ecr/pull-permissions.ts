import type { PolicyStatement } from "../iam/policy";

/**
 * What App Runner needs to pull one image, and no more.
 *
 * @see https://docs.aws.amazon.com/apprunner/latest/dg/security_iam_service-with-iam.html
 */
const PULL_ACTIONS = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:DescribeImages",
  "ecr:GetDownloadUrlForLayer",
] as const;

/** The permissions to pull from one repository. `ecr:GetAuthorizationToken` knows no resource and stays `*`. */
export function pullStatements(repositoryArn: string): readonly PolicyStatement[] {
  return [
    { actions: PULL_ACTIONS, resources: [repositoryArn] },
    { actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
  ];
}

/**
 * The permission to make ECR fetch an image of an upstream registry at a pull, and to keep it in a repository that does not
 * exist before.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html
 */
export function importStatement(repositoryArn: string): PolicyStatement {
  return { actions: ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"], resources: [repositoryArn] };
}

/** What a template says of the repositories that are made by it. */
export interface TemplateOptions {
  /** Tags of the repositories. */
  readonly tags?: Readonly<Record<string, string>>;
  /** ARN of the customer KMS key that encrypts the images. */
  readonly kmsKeyArn?: string;
}

/**
 * What ECR needs to make repositories by a template with tags or with a customer KMS key.
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
 * What `docker push` needs, and no more.
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

/** The permissions to push to one repository. */
export function pushStatements(repositoryArn: string): readonly PolicyStatement[] {
  return [
    { actions: PUSH_ACTIONS, resources: [repositoryArn] },
    { actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
  ];
}

/**
 * The repository policy that lets other accounts pull.
 *
 * @see https://docs.aws.amazon.com/apprunner/latest/dg/service-source-image.html
 */
export function crossAccountPullPolicy(accountIds: readonly string[]): Record<string, unknown> {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "CrossAccountPull",
        Effect: "Allow",
        Principal: { AWS: accountIds.map((account) => `arn:aws:iam::${account}:root`) },
        Action: [...PULL_ACTIONS],
      },
    ],
  };
}
