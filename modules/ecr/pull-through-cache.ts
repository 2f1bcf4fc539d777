import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import { EcrPullThroughCacheRule } from "@cdktf/provider-aws/lib/ecr-pull-through-cache-rule";
import { EcrRepositoryCreationTemplate } from "@cdktf/provider-aws/lib/ecr-repository-creation-template";
import type { Construct } from "constructs";
import { printPath } from "../core/expressions";
import { LocatedConstruct } from "../core/located-construct";
import { shorten } from "../core/naming";
import { ACCOUNT_ID, KMS_KEY_ARN } from "../core/patterns";
import { keyRequirement, requireSamePlace } from "../core/place";
import { PropertyChecks } from "../core/property-checks";
import { claimName } from "../core/unique-names";
import { display, isToken } from "../core/values";
import { Role } from "../iam/role";
import type { ISecret } from "../secretsmanager/secret";
import { CREDENTIALS_FORM, guardCredentials } from "./credentials-guard";
import { ImportedPullThroughCache, type PullThroughCacheImportOptions } from "./imported-pull-through-cache";
import { checkLifecycleRules, lifecyclePolicyDocument, type LifecycleRules } from "./lifecycle-policy";
import { crossAccountPullPolicy, templateStatements } from "./pull-permissions";
import {
  checkCredentials,
  checkRegistry,
  type IPullThroughCache,
  PREFIX,
  PULL_THROUGH_CACHE,
  SECRET_PREFIX,
} from "./pull-through-cache-base";
import { UPSTREAM_REGISTRY, type UpstreamRegistry } from "./upstream-registry";

/** Props of a `PullThroughCache`. */
export interface PullThroughCacheProps extends LifecycleRules {
  /** Registry that the images come from. Changing it replaces the rule; cached images stay. */
  readonly upstreamRegistry: UpstreamRegistry;
  /**
   * Prefix of the repository names: 2 to 30 lowercase letters and digits, separated by single `.`, `_`, `-` or `/`.
   * Changing it replaces the rule; cached images stay.
   *
   * @default - the registry's name in ECR, such as `docker-hub`
   */
  readonly repositoryPrefix?: string;
  /**
   * Secret with the credentials for the upstream registry, as JSON with `username` and `accessToken`. Its name must start
   * with `ecr-pullthroughcache/`, and it cannot use a customer KMS key.
   *
   * @default - none: the registry must not require credentials
   */
  readonly credentials?: ISecret;
  /**
   * `IMMUTABLE` to keep each tag on the image that was first pulled, or `MUTABLE`. New repositories only.
   *
   * @default "MUTABLE"
   */
  readonly imageTagMutability?: "IMMUTABLE" | "MUTABLE";
  /**
   * ARN of the customer KMS key that encrypts the images. New repositories only.
   *
   * @default - AES-256 with an ECR-managed key
   */
  readonly kmsKeyArn?: string;
  /**
   * IDs of other AWS accounts that can pull cached images. New repositories only.
   *
   * @default - this account only
   */
  readonly pullAccountIds?: readonly string[];
  /**
   * Tags of the repositories, without the provider's default tags. New repositories only.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * An ECR pull-through cache for images of another registry. At the first pull, ECR creates a private repository and caches
 * the image in it.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
 * @example
 * const cache = new PullThroughCache(this, "Quay", { upstreamRegistry: UpstreamRegistry.QUAY });
 * new AppRunnerService(this, "Api", {
 *   serviceName: "hello",
 *   source: ImageSource.pullThrough(cache, "prometheus/prometheus:v3.5.0"),
 *   port: 9090,
 * });
 */
export class PullThroughCache extends LocatedConstruct implements IPullThroughCache {
  /**
   * References an existing pull-through cache rule in the account and region of the stack. Terraform looks it up at plan.
   *
   * @param scope parent construct of the reference
   * @param id construct id of the reference
   * @param repositoryPrefix prefix of the rule; `ROOT` is not supported
   * @param options registry and credentials of the rule
   * @throws ValidationError if `repositoryPrefix` is not valid
   */
  public static fromPrefix(
    scope: Construct,
    id: string,
    repositoryPrefix: string,
    options: PullThroughCacheImportOptions = {},
  ): IPullThroughCache {
    return new ImportedPullThroughCache(scope, id, repositoryPrefix, options);
  }

  /** Provider resource. Use `resource.addOverride(path, value)` for settings without a prop. */
  public readonly resource: EcrPullThroughCacheRule;
  /** The provider's resource for the template that ECR creates the repositories from. */
  public readonly template: EcrRepositoryCreationTemplate;
  public readonly repositoryPrefix: string;
  public readonly registryId: string;
  public readonly registryRegion: string;
  public readonly upstreamRegistry: UpstreamRegistry;
  public readonly credentials?: ISecret;

