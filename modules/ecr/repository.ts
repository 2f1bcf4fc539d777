import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { EcrRepositoryPolicy } from "@cdktf/provider-aws/lib/ecr-repository-policy";
import type { Construct } from "constructs";
import { addProtectedImportBlock } from "../core/adoption";
import { shorten } from "../core/naming";
import { ACCOUNT_ID, KMS_KEY_ARN, REPOSITORY_NAME } from "../core/patterns";
import { keyRequirement, requireSamePlace } from "../core/place";
import { PropertyChecks } from "../core/property-checks";
import { claimName } from "../core/unique-names";
import { isToken } from "../core/values";
import { Role } from "../iam/role";
import {
  checkPolicyStatements,
  printPolicy,
  renderPolicyStatements,
  type ResourcePolicyStatement,
} from "../iam/resource-policy";
import type { IRole } from "../iam/role-base";
import {
  ImportedRepositoryByArn,
  ImportedRepositoryByName,
  type RepositoryImportOptions,
} from "./imported-repository";
import { checkLifecycleRules, lifecyclePolicyDocument, type LifecycleRules } from "./lifecycle-policy";
import { crossAccountPullStatement } from "./pull-permissions";
import { type RepositoryAdoption, validateRepositoryAdoption } from "./repository-adoption";
import { type IRepository, RepositoryBase } from "./repository-base";

export type { RepositoryImportOptions } from "./imported-repository";
export type { RepositoryAdoption } from "./repository-adoption";
export type { IRepository } from "./repository-base";

/** API model: RepositoryPolicyText. */
const MAX_POLICY_LENGTH = 10_240;

/** Props of a `Repository`. */
export interface RepositoryProps extends LifecycleRules {
  /** Name: 2 to 256 lowercase letters and digits, separated by single `.`, `_`, `-` or `/`. */
  readonly repositoryName: string;
  /**
   * Existing repository for Terraform to import instead of creating one. Its images stay.
   *
   * @default - none: the repository is created
   */
  readonly adopt?: RepositoryAdoption;
  /**
   * `IMMUTABLE` to reject a push that would move an existing tag, or `MUTABLE`.
   *
   * @default "IMMUTABLE"
   */
  readonly imageTagMutability?: "IMMUTABLE" | "MUTABLE";
  /**
   * Whether ECR scans each pushed image for known vulnerabilities.
   *
   * @default true
   */
  readonly scanOnPush?: boolean;
  /**
   * ARN of the customer KMS key that encrypts the images. Changing it replaces the repository.
   *
   * @default - AES-256 with an ECR-managed key
   */
  readonly kmsKeyArn?: string;
  /**
   * IDs of other AWS accounts whose App Runner services can pull.
   *
   * @default - this account only
   */
  readonly pullAccountIds?: readonly string[];
  /**
   * Statements of the repository's permissions policy, in addition to that of `pullAccountIds`.
   *
   * @default - none
   */
  readonly policyStatements?: readonly ResourcePolicyStatement[];
  /**
   * Whether to create App Runner's access role with the repository, so that the first deployment does not wait for IAM.
   *
   * @default false
   */
  readonly createAccessRole?: boolean;
  /**
   * Whether Terraform refuses to destroy or replace the repository.
   *
   * @default true
   */
  readonly preventDestroy?: boolean;
  /**
   * Whether destroying the repository also deletes its images. Otherwise only an empty repository can be destroyed.
   *
   * @default false
   */
  readonly forceDelete?: boolean;
  /**
   * Tags of the repository, in addition to the provider's default tags.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * A private ECR repository. By default, its tags are immutable, its images are scanned and expire by rule, and it is
 * protected from being destroyed by accident.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/Repositories.html
 * @example
 * const repository = new Repository(this, "Images", {
 *   repositoryName: "hello",
 *   keepNewest: 50,
 *   protectedTagPrefixes: ["release-"],
 * });
 */
export class Repository extends RepositoryBase {
  /**
   * References an existing repository by name. Terraform looks it up at plan, in the account and region of the provider.
   *
   * @param scope parent construct of the reference
   * @param id construct id of the reference
   * @param repositoryName name of the repository
   * @param options provider of the repository
   * @throws ValidationError if `repositoryName` is not a valid repository name
   */
  public static fromName(
    scope: Construct,
    id: string,
    repositoryName: string,
    options: RepositoryImportOptions = {},
  ): IRepository {
    return new ImportedRepositoryByName(scope, id, repositoryName, options);
  }

