import type { ApprunnerServiceConfig } from "@cdktf/provider-aws/lib/apprunner-service";
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsEcrImage } from "@cdktf/provider-aws/lib/data-aws-ecr-image";
import { DataAwsSecretsmanagerSecret } from "@cdktf/provider-aws/lib/data-aws-secretsmanager-secret";
import { DataAwsSecretsmanagerSecretVersions } from "@cdktf/provider-aws/lib/data-aws-secretsmanager-secret-versions";
import { Fn, Op, type Postcondition, type Precondition, TerraformLocal, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { childId } from "../core/naming";
import { addressOf, explainFailure } from "../core/terraform";
import { isToken } from "../core/validation";
import { missingSecret, type ISecret } from "../secretsmanager/secret";
import type { SecretVersion } from "../secretsmanager/secret-reference";
import type { ImageSourceConfig } from "./image-source";
import type { PlannedValue } from "./source";
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

  public constructor(
    service: Construct,
    id: string,
    { serviceName, instanceConfiguration, networkConfiguration }: ApprunnerServiceConfig,
    source: Readonly<Record<string, PlannedValue>>,
  ) {
    super(service, id);
    const planned = new TerraformLocal(this, "Planned", {
      ...Object.fromEntries(Object.entries(source).map(([attribute, { value }]) => [attribute, value])),
      cpu: instanceConfiguration?.cpu,
      memory: instanceConfiguration?.memory,
      vpc_connector: networkConfiguration?.egressConfiguration?.vpcConnectorArn ?? "",
      public_access: networkConfiguration?.ingressConfiguration?.isPubliclyAccessible,
      address_type: networkConfiguration?.ipAddressType,
    });
    const network = "self.network_configuration[0]";
    const connector = `${network}.egress_configuration[0].vpc_connector_arn`;
    const actual = {
      ...Object.fromEntries(Object.entries(source).map(([attribute, at]) => [attribute, actualValue(at)])),
      cpu: "jsonencode(self.instance_configuration[0].cpu)",
      memory: "jsonencode(self.instance_configuration[0].memory)",
      vpc_connector: `jsonencode(${connector} == null ? "" : ${connector})`,
      public_access: `jsonencode(${network}.ingress_configuration[0].is_publicly_accessible)`,
      address_type: `jsonencode(${network}.ip_address_type)`,
    };
    this.postconditions = Object.entries(actual).map(([attribute, json]) => ({
      condition: `\${${json} == jsonencode(local.${planned.friendlyUniqueId}.${attribute})}`,
      errorMessage:
        `The running service ${service.node.path} does not have the planned ${attribute.replace("_", " ")}: ` +
        "App Runner rolled the update back and runs the version before. Its logs say why (CloudWatch group " +
        `/aws/apprunner/${serviceName}/<service id>/service). Mend the cause and apply again.`,
    }));
  }
}

/** JSON of what runs, as a Terraform expression. */
function actualValue({ path, empty }: PlannedValue): string {
  const attribute = `self.source_configuration[0].${path}`;
  return `jsonencode(${empty === undefined ? attribute : `${attribute} == null ? ${empty} : ${attribute}`})`;
}