  public constructor(scope: Construct, id: string, props: PullThroughCacheProps) {
    super(scope, id);
    this.validate(props);
    this.upstreamRegistry = props.upstreamRegistry;
    this.credentials = props.credentials;
    this.repositoryPrefix = props.repositoryPrefix ?? props.upstreamRegistry.name;
    this.registryRegion = new DataAwsRegion(this, "Region", {}).name;

    this.template = this.createTemplate(props);
    const { credentials } = props;
    const preconditions = credentials && guardCredentials(this, credentials, printPath(this));
    this.resource = new EcrPullThroughCacheRule(this, "Resource", {
      ecrRepositoryPrefix: this.repositoryPrefix,
      upstreamRegistryUrl: props.upstreamRegistry.url,
      credentialArn: credentials?.secretArn,
      // The first pull creates a repository, so the template must exist before the rule.
      dependsOn: [this.template],
      lifecycle: preconditions && { precondition: [...preconditions] },
    });
    this.registryId = this.resource.registryId;
    claimName(this, { prop: "repositoryPrefix", name: this.repositoryPrefix, resource: this.resource });
    requireSamePlace(this, [keyRequirement(props.kmsKeyArn)]);
  }

  private createTemplate(props: PullThroughCacheProps): EcrRepositoryCreationTemplate {
    const { kmsKeyArn, pullAccountIds = [], tags } = props;
    const role = kmsKeyArn === undefined && tags === undefined ? undefined : this.createTemplateRole(props);
    return new EcrRepositoryCreationTemplate(this, "Template", {
      prefix: this.repositoryPrefix,
      description: "Repositories of a pull-through cache",
      appliedFor: ["PULL_THROUGH_CACHE"],
      imageTagMutability: props.imageTagMutability ?? "MUTABLE",
      encryptionConfiguration: [
        { encryptionType: kmsKeyArn === undefined ? "AES256" : "KMS", kmsKey: kmsKeyArn },
      ],
      lifecyclePolicy: JSON.stringify(lifecyclePolicyDocument(props)),
      repositoryPolicy:
        pullAccountIds.length > 0 ? JSON.stringify(crossAccountPullPolicy(pullAccountIds)) : undefined,
      resourceTags: tags,
      customRoleArn: role?.roleArn,
      dependsOn: role?.permissions,
    });
  }

  /** ECR's service-linked role can neither tag repositories nor use a customer key. */
  private createTemplateRole({ tags, kmsKeyArn }: PullThroughCacheProps): Role {
    const { repositoryPrefix, registryRegion } = this;
    const name = isToken(repositoryPrefix) ? "cache" : shorten(repositoryPrefix.replaceAll("/", "-"), 28);
    const role = new Role(this, "TemplateRole", {
      assumedBy: "ecr.amazonaws.com",
      namePrefix: `${name}-template-`,
      description: "ECR creates the repositories of a pull-through cache with this role",
      tags,
    });
    const { accountId } = new DataAwsCallerIdentity(this, "Account", {});
    const arns = `arn:aws:ecr:${registryRegion}:${accountId}:repository/${repositoryPrefix}/*`;
    templateStatements(arns, { tags, kmsKeyArn }).forEach((statement) => {
      role.addToPolicy(statement);
    });
    return role;
  }

  private validate(props: PullThroughCacheProps): void {
    const checks = new PropertyChecks(this).props("props", props).knows("credentials");
    checkRegistry(checks, props.upstreamRegistry);
    checks.optional.string("repositoryPrefix", props.repositoryPrefix, PREFIX);
    checkNeed(checks, props);
    if (props.credentials !== undefined) checkCredentials(checks, props.credentials);
    checkLifecycleRules(checks, props);
    checks.list("pullAccountIds", props.pullAccountIds, (prop, id) => checks.string(prop, id, ACCOUNT_ID));
    checks.oneOf("imageTagMutability", props.imageTagMutability ?? "MUTABLE", ["IMMUTABLE", "MUTABLE"]);
    checks.optional.string("kmsKeyArn", props.kmsKeyArn, KMS_KEY_ARN);
    checks.tags("tags", props.tags).finish(PullThroughCache);
  }
}

function checkNeed(checks: PropertyChecks, { upstreamRegistry, credentials }: PullThroughCacheProps): void {
  if (!UPSTREAM_REGISTRY.includes(upstreamRegistry)) return;
  const { name, needsCredentials } = upstreamRegistry;
  checks.that(
    !needsCredentials || credentials !== undefined,
    `'credentials' must be a Secret for ${name}, because ECR must sign in there: its name must start with ` +
      `'${SECRET_PREFIX}' and its value must be ${CREDENTIALS_FORM}, got ${display(credentials)}`,
  );
  checks.that(
    needsCredentials || credentials === undefined,
    `'credentials' must be omitted for ${name}: ECR pulls from it without credentials`,
  );
}

PULL_THROUGH_CACHE.markAll(PullThroughCache);
