import type { ApprunnerServiceConfig } from "@cdktf/provider-aws/lib/apprunner-service";
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsEcrImage } from "@cdktf/provider-aws/lib/data-aws-ecr-image";
import { DataAwsSecretsmanagerSecret } from "@cdktf/provider-aws/lib/data-aws-secretsmanager-secret";
import { DataAwsSecretsmanagerSecretVersions } from "@cdktf/provider-aws/lib/data-aws-secretsmanager-secret-versions";
import { Op, type Postcondition, type Precondition, TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import { childId } from "../core/naming";
import { addressOf, explainFailure } from "../core/terraform";
import { isToken } from "../core/validation";
import { missingSecret, type ISecret } from "../secretsmanager/secret";
import type { SecretVersion } from "../secretsmanager/secret-reference";
import type { ImageSourceConfig } from "./image-source";

/**
 * Stops an apply before App Runner is called for what could not start.
 *
 * A service whose image or secret is missing would be created, fail after minutes and have to be deleted. The guards
 * look the image and the secrets up when Terraform plans; no secret value is read.
 */
export class StartGuards extends Construct {
  /** Conditions that have to hold before the service is created or updated. */
  public readonly preconditions: Precondition[] = [];
  /** The versions that are read of the secrets, as Terraform expressions: they change when a secret does. */
  public readonly secretVersions: string[] = [];
  private readonly secrets: Construct;

  public constructor(
    private readonly service: Construct,
    id: string,
  ) {
    super(service, id);
    this.secrets = new Construct(this, "Secrets");
  }

  /** The image has to be in its repository, and in this account where App Runner has to see its pushes. */
  public requireImage(source: ImageSourceConfig): void {
    if (!source.privateImage) return;
    const { repository, tag, digest } = source.privateImage;
    const data = new DataAwsEcrImage(this, "Image", {
      registryId: repository.registryId,
      repositoryName: repository.repositoryName,
      imageTag: tag,
      imageDigest: digest,
    });
    const image = printableImage(source.imageIdentifier, source.privateImage);
    const command = digest === undefined ? `docker push ${image}` : `push the one with the digest, ${image}`;
    explainFailure(data, `the image of ${this.service.node.path}; if it is missing: ${command}`);
    if (source.autoDeploymentsEnabled) this.requireOwnAccount(repository.registryId);
  }

  /** The secret has to exist, not to be scheduled for deletion, and to have a value in every version asked for. */
  public requireSecret(variable: string, secret: ISecret, versions: readonly SecretVersion[]): void {
    const scope = new Construct(this.secrets, childId(variable.replaceAll("/", "%2F")));
    const found = new DataAwsSecretsmanagerSecret(scope, "Resource", { arn: secret.secretArn });
    explainFailure(found, missingSecret(secret));
    const all = new DataAwsSecretsmanagerSecretVersions(scope, "Versions", {
      secretId: secret.secretArn,
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
    const identity = new DataAwsCallerIdentity(this, "Account", {});
    this.preconditions.push({
      condition: Op.eq(identity.accountId, registryId),
      errorMessage:
        `App Runner does not see pushes to a repository of another account (${registryId}). ` +
        `Set autoDeploy to false for ${this.service.node.path}.`,
    });
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

/**
 * Fails an apply when the running service is not the planned one.
 *
 * App Runner rolls a failed update back to the version before and is RUNNING again, which the provider takes for
 * success. What it reads back then differs from what was planned, which is kept in a local value.
 */
export class RollbackGuards extends Construct {
  /** Conditions on the service after it was created or updated. */
  public readonly postconditions: Postcondition[];

  public constructor(service: Construct, id: string, config: ApprunnerServiceConfig) {
    super(service, id);
    const image = config.sourceConfiguration.imageRepository;
    const configuration = image?.imageConfiguration;
    const planned = new TerraformLocal(this, "Planned", {
      image: image?.imageIdentifier,
      port: configuration?.port,
      start_command: configuration?.startCommand ?? "",
      environment: configuration?.runtimeEnvironmentVariables ?? {},
      secrets: configuration?.runtimeEnvironmentSecrets ?? {},
      cpu: config.instanceConfiguration?.cpu,
      memory: config.instanceConfiguration?.memory,
    });
    this.postconditions = Object.entries(ACTUAL).map(([attribute, actual]) => ({
      condition: `\${${actual} == jsonencode(local.${planned.friendlyUniqueId}.${attribute})}`,
      errorMessage:
        `The running service ${service.node.path} does not have the planned ${attribute.replace("_", " ")}: ` +
        "App Runner rolled the update back and runs the version before. Its logs say why (CloudWatch group " +
        `/aws/apprunner/${config.serviceName}/<service id>/service). Mend the cause and apply again.`,
    }));
  }
}

const IMAGE = "self.source_configuration[0].image_repository[0]";
const CONFIGURATION = `${IMAGE}.image_configuration[0]`;

/** What is compared, with the expression for the running service. The provider reads what is empty back as null. */
const ACTUAL = {
  image: `jsonencode(${IMAGE}.image_identifier)`,
  port: `jsonencode(${CONFIGURATION}.port)`,
  start_command: jsonOr('""', `${CONFIGURATION}.start_command`),
  environment: jsonOr("{}", `${CONFIGURATION}.runtime_environment_variables`),
  secrets: jsonOr("{}", `${CONFIGURATION}.runtime_environment_secrets`),
  cpu: "jsonencode(self.instance_configuration[0].cpu)",
  memory: "jsonencode(self.instance_configuration[0].memory)",
};

function jsonOr(empty: string, attribute: string): string {
  return `jsonencode(${attribute} == null ? ${empty} : ${attribute})`;
}
