import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsEcrPullThroughCacheRule } from "@cdktf/provider-aws/lib/data-aws-ecr-pull-through-cache-rule";
import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import { EcrPullThroughCacheRule } from "@cdktf/provider-aws/lib/ecr-pull-through-cache-rule";
import { EcrRepositoryCreationTemplate } from "@cdktf/provider-aws/lib/ecr-repository-creation-template";
import type { Construct, IConstruct } from "constructs";
import { LocatedConstruct } from "../core/located-construct";
import { shorten } from "../core/naming";
import { ACCOUNT_ID, KMS_KEY_ARN } from "../core/patterns";
import { explainFailure } from "../core/terraform";
import { SECRET, UPSTREAM_REGISTRY } from "../core/things";
import { display, isThing, isToken, PropertyChecks } from "../core/validation";
import { Role } from "../iam/role";
import type { ISecret } from "../secretsmanager/secret";
import { CREDENTIALS_FORM, guardCredentials } from "./credentials-guard";
import { checkLifecycleRules, lifecyclePolicyDocument, type LifecycleRules } from "./lifecycle-policy";
import { crossAccountPullPolicy, templateStatements } from "./pull-permissions";
import type { UpstreamRegistry } from "./upstream-registry";

/** A pull-through cache rule of ECR, made by this library or elsewhere. */
export interface IPullThroughCache extends IConstruct {
  /** First part of the names of the repositories, such as `docker-hub`. */
  readonly repositoryPrefix: string;
  /** Id of the AWS account that holds the repositories. */
  readonly registryId: string;
  /** Region that holds the repositories. */
  readonly registryRegion: string;
  /** Where the images come from, where that is known. */
  readonly upstreamRegistry?: UpstreamRegistry;
  /** The credentials for the upstream registry, where they are known. */
  readonly credentials?: ISecret;
}

/** Props of a `PullThroughCache`. */
export interface PullThroughCacheProps extends LifecycleRules {
  /** Where the images come from. Changing it replaces the rule; what is cached stays. */
  readonly upstreamRegistry: UpstreamRegistry;
  /**
   * First part of the names of the repositories: 2 to 30 lower-case letters and digits, separated by single `.`, `_`, `-`
   * or `/`. Changing it replaces the rule; what is cached stays.
   *
   * @default - the registry's name in ECR, such as `docker-hub`
   */
  readonly repositoryPrefix?: string;
  /**
   * Secret with the credentials for the upstream registry, as JSON with `username` and `accessToken`. Its name starts
   * with `ecr-pullthroughcache/`, and it has no customer KMS key.
   *
   * @default - none, for a registry that needs none
   */
  readonly credentials?: ISecret;
  /**
   * Whether a tag stays with the image that was pulled first: `IMMUTABLE` or `MUTABLE`. For repositories made later.
   *
   * @default "MUTABLE"
   */
  readonly imageTagMutability?: "IMMUTABLE" | "MUTABLE";
  /**
   * ARN of the customer KMS key that encrypts the images. For repositories made later.
   *
   * @default - AES-256 with a key of ECR's own
   */
  readonly kmsKeyArn?: string;
  /**
   * Ids of other AWS accounts that may pull what is cached. For repositories made later.
   *
   * @default - this account only
   */
  readonly pullAccountIds?: readonly string[];
  /**
   * Tags of the repositories. The provider's default tags do not reach them. For repositories made later.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Options of an imported pull-through cache. */
export interface PullThroughCacheImportOptions {
  /**
   * Where the images come from: lets the paths of images be checked.
   *
   * @default - not known
   */
  readonly upstreamRegistry?: UpstreamRegistry;
  /**
   * The secret of the rule: lets it be checked before a service starts.
   *
   * @default - not checked
   */
  readonly credentials?: ISecret;
}

const PREFIX = {
  pattern: /^(?=.{2,30}$)[a-z0-9]+(?:[._-][a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-][a-z0-9]+)*)*$/,
  allowed: "2 to 30 lower-case letters and digits, separated by single '.', '_', '-' or '/'",
};
/** The role of ECR may read no other secrets. */
const SECRET_PREFIX = "ecr-pullthroughcache/";

