import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsEcrImage } from "@cdktf/provider-aws/lib/data-aws-ecr-image";
import { DataAwsSecretsmanagerSecret } from "@cdktf/provider-aws/lib/data-aws-secretsmanager-secret";
import { DataAwsSecretsmanagerSecretVersions } from "@cdktf/provider-aws/lib/data-aws-secretsmanager-secret-versions";
import { Annotations, Fn, Op, type Precondition, type TerraformProvider, TerraformStack } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { differ, knownAccountId, knownRegion, placeOf } from "../core/account";
import { childId } from "../core/naming";
import { addressOf, explainFailure } from "../core/terraform";
import { display, isToken, PropertyChecks } from "../core/validation";
import { missingSecret } from "../secretsmanager/imported-secret";
import type { ISecret } from "../secretsmanager/secret-base";
import type { SecretVersion } from "../secretsmanager/secret-reference";
import type { IParameter } from "../ssm/parameter";
import { CacheGuard } from "./cache-guard";
import type { ImageSourceConfig } from "./image-source";
import { handshakeSteps, type ISourceConnection } from "./source-connection";

/**
 * Stops an apply before App Runner is called for what could not start.
 *
 * A service whose image or secret is missing would be created, fail after minutes and have to be deleted. The guards
 * look the image and the secrets up when Terraform plans; no secret value is read.
 */
export class StartGuards extends Construct {
  /** Conditions that have to hold before the service is created or updated. */
  public readonly preconditions: Precondition[] = [];
  /** The versions that are read of the secrets and parameters, as Terraform expressions: they change when a secret does. */
  public readonly secretVersions: string[] = [];
  private readonly secrets: Construct;
  private identity?: DataAwsCallerIdentity;

  public constructor(
    private readonly service: Construct,
    id: string,
  ) {
    super(service, id);
    this.secrets = new Construct(this, "Secrets");
  }

  /**
   * The image has to be in its repository, and in this account where App Runner has to see its pushes. One that ECR fetches
   * at the first pull needs the rule for that.
   */
  public requireImage(source: ImageSourceConfig): void {
    if (!source.privateImage) return;
    const { repository, tag, digest, cache } = source.privateImage;
    if (cache) {
      this.preconditions.push(...new CacheGuard(this, "PullThroughCache", cache).preconditions);
      return;
    }
    if (source.autoDeploymentsEnabled) this.requireOwnAccount(repository.registryId);
    const { region } = placeOf(repository, repository.repositoryArn);
    if (repository.provider === undefined && differ(region, knownRegion(this))) {
      this.warnUnchecked(`its image, whose repository is in ${region} (${repository.node.path})`);
      return;
    }
    const data = new DataAwsEcrImage(this, "Image", {
      registryId: repository.registryId,
      repositoryName: repository.repositoryName,
      imageTag: tag,
      imageDigest: digest,
      provider: this.providerFor(repository),
    });
    const image = printableImage(source.imageIdentifier, source.privateImage);
    const command = digest === undefined ? `docker push ${image}` : `push the one with the digest, ${image}`;
    explainFailure(data, `the image of ${this.service.node.path}; if it is missing: ${command}`);
  }

  /** A person has to have completed the handshake of the connection. That of an imported one cannot be looked up. */
  public requireConnection(connection: ISourceConnection): void {
    const { connectionName, connectionArn, status } = connection;
    if (status === undefined) return;
    const [own, other] = [this.service, connection].map((construct) => TerraformStack.of(construct));
    const again =
      own === other ? "apply again" : `apply the stack '${other?.node.id}' again, and then this one`;
    const region = Fn.element(Fn.split(":", connectionArn), 3) as string;
    this.preconditions.push({
      condition: Op.eq(status, "AVAILABLE"),
      errorMessage:
        `The connection '${connectionName}' (${connection.node.path}) is ${status}, not AVAILABLE, so App Runner could not ` +
        `read the code of ${this.service.node.path}. A person has to complete its handshake once. ` +
        `${handshakeSteps(connectionName, region)} Then ${again}.`,
    });
  }

