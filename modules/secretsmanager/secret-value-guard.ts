import { DataAwsSecretsmanagerSecret } from "@cdktf/provider-aws/lib/data-aws-secretsmanager-secret";
import { DataAwsSecretsmanagerSecretVersions } from "@cdktf/provider-aws/lib/data-aws-secretsmanager-secret-versions";
import { Op, type Precondition, type TerraformProvider, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { regionOfArn } from "../core/arn";
import { placeByProp } from "../core/aws-blocks";
import { printPath, quote } from "../core/expressions";
import { buildAddress, explainFailure } from "../core/terraform";
import { isToken } from "../core/values";
import { explainMissingSecret, SECRET_BY_ARN } from "./imported-secret";
import type { ISecret, SecretVersion } from "./secret-base";
import { REPLICATED_SECRET } from "./secret-replica";

/** Props of a `SecretValueGuard`. */
export interface SecretValueGuardProps {
  /** Secret to check. */
  readonly secret: ISecret;
  /**
   * Versions that must have a value.
   *
   * @default - the current version
   */
  readonly versions?: readonly SecretVersion[];
  /**
   * Provider that looks up the secret.
   *
   * @default - the provider of the stack
   */
  readonly provider?: TerraformProvider;
  /** What happens without a value, for the error, such as "hello/Api could not start". */
  readonly consequence: string;
  /**
   * Format of the value, for the error.
   *
   * @default - anything
   */
  readonly form?: string;
}

/**
 * Stops an apply if a secret is missing, is scheduled for deletion or has no value in a requested version. No value is read.
 */
export class SecretValueGuard extends Construct {
  /** Conditions that must hold before the secret is read. */
  public readonly preconditions: readonly Precondition[];
  /** IDs of the versions with the staging labels, as Terraform expressions. They change when the secret changes. */
  public readonly versionIds: readonly string[];

  public constructor(scope: Construct, id: string, props: SecretValueGuardProps) {
    super(scope, id);
    const { versions = [{}] } = props;
    const { list, attribute } = this.listVersions(props, versions);
    const byCondition = new Map(versions.map((version) => [conditionOn(version), version]));
    const found = { name: attribute("name"), arn: attribute("id") };
    this.preconditions = [
      ...(SECRET_BY_ARN.includes(props.secret) ? [requireCompleteArn(props, found.arn)] : []),
      ...[...byCondition].map(([condition, version]) => ({
        condition: `\${anytrue([for v in ${list} : ${condition}])}`,
        errorMessage: explainMissingVersion(props, version, found),
      })),
    ];
    this.versionIds = [...byCondition]
      .filter(([, { versionId }]) => versionId === undefined)
      .map(([condition]) => `\${join(",", sort([for v in ${list} : v.version_id if ${condition}]))}`);
  }

  /** Looks up the secret. Returns the versions that exist at plan, as a Terraform expression, and its attributes. */
  private listVersions(
    { secret, provider }: SecretValueGuardProps,
    versions: readonly SecretVersion[],
  ): { readonly list: string; readonly attribute: (name: string) => string } {
    const { secretArn, valueResource } = secret;
    placeByProp(this, provider);
    const found = new DataAwsSecretsmanagerSecret(this, "Resource", { arn: secretArn, provider });
    const attribute = explainFailure(found, explainMissingSecret(secret, secretArn));
    const setHere = valueResource && TerraformStack.of(valueResource) === TerraformStack.of(this);
    const all = new DataAwsSecretsmanagerSecretVersions(this, "Versions", {
      secretId: secretArn,
      provider,
      dependsOn: setHere ? [valueResource] : undefined,
      includeDeprecated: versions.some(({ versionId }) => versionId !== undefined) || undefined,
    });
    return {
      list: `(${buildAddress(all)}.versions == null ? [] : ${buildAddress(all)}.versions)`,
      attribute,
    };
  }
}

/** Returns the condition that selects version `v` of a secret. */
function conditionOn({ versionStage = "AWSCURRENT", versionId }: SecretVersion): string {
  return versionId === undefined
    ? `contains(v.version_stages, ${quote(versionStage)})`
    : `v.version_id == ${quote(versionId)}`;
}

/** Secrets Manager also finds a secret by an incomplete ARN, but App Runner does not. */
function requireCompleteArn({ secret, consequence }: SecretValueGuardProps, found: string): Precondition {
  const given = isToken(secret.secretArn) ? "" : ` '${secret.secretArn}'`;
  return {
    condition: Op.eq(found, secret.secretArn),
    errorMessage:
      `The ARN${given} of the secret ${printPath(secret)} is not complete, so ${consequence}. ` +
      `Use the complete ARN, with the six characters after the name: ${found}`,
  };
}

/** Attributes of the secret that Terraform found, as tokens. */
interface FoundSecret {
  readonly name: string;
  readonly arn: string;
}

function explainMissingVersion(
  { secret, consequence, form }: SecretValueGuardProps,
  { versionStage = "AWSCURRENT", versionId }: SecretVersion,
  found: FoundSecret,
): string {
  const name = isToken(secret.secretName) ? found.name : secret.secretName;
  // The default region of the AWS CLI may be a different one. Only the secret itself can get a value, not its replicas.
  const { secretArn } = REPLICATED_SECRET.includes(secret) ? secret.primary : secret;
  const options = `--secret-id ${name} --region ${regionOfArn(secretArn, "secret:")}`;
  const subject = `The secret '${name}' (${printPath(secret)})`;
  if (versionId !== undefined || versionStage !== "AWSCURRENT") {
    const version = versionId === undefined ? `with the stage ${versionStage}` : versionId;
    return (
      `${subject} has no version ${version}, so ${consequence}. ` +
      `List the existing versions: aws secretsmanager list-secret-version-ids ${options}`
    );
  }
  const first = form === undefined ? "Set it first" : `Write ${form} to the file value.json and set it`;
  return (
    `${subject} has no value, so ${consequence}. ` +
    `${first}: aws secretsmanager put-secret-value ${options} --secret-string file://value.json` +
    (form === undefined ? "" : ". Then apply again.")
  );
}
