import { DataAwsSecretsmanagerSecret } from "@cdktf/provider-aws/lib/data-aws-secretsmanager-secret";
import { DataAwsSecretsmanagerSecretVersions } from "@cdktf/provider-aws/lib/data-aws-secretsmanager-secret-versions";
import { type Precondition, type TerraformProvider, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { buildAddress, explainFailure } from "../core/terraform";
import { isToken } from "../core/values";
import { explainMissingSecret } from "./imported-secret";
import type { ISecret, SecretVersion } from "./secret-base";

/** Props of a `SecretValueGuard`. */
export interface SecretValueGuardProps {
  /** The secret. */
  readonly secret: ISecret;
  /**
   * The versions that have to have a value.
   *
   * @default - the current one
   */
  readonly versions?: readonly SecretVersion[];
  /**
   * Provider that looks the secret up.
   *
   * @default - that of the stack
   */
  readonly provider?: TerraformProvider;
  /** What would happen without a value, for the error, such as "hello/Api could not start". */
  readonly consequence: string;
  /**
   * What the value has to look like, for the error.
   *
   * @default - anything
   */
  readonly form?: string;
}

/**
 * Stops an apply where a secret is missing, is scheduled for deletion or has no value in a version that is asked for. No value is
 * read.
 */
export class SecretValueGuard extends Construct {
  /** Conditions that have to hold before somebody reads the secret. */
  public readonly preconditions: readonly Precondition[];
  /** Ids of the versions with the staging labels, as Terraform expressions: they change when the secret does. */
  public readonly versionIds: readonly string[];

  public constructor(scope: Construct, id: string, props: SecretValueGuardProps) {
    super(scope, id);
    const { versions = [{}] } = props;
    const list = this.listVersions(props, versions);
    const byCondition = new Map(versions.map((version) => [conditionOn(version), version]));
    this.preconditions = [...byCondition].map(([condition, version]) => ({
      condition: `\${anytrue([for v in ${list} : ${condition}])}`,
      errorMessage: explainMissingVersion(props, version),
    }));
    this.versionIds = [...byCondition]
      .filter(([, { versionId }]) => versionId === undefined)
      .map(([condition]) => `\${join(",", sort([for v in ${list} : v.version_id if ${condition}]))}`);
  }

  /** The versions of the secret that exist when Terraform plans, as a Terraform expression. */
  private listVersions(
    { secret, provider }: SecretValueGuardProps,
    versions: readonly SecretVersion[],
  ): string {
    const { secretArn, valueResource } = secret;
    const found = new DataAwsSecretsmanagerSecret(this, "Resource", { arn: secretArn, provider });
    explainFailure(found, explainMissingSecret(secret));
    const setHere = valueResource && TerraformStack.of(valueResource) === TerraformStack.of(this);
    const all = new DataAwsSecretsmanagerSecretVersions(this, "Versions", {
      secretId: secretArn,
      provider,
      dependsOn: setHere ? [valueResource] : undefined,
      includeDeprecated: versions.some(({ versionId }) => versionId !== undefined) || undefined,
    });
    return `(${buildAddress(all)}.versions == null ? [] : ${buildAddress(all)}.versions)`;
  }
}

/** The condition on a version `v` of a secret. */
function conditionOn({ versionStage = "AWSCURRENT", versionId }: SecretVersion): string {
  return versionId === undefined
    ? `contains(v.version_stages, "${versionStage}")`
    : `v.version_id == "${versionId}"`;
}

function explainMissingVersion(
  { secret, consequence, form }: SecretValueGuardProps,
  { versionStage = "AWSCURRENT", versionId }: SecretVersion,
): string {
  const name = isToken(secret.secretName) ? "<name>" : secret.secretName;
  const subject = `The secret '${name}' (${secret.node.path})`;
  if (versionId !== undefined || versionStage !== "AWSCURRENT") {
    const version = versionId === undefined ? `with the stage ${versionStage}` : versionId;
    return (
      `${subject} has no version ${version}, so ${consequence}. ` +
      `See what there is: aws secretsmanager list-secret-version-ids --secret-id ${name}`
    );
  }
  const first = form === undefined ? "Set it first" : `Write ${form} to the file value.json and set it`;
  return (
    `${subject} has no value, so ${consequence}. ` +
    `${first}: aws secretsmanager put-secret-value --secret-id ${name} --secret-string file://value.json` +
    (form === undefined ? "" : ". Then apply again.")
  );
}