/**
 * Images of another registry through ECR: at the first pull ECR fetches the image and keeps it in a private repository that
 * it makes by itself.
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
   * A pull-through cache rule of this account and region that exists already. Terraform looks it up when it plans.
   *
   * @param scope where the reference stands in the tree
   * @param id its name there
   * @param repositoryPrefix prefix of the rule; `ROOT` is not supported
   * @param options its registry and its credentials
   * @throws ValidationError when `repositoryPrefix` is none of a rule
   */
  public static fromPrefix(
    scope: Construct,
    id: string,
    repositoryPrefix: string,
    options: PullThroughCacheImportOptions = {},
  ): IPullThroughCache {
    return new ImportedPullThroughCache(scope, id, repositoryPrefix, options);
  }

  /** The provider's resource: `resource.addOverride(path, value)` sets what has no prop. */
  public readonly resource: EcrPullThroughCacheRule;
  /** The provider's resource for how ECR makes the repositories. */
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
    const preconditions = credentials && guardCredentials(this, credentials, this.node.path);
    this.resource = new EcrPullThroughCacheRule(this, "Resource", {
      ecrRepositoryPrefix: this.repositoryPrefix,
      upstreamRegistryUrl: props.upstreamRegistry.url,
      credentialArn: credentials?.secretArn,
      // The first pull makes a repository, so the template has to be there before.
      dependsOn: [this.template],
      lifecycle: preconditions && { precondition: [...preconditions] },
    });
    this.registryId = this.resource.registryId;
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

  /** ECR's own role may neither tag repositories nor use a customer key. */
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
    const checks = new PropertyChecks(this).object("props", props);
    checkRegistry(checks, props.upstreamRegistry);
    if (props.repositoryPrefix !== undefined)
      checks.string("repositoryPrefix", props.repositoryPrefix, PREFIX);
    checkNeed(checks, props);
    if (props.credentials !== undefined) checkCredentials(checks, props.credentials);
    checkLifecycleRules(checks, props);
    checks.list("pullAccountIds", props.pullAccountIds, (prop, id) => checks.string(prop, id, ACCOUNT_ID));
    checks.oneOf("imageTagMutability", props.imageTagMutability ?? "MUTABLE", ["IMMUTABLE", "MUTABLE"]);
    if (props.kmsKeyArn !== undefined) checks.string("kmsKeyArn", props.kmsKeyArn, KMS_KEY_ARN);
    checks.tags("tags", props.tags).throwIfAny();
  }
}

class ImportedPullThroughCache extends LocatedConstruct implements IPullThroughCache {
  public readonly registryId: string;
  public readonly registryRegion: string;
  public readonly upstreamRegistry?: UpstreamRegistry;
  public readonly credentials?: ISecret;

  public constructor(
    scope: Construct,
    id: string,
    public readonly repositoryPrefix: string,
    options: PullThroughCacheImportOptions,
  ) {
    super(scope, id);
    const checks = new PropertyChecks(this).object("options", options);
    const { upstreamRegistry, credentials } = options;
    checks.string("repositoryPrefix", repositoryPrefix, PREFIX);
    if (upstreamRegistry !== undefined) checkRegistry(checks, upstreamRegistry);
    if (credentials !== undefined) checkCredentials(checks, credentials);
    checks.throwIfAny();
    this.upstreamRegistry = upstreamRegistry;
    this.credentials = credentials;
    const preconditions = credentials && guardCredentials(this, credentials, this.node.path);
    const data = new DataAwsEcrPullThroughCacheRule(this, "Resource", {
      ecrRepositoryPrefix: repositoryPrefix,
      lifecycle: preconditions && { precondition: [...preconditions] },
    });
    this.registryId = explainFailure(data, missingRule(this))("registry_id");
    this.registryRegion = new DataAwsRegion(this, "Region", {}).name;
  }
}

function checkRegistry(checks: PropertyChecks, registry: UpstreamRegistry): void {
  checks.thing("upstreamRegistry", registry, UPSTREAM_REGISTRY);
  if (isThing(registry, UPSTREAM_REGISTRY)) registry.validate(checks, "upstreamRegistry");
}

function checkNeed(checks: PropertyChecks, { upstreamRegistry, credentials }: PullThroughCacheProps): void {
  if (!isThing(upstreamRegistry, UPSTREAM_REGISTRY)) return;
  const { name, needsCredentials } = upstreamRegistry;
  checks.that(
    !needsCredentials || credentials !== undefined,
    `'credentials' must be a Secret for ${name}, to which ECR has to sign in: one whose name starts with ` +
      `'${SECRET_PREFIX}' and whose value is ${CREDENTIALS_FORM}, got ${display(credentials)}`,
  );
  checks.that(
    needsCredentials || credentials === undefined,
    `'credentials' must be left out for ${name}, from which ECR pulls without`,
  );
}

function checkCredentials(checks: PropertyChecks, credentials: ISecret): void {
  checks.thing("credentials", credentials, SECRET);
  if (!isThing(credentials, SECRET)) return;
  const { secretName, kmsKeyArn } = credentials;
  checks.that(
    isToken(secretName) || secretName.startsWith(SECRET_PREFIX),
    `'credentials' must be a Secret whose name starts with '${SECRET_PREFIX}', which is all that ECR may read, got ${display(secretName)}`,
  );
  checks.that(
    kmsKeyArn === undefined,
    "'credentials' must be a Secret without a customer KMS key: ECR takes only those encrypted with aws/secretsmanager",
  );
}

function missingRule({ repositoryPrefix, upstreamRegistry, node }: IPullThroughCache): string {
  const prefix = isToken(repositoryPrefix) ? "<prefix>" : repositoryPrefix;
  const { url = "<url>", needsCredentials = false } = upstreamRegistry ?? {};
  return (
    `the pull-through cache rule '${prefix}' (${node.path}); if it is missing: aws ecr create-pull-through-cache-rule ` +
    `--ecr-repository-prefix ${prefix} --upstream-registry-url ${isToken(url) ? "<url>" : url}` +
    (needsCredentials ? " --credential-arn <secret>" : "")
  );
}
