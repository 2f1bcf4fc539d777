import { arnCheck } from "./arn";
import { allowCharacters, canBeDomain, canBeHost } from "./mixed-text";
import type { StringRule } from "./rules";

/**
 * ARN of a KMS key, not of an alias (API model of ECR: KmsKeyForRepositoryCreationTemplate). The id has no uppercase letters: IAM compares ARNs
 * literally, so a permission for such an ARN would allow nothing.
 */
export const KMS_KEY_ARN: StringRule = {
  pattern: /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[a-z0-9-]+$/,
  allowed: "the ARN of a KMS key, such as 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd'",
  mixed: arnCheck("kms", "key/"),
};

/**
 * ARN of a KMS key that App Runner accepts. It rejects multi-region keys, whose ids start with `mrk-` (API model: KmsKeyArn). The provider requires
 * a UUID.
 *
 * @see https://docs.aws.amazon.com/apprunner/latest/api/API_EncryptionConfiguration.html
 */
export const SINGLE_REGION_KMS_KEY_ARN: StringRule = {
  pattern:
    /^arn:aws[a-z-]*:kms:[a-z-]+-\d:\d{12}:key\/[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  allowed:
    "the ARN of a single-region KMS key, such as 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-a6ef-1234567890ab'",
  mixed: (arn) => arnCheck("kms", "key/")(arn) && !arn.includes(":key/mrk-"),
};

/** Id of an AWS account (API model of App Runner: CustomerAccountId). */
export const ACCOUNT_ID: StringRule = {
  pattern: /^\d{12}$/,
  allowed: "a 12-digit AWS account id",
  numberRemedy: "write it in quotes, because a number loses leading zeros",
  mixed: allowCharacters("0-9"),
};

/** Region. */
export const REGION: StringRule = {
  pattern: /^(?=.{1,25}$)[a-z]+(-[a-z]+)+-\d+$/,
  allowed: "an AWS region, such as 'eu-central-1'",
  mixed: allowCharacters("a-z0-9-"),
};

/**
 * Tag of a container image, as registries define it. ECR's API model allows 300 characters (ImageTag), but Docker cannot push such a tag.
 *
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
 */
export const IMAGE_TAG: StringRule = {
  pattern: /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/,
  allowed: "1 to 128 letters, digits, '_', '.' and '-', starting with a letter, a digit or '_'",
  mixed: allowCharacters("A-Za-z0-9._-"),
};

/** Digest of a container image. */
export const IMAGE_DIGEST: StringRule = {
  pattern: /^sha256:[0-9a-f]{64}$/,
  allowed: "'sha256:' followed by 64 hexadecimal digits",
  mixed: allowCharacters("a-z0-9:", "sha256:"),
};

/**
 * Domain name without a wildcard. App Runner does not allow `_` (API model: DomainName). Route 53 returns names in lowercase.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html
 */
export const HOST_NAME: StringRule = {
  pattern: /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
  allowed:
    "a domain name in lowercase without a trailing dot, at most 253 characters and 63 per label, such as 'example.com'",
  mixed: canBeHost,
};

/** Domain name of a service (API model: DomainName). The first label can be `*`. */
export const DOMAIN_NAME: StringRule = {
  pattern: /^(?=.{1,253}$)(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
  allowed:
    "a domain name in lowercase without a trailing dot, at most 253 characters and 63 per label, such as 'api.example.com' or " +
    "'*.example.com'",
  mixed: canBeDomain,
};

/** ARN of an IAM role that App Runner accepts (API model: RoleArn), with the name and path that IAM allows (roleNameType, pathType). */
export const ROLE_ARN: StringRule = {
  pattern:
    /^arn:aws(-us-gov|-cn|-iso|-iso-b)?:iam::\d{12}:role\/(?:(?=.{1,575}$)[\w+=,.@/-]{1,510}\/)?[\w+=,.@-]{1,64}$/,
  allowed:
    "the ARN of an IAM role with a name of 1 to 64 characters, such as 'arn:aws:iam::111122223333:role/name'",
  mixed: arnCheck("iam", "role/", true),
};

/** Name of an IAM role (API model: roleNameType). */
export const ROLE_NAME: StringRule = {
  pattern: /^[\w+=,.@-]{1,64}$/,
  allowed: "1 to 64 letters, digits and '+=,.@-_', without a path",
  mixed: allowCharacters("\\w+=,.@\\-"),
};

/** Principal of an AWS service, such as `tasks.apprunner.amazonaws.com`. */
export const SERVICE_PRINCIPAL: StringRule = {
  pattern: /^[a-z0-9-]+(\.[a-z0-9-]+)+$/,
  allowed: "the name of an AWS service, such as 'tasks.apprunner.amazonaws.com'",
  mixed: allowCharacters("a-z0-9.\\-"),
};

/** ARN of an IAM policy, managed by AWS or by a customer (API model: policyNameType, pathType). */
export const POLICY_ARN: StringRule = {
  pattern: /^arn:aws[a-z-]*:iam::(aws|\d{12}):policy\/(?=.{1,639}$)([\w+=,.@-]+\/)*[\w+=,.@-]{1,128}$/,
  allowed:
    "the ARN of an IAM policy with a name of 1 to 128 characters, such as 'arn:aws:iam::111122223333:policy/name'",
  mixed: arnCheck("iam", "policy/", true),
};

/**
 * Path of an IAM role (API model: pathType). IAM also allows other ASCII characters, but App Runner does not accept a role whose ARN has them
 * (API model: RoleArn).
 */
export const ROLE_PATH: StringRule = {
  pattern: /^(?=.{1,512}$)\/([\w+=,.@-]+\/)*$/,
  allowed: "a path of at most 512 characters that starts and ends with '/', such as '/app/'",
  mixed: allowCharacters("\\w+=,.@\\-\\/", "/"),
};

/** Name of an AWS profile. */
export const PROFILE: StringRule = {
  pattern: /^[^\p{C}$%]{1,256}$/u,
  allowed: "the name of an AWS profile: 1 to 256 characters, without control characters, '$' or '%'",
};

/** Name of a scaling or observability configuration, before it is shortened to 32 characters. */
export const CONFIGURATION_NAME: StringRule = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9_-]{3,}$/,
  allowed: "4 or more letters, digits, '-' and '_', starting with a letter or digit",
  mixed: allowCharacters("A-Za-z0-9_-"),
};

