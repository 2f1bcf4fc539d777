import { KMS_KEY_ARN, PROFILE, REGION, ROLE_ARN } from "../modules/core/patterns";
import type { PropertyChecks } from "../modules/core/property-checks";

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET = {
  pattern: /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  allowed: "the name of a bucket: 3 to 63 lowercase letters, digits, single '.' and '-'",
};
const KEY_PREFIX = {
  pattern: /^[\w.-]+(\/[\w.-]+)*$/,
  allowed: "names of letters, digits, '_', '.' and '-', separated by '/'",
};
/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html */
const TABLE = {
  pattern: /^[\w.-]{3,255}$/,
  allowed: "the name of a DynamoDB table: 3 to 255 letters, digits, '_', '.' and '-'",
};
/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const SESSION_NAME = {
  pattern: /^[\w+=,.@-]{2,64}$/,
  allowed: "2 to 64 letters, digits and '+=,.@-_'",
};
/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const EXTERNAL_ID = {
  pattern: /^[\w+=,.@:/-]{2,1224}$/,
  allowed: "2 to 1224 letters, digits and '+=,.@:/-_'",
};
const ENDPOINT = {
  pattern: /^https?:\/\/[^\s\p{C}$%/@]+(\/[^\s\p{C}$%]*)?$/u,
  allowed: "a URL without credentials, such as 'https://s3.example.com'",
};
/** Role that Terraform assumes for access to the bucket. */
export interface S3BackendRole {
  /** ARN of the role. */
  readonly roleArn: string;
  /**
   * Name of the session, which AWS CloudTrail shows: 2 to 64 letters, digits and `+=,.@-_`.
   *
   * @default - a name that Terraform generates
   */
  readonly sessionName?: string;
  /**
   * External id that the trust policy of the role requires: 2 to 1224 letters, digits and `+=,.@:/-_`.
   *
   * @default - none
   */
  readonly externalId?: string;
}

/** URLs of AWS APIs that are not the public ones, such as those of VPC endpoints. */
export interface S3BackendEndpoints {
  /**
   * URL of the S3 API.
   *
   * @default - the public endpoint of the region
   */
  readonly s3?: string;
  /**
   * URL of the DynamoDB API.
   *
   * @default - the public endpoint of the region
   */
  readonly dynamodb?: string;
  /**
   * URL of the STS API.
   *
   * @default - the public endpoint of the region
   */
  readonly sts?: string;
  /**
   * URL of the IAM API.
   *
   * @default - the public endpoint
   */
  readonly iam?: string;
  /**
   * URL of the IAM Identity Center API.
   *
   * @default - the public endpoint of the region
   */
  readonly sso?: string;
}

/** Options of `Backend.s3`. */
export interface S3BackendOptions {
  /** Name of an existing bucket. */
  readonly bucket: string;
  /** Region of the bucket. */
  readonly region: string;
  /**
   * Folder of the bucket that stores the states.
   *
   * @default - the root of the bucket
   */
  readonly keyPrefix?: string;
  /**
   * ARN of the KMS key that encrypts the states. The S3 backend also accepts an id or alias, but only the ARN names the account of the key.
   *
   * @default - the default encryption of the bucket
   */
  readonly kmsKeyArn?: string;
  /**
   * AWS profile for access to the bucket.
   *
   * @default - the credentials of the environment
   */
  readonly profile?: string;
  /**
   * Role to assume for access to the bucket. The role of the resources is a prop of the stack.
   *
   * @default - no role is assumed
   */
  readonly assumeRole?: S3BackendRole;
  /**
   * URLs of the AWS APIs.
   *
   * @default - the public endpoints
   */
  readonly endpoints?: S3BackendEndpoints;
  /**
   * Folder of the states of workspaces different from `default`.
   *
   * @default "env:"
   */
  readonly workspaceKeyPrefix?: string;
  /**
   * Whether to lock the state with a file next to it. `false` requires `dynamodbTable`.
   *
   * @default true
   */
  readonly useLockfile?: boolean;
  /**
   * Name of the DynamoDB table that locks the state, during the change to `useLockfile`. Terraform
   * [deprecates](https://developer.hashicorp.com/terraform/language/backend/s3#state-locking) such tables.
   *
   * @default - no table
   */
  readonly dynamodbTable?: string;
}

/**
 * Checks the options of `Backend.s3`.
 *
 * @param checks checks of the stack, with the options as `backend`
 * @throws ValidationError with every fault
 */
export function checkS3Options(checks: PropertyChecks, options: S3BackendOptions): void {
  const { bucket, region, keyPrefix, kmsKeyArn, profile, assumeRole, endpoints } = options;
  const { workspaceKeyPrefix, useLockfile, dynamodbTable } = options;
  checks.literal("backend.bucket", bucket, BUCKET).literal("backend.region", region, REGION);
  checks.optional.literal("backend.keyPrefix", keyPrefix, KEY_PREFIX);
  checks.optional.literal("backend.kmsKeyArn", kmsKeyArn, KMS_KEY_ARN);
  checks.optional.literal("backend.profile", profile, PROFILE);
  checks.optional.literal("backend.workspaceKeyPrefix", workspaceKeyPrefix, KEY_PREFIX);
  checks.optional.literal("backend.dynamodbTable", dynamodbTable, TABLE);
  checks.boolean("backend.useLockfile", useLockfile);
  const locks = useLockfile !== false || dynamodbTable !== undefined;
  checks.that(locks, "'backend.useLockfile' must not be false without 'backend.dynamodbTable'");
  if (assumeRole !== undefined) {
    checks.props("backend.assumeRole", assumeRole);
    checks.literal("backend.assumeRole.roleArn", assumeRole.roleArn, ROLE_ARN);
    checks.optional.literal("backend.assumeRole.sessionName", assumeRole.sessionName, SESSION_NAME);
    checks.optional.literal("backend.assumeRole.externalId", assumeRole.externalId, EXTERNAL_ID);
  }
  if (endpoints !== undefined) {
    checks.props("backend.endpoints", endpoints);
    for (const name of ["s3", "dynamodb", "sts", "iam", "sso"] as const) {
      checks.optional.literal(`backend.endpoints.${name}`, endpoints[name], ENDPOINT);
    }
  }
  checks.finish();
}