  /** The secret has to exist, not to be scheduled for deletion, and to have a value in every version asked for. */
  public requireSecret(variable: string, secret: ISecret, versions: readonly SecretVersion[]): void {
    const { region, accountId } = placeOf(secret, secret.secretArn);
    const elsewhere = differ(region, knownRegion(this)) || differ(accountId, knownAccountId(this));
    if (secret.provider === undefined && elsewhere) {
      const where = [region, accountId && `account ${accountId}`]
        .filter((part) => part !== undefined)
        .join(", ");
      this.warnUnchecked(`the secret of ${variable}, which is in ${where} (${secret.node.path})`);
      return;
    }
    const provider = this.providerFor(secret);
    const { valueResource } = secret;
    const setHere = valueResource && TerraformStack.of(valueResource) === TerraformStack.of(this);
    const scope = new Construct(this.secrets, childId(variable.replaceAll("/", "%2F")));
    const found = new DataAwsSecretsmanagerSecret(scope, "Resource", { arn: secret.secretArn, provider });
    explainFailure(found, missingSecret(secret));
    const all = new DataAwsSecretsmanagerSecretVersions(scope, "Versions", {
      secretId: secret.secretArn,
      provider,
      dependsOn: setHere ? [valueResource] : undefined,
      includeDeprecated: versions.some(({ versionId }) => versionId !== undefined) || undefined,
    });
    const list = `(${addressOf(all)}.versions == null ? [] : ${addressOf(all)}.versions)`;
    const conditions = new Map(versions.map((version) => [conditionOf(version), version]));
    for (const [condition, version] of conditions) {
      this.preconditions.push({
        condition: `\${anytrue([for v in ${list} : ${condition}])}`,
        errorMessage: this.missingVersion(secret, version),
      });
      if (version.versionId === undefined) {
        this.secretVersions.push(`\${join(",", sort([for v in ${list} : v.version_id if ${condition}]))}`);
      }
    }
  }

  /** The parameter has to be in the account of the service: App Runner reads no other's. Its presence cannot be looked up. */
  public requireParameter(variable: string, parameter: IParameter): void {
    if (parameter.valueVersion !== undefined) this.secretVersions.push(parameter.valueVersion);
    const { accountId } = placeOf(parameter, parameter.parameterArn);
    const own = knownAccountId(this);
    new PropertyChecks(this.service)
      .that(
        !differ(accountId, own),
        `'secrets.${variable}' must be a parameter of the account ${own}, as App Runner reads none of another one, got one of ` +
          `${accountId} (${parameter.node.path})`,
      )
      .throwIfAny();
    if (accountId === undefined || own !== undefined) return;
    this.preconditions.push({
      condition: Op.eq(this.account().accountId, accountId),
      errorMessage:
        `App Runner reads no parameter of another account (${accountId}), such as that of ${variable}. ` +
        `Give ${this.service.node.path} one of its own account.`,
    });
  }

  private missingVersion(secret: ISecret, { versionStage, versionId }: SecretVersion): string {
    const name = isToken(secret.secretName) ? "<name>" : secret.secretName;
    const subject = `The secret '${name}' (${secret.node.path})`;
    if (versionId !== undefined || (versionStage ?? "AWSCURRENT") !== "AWSCURRENT") {
      const version = versionId === undefined ? `with the stage ${versionStage}` : versionId;
      return (
        `${subject} has no version ${version}, so ${this.service.node.path} could not start. ` +
        `See what there is: aws secretsmanager list-secret-version-ids --secret-id ${name}`
      );
    }
    return (
      `${subject} has no value, so ${this.service.node.path} could not start. ` +
      `Set it first: aws secretsmanager put-secret-value --secret-id ${name} --secret-string file://value.json`
    );
  }

  private requireOwnAccount(registryId: string): void {
    if (isToken(registryId)) return;
    this.preconditions.push({
      condition: Op.eq(this.account().accountId, registryId),
      errorMessage:
        `App Runner does not see pushes to a repository of another account (${registryId}). ` +
        `Set autoDeploy to false for ${this.service.node.path}.`,
    });
  }

  private account(): DataAwsCallerIdentity {
    this.identity ??= new DataAwsCallerIdentity(this, "Account", {});
    return this.identity;
  }

  /** The provider that `thing` is looked up with, which has to be of this stack. */
  private providerFor(
    thing: IConstruct & { readonly provider?: TerraformProvider },
  ): TerraformProvider | undefined {
    const { provider } = thing;
    if (provider === undefined) return undefined;
    const [own, other] = [this.service, provider].map((construct) => TerraformStack.of(construct));
    new PropertyChecks(this.service)
      .that(
        own === other,
        `the 'provider' of ${thing.node.path} must be of the stack ${display(own?.node.id)}, which looks it up, got one of ` +
          display(other?.node.id),
      )
      .throwIfAny();
    return provider;
  }

  private warnUnchecked(what: string): void {
    Annotations.of(this.service).addWarning(
      `No apply checks ${what}: import it with a 'provider' of that place to have it checked.`,
    );
  }
}

/** The condition on a version `v` of a secret. */
function conditionOf({ versionStage = "AWSCURRENT", versionId }: SecretVersion): string {
  return versionId === undefined
    ? `contains(v.version_stages, "${versionStage}")`
    : `v.version_id == "${versionId}"`;
}

function printableImage(
  imageIdentifier: string,
  image: NonNullable<ImageSourceConfig["privateImage"]>,
): string {
  if (!isToken(imageIdentifier)) return imageIdentifier;
  const { repository, tag, digest } = image;
  const name = isToken(repository.repositoryName) ? "<repository>" : repository.repositoryName;
  const version =
    digest === undefined ? `:${isToken(tag) ? "<tag>" : tag}` : `@${isToken(digest) ? "<digest>" : digest}`;
  return `<account>.dkr.ecr.<region>.amazonaws.com/${name}${version}`;
}