/** Name of an ECR repository that App Runner can pull from. ECR also allows `__` and `--` (API model: RepositoryName), App Runner does not (ImageIdentifier). */
export const REPOSITORY_NAME: StringRule = {
  pattern: /^(?=.{2,256}$)[a-z0-9]+(?:[._-][a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-][a-z0-9]+)*)*$/,
  allowed: "2 to 256 lowercase letters and digits, separated by single '.', '_', '-' or '/'",
  mixed: allowCharacters("a-z0-9._\\-\\/"),
};

/**
 * Maximum length of the name or value of an environment variable (API model: RuntimeEnvironmentVariablesKey, RuntimeEnvironmentVariablesValue). The
 * provider has the same limit for commands and health check paths.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/apprunner/service.go
 */
export const MAX_TEXT_LENGTH = 51_200;

/** Returns the rule for the name of an App Runner resource (API model: ServiceName and the names of the other resources). */
export function appRunnerName(maxLength: number): StringRule {
  return {
    pattern: new RegExp(`^${namePattern(maxLength)}$`),
    allowed: `4 to ${maxLength} letters, digits, '-' and '_', starting with a letter or digit`,
    mixed: allowCharacters("A-Za-z0-9_-"),
  };
}

/** Regular expressions for the part of an App Runner ARN that follows the name. */
const ARN_SUFFIX = {
  id: "/[0-9a-f]{32}",
  revision: "/\\d+/[0-9a-f]{32}",
  /** Revision and id, both optional. */
  anyRevision: "(/\\d+(/[0-9a-f]{32})?)?",
} as const;

/**
 * Returns the expression for the ARN of an App Runner resource, with its name as the group `name`.
 *
 * @param kind resource type in the ARN, such as "service"
 * @param suffix expression for what follows the name
 */
export function appRunnerArn(kind: string, suffix: string, maxLength = 40): RegExp {
  return new RegExp(
    `^arn:aws[a-z-]*:apprunner:[a-z0-9-]+:\\d{12}:${kind}/(?<name>${namePattern(maxLength)})${suffix}$`,
  );
}

/**
 * Returns the rule for the full ARN of an App Runner resource or revision, which the provider imports.
 *
 * @param kind resource type in the ARN, such as "service"
 * @param what the same in words, such as "a service"
 */
export function wholeAppRunnerArn(kind: string, what: string, suffix: "id" | "revision"): StringRule {
  const rest = suffix === "id" ? "<id>" : "<revision>/<id>";
  return {
    pattern: appRunnerArn(kind, ARN_SUFFIX[suffix]),
    allowed: `the full ARN of ${what}, '${ARN_START}:${kind}/<name>/${rest}', ${explainArn(40)}`,
    mixed: arnCheck("apprunner", `${kind}/`),
  };
}

/** Returns the rule for the ARN of an App Runner configuration, with or without its revision and id. */
export function appRunnerArnOfAnyRevision(kind: string, what: string, maxLength = 40): StringRule {
  return {
    pattern: appRunnerArn(kind, ARN_SUFFIX.anyRevision, maxLength),
    allowed: `the ARN of ${what}, '${ARN_START}:${kind}/<name>' or '…/<name>/<revision>/<id>', ${explainArn(maxLength)}`,
    mixed: arnCheck("apprunner", `${kind}/`),
  };
}

const ARN_START = "arn:aws:apprunner:<region>:<account>";

function explainArn(maxLength: number): string {
  return `where <name> has 4 to ${maxLength} characters and <id> is 32 hexadecimal digits`;
}

function namePattern(maxLength: number): string {
  return `[A-Za-z0-9][A-Za-z0-9_-]{3,${maxLength - 1}}`;
}