  /**
   * References an existing repository by ARN, in any account or region. Nothing is looked up.
   *
   * @param scope parent construct of the reference
   * @param id construct id of the reference
   * @param repositoryArn `arn:aws:ecr:<region>:<account>:repository/<name>`
   * @param options provider of the repository
   * @throws ValidationError if `repositoryArn` is not the ARN of a repository
   */
  public static fromArn(
    scope: Construct,
    id: string,
    repositoryArn: string,
    options: RepositoryImportOptions = {},
  ): IRepository {
    return new ImportedRepositoryByArn(scope, id, repositoryArn, options);
  }

  /** Provider resource. Use `resource.addOverride(path, value)` for settings without a prop. */
  public readonly resource: EcrRepository;
  public readonly repositoryName: string;
  public readonly repositoryArn: string;
  public readonly repositoryUri: string;
  public readonly registryId: string;
  public readonly accessRole?: IRole;

  public constructor(scope: Construct, id: string, props: RepositoryProps) {
    super(scope, id);
    this.validate(props);

    this.resource = new EcrRepository(this, "Resource", {
      name: props.repositoryName,
      imageTagMutability: props.imageTagMutability ?? "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: props.scanOnPush ?? true },
      encryptionConfiguration: [
        { encryptionType: props.kmsKeyArn === undefined ? "AES256" : "KMS", kmsKey: props.kmsKeyArn },
      ],
      forceDelete: props.forceDelete ?? false,
      lifecycle: { preventDestroy: props.preventDestroy ?? true },
      tags: props.tags,
    });
    this.repositoryName = props.repositoryName;
    this.repositoryArn = this.resource.arn;
    this.repositoryUri = this.resource.repositoryUrl;
    this.registryId = this.resource.registryId;
    claimName(this, { prop: "repositoryName", name: props.repositoryName, resource: this.resource });
    requireSamePlace(this, [keyRequirement(props.kmsKeyArn)]);

    const lifecyclePolicy = new EcrLifecyclePolicy(this, "LifecyclePolicy", {
      repository: this.resource.name,
      policy: JSON.stringify(lifecyclePolicyDocument(props)),
    });
    const policy = this.createPolicy(props);
    if (props.adopt) {
      const existing = [
        this.resource,
        props.adopt.lifecyclePolicy && lifecyclePolicy,
        props.adopt.policy && policy,
      ];
      for (const resource of existing) if (resource) addProtectedImportBlock(resource, props.repositoryName);
    }
    if (props.createAccessRole) this.accessRole = createAccessRole(this, "AccessRole", this);
  }

  private createPolicy(props: RepositoryProps): EcrRepositoryPolicy | undefined {
    const { pullAccountIds = [], policyStatements = [] } = props;
    const pull = pullAccountIds.length > 0 ? [crossAccountPullStatement(pullAccountIds)] : [];
    const statements = [...pull, ...renderPolicyStatements(policyStatements)];
    if (statements.length === 0) return undefined;
    return new EcrRepositoryPolicy(this, "Policy", {
      repository: this.resource.name,
      policy: printPolicy(this, "'pullAccountIds' and 'policyStatements'", statements, MAX_POLICY_LENGTH),
    });
  }

  private validate(props: RepositoryProps): void {
    const checks = new PropertyChecks(this).props("props", props);
    checks.string("repositoryName", props.repositoryName, REPOSITORY_NAME);
    checkLifecycleRules(checks, props);
    checks.list("pullAccountIds", props.pullAccountIds, (prop, id) => checks.string(prop, id, ACCOUNT_ID));
    checks.oneOf("imageTagMutability", props.imageTagMutability ?? "IMMUTABLE", ["IMMUTABLE", "MUTABLE"]);
    for (const prop of ["scanOnPush", "createAccessRole", "preventDestroy", "forceDelete"] as const) {
      checks.boolean(prop, props[prop]);
    }
    checks.optional.string("kmsKeyArn", props.kmsKeyArn, KMS_KEY_ARN);
    checks.tags("tags", props.tags);
    checkPolicyStatements(checks, "policyStatements", props.policyStatements);
    validateRepositoryAdoption(checks, props.adopt, props);
    checks.finish(Repository);
  }
}

/**
 * Creates the access role that App Runner pulls images with. It can pull from `repository` only.
 *
 * @param subject start of the role's name
 */
export function createAccessRole(
  scope: Construct,
  id: string,
  repository: IRepository,
  subject = repository.repositoryName,
): IRole {
  const name = isToken(subject) ? "image" : subject.replaceAll("/", "-");
  const role = new Role(scope, id, {
    assumedBy: "build.apprunner.amazonaws.com",
    namePrefix: `${shorten(name, 29)}-pull-`,
    description: "App Runner pulls images with this role",
  });
  repository.grantPull(role);
  return role;
}
