import {
  SecretsmanagerSecret,
  type SecretsmanagerSecretReplica,
} from "@cdktf/provider-aws/lib/secretsmanager-secret";
import type { SecretsmanagerSecretRotation } from "@cdktf/provider-aws/lib/secretsmanager-secret-rotation";
import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { Construct } from "constructs";
import { addProtectedImportBlock, checkAdoption } from "../core/adoption";
import { refuse } from "../core/errors";
import { KMS_KEY_ARN } from "../core/patterns";
import { keyRequirement, requireSamePlace } from "../core/place";
import { PropertyChecks } from "../core/property-checks";
import { claimName } from "../core/unique-names";
import { display, isToken } from "../core/values";
import { validateWriteOnlyValue, type WriteOnlyValue, writeOnlyVariable } from "../core/write-only-value";
import {
  ImportedSecretByArn,
  ImportedSecretByName,
  SECRET_ARN,
  SECRET_NAME,
  type SecretImportOptions,
} from "./imported-secret";
import { type ISecret, SecretBase } from "./secret-base";
import { addPolicy, checkSecretPolicy, hasPolicy, type SecretPolicyProps } from "./secret-policy";
import { checkReplicas, ReplicatedSecret, requireOtherRegions, type SecretReplica } from "./secret-replica";
import { addRotation, checkRotation, type SecretRotation } from "./secret-rotation";

export type { SecretImportOptions } from "./imported-secret";
export type { ISecret } from "./secret-base";
export type { SecretPolicyProps } from "./secret-policy";
export type { SecretReplica } from "./secret-replica";
export type { SecretRotation } from "./secret-rotation";

/** The existing secret to adopt. Remove `adopt` after the first apply: see docs/adopting.md. */
export interface SecretAdoption {
  /** Complete ARN, including the six characters after the name. */
  readonly secretArn: string;
  /**
   * Whether to import the secret's resource policy. An existing policy that is not imported is overwritten if `readAccountIds` or
   * `policyStatements` is set, and stays otherwise.
   *
   * @default false
   */
  readonly policy?: boolean;
}

/** Alias of the account's key for Secrets Manager in each region. */
const OWN_KEY = "alias/aws/secretsmanager";

/** Props of a `Secret`. None of them accepts the value itself. */
export interface SecretProps extends SecretPolicyProps {
  /** Name: 1 to 512 letters, digits and `/_+=.@-`. */
  readonly secretName: string;
  /**
   * Existing secret for Terraform to import instead of creating one. Its value stays.
   *
   * @default - none: the secret is created
   */
  readonly adopt?: SecretAdoption;
  /**
   * Description of the secret.
   *
   * @default - no description
   */
  readonly description?: string;
  /**
   * Terraform variable that passes the value, and the version number of the value.
   *
   * @default - none: set the value with `aws secretsmanager put-secret-value`
   */
  readonly value?: WriteOnlyValue;
  /**
   * ARN of the customer KMS key that encrypts the secret.
   *
   * @default - the account's `aws/secretsmanager` key
   */
  readonly kmsKeyArn?: string;
  /**
   * Number of days during which a deleted secret can be restored: 7 to 30, or 0 to delete it immediately and permanently.
   *
   * @default 30
   */
  readonly recoveryWindowInDays?: number;
  /**
   * Copies of the secret in other regions. Removing one deletes the copy immediately.
   *
   * @default - none
   */
  readonly replicas?: readonly SecretReplica[];
  /**
   * Whether a new replica overwrites an existing secret with the same name in its region. The value of that secret is lost.
   *
   * @default false
   */
  readonly forceOverwriteReplicaSecret?: boolean;
  /**
   * Lambda function that changes the value automatically, and when. Excludes `value`.
   *
   * @default - none: the value changes only if someone changes it
   */
  readonly rotation?: SecretRotation;
  /**
   * Whether Terraform refuses to destroy or replace the secret.
   *
   * @default true
   */
  readonly preventDestroy?: boolean;
  /**
   * Tags of the secret, in addition to the provider's default tags.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * A Secrets Manager secret without its value. A person or a pipeline sets the value, or Terraform writes it without
 * storing it.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/intro.html
 * @example
 * const database = new Secret(this, "Database", { secretName: "hello/database" });
 * new AppRunnerService(this, "Api", {
 *   serviceName: "hello",
 *   source: ImageSource.ecrPublic("public.ecr.aws/aws-containers/hello-app-runner:latest"),
 *   secrets: { DATABASE_URL: database.jsonField("url") },
 * });
 */
export class Secret extends SecretBase {
  /**
   * References an existing secret by name. Terraform looks it up at plan, in the account and region of the provider.
   *
   * @param scope parent construct of the reference
   * @param id construct id of the reference
   * @param secretName name of the secret
   * @param options customer KMS key and provider of the secret
   * @throws ValidationError if `secretName` is not a valid secret name
   */
  public static fromName(
    scope: Construct,
    id: string,
    secretName: string,
    options: SecretImportOptions = {},
  ): ISecret {
    return new ImportedSecretByName(scope, id, secretName, options);
  }

  /**
   * References an existing secret by ARN, in any region or account. Nothing is looked up.
   *
   * @param scope parent construct of the reference
   * @param id construct id of the reference
   * @param secretArn complete ARN, including the six characters after the name
   * @param options customer KMS key and provider of the secret
   * @throws ValidationError if `secretArn` is not the complete ARN of a secret
   */
  public static fromArn(
    scope: Construct,
    id: string,
    secretArn: string,
    options: SecretImportOptions = {},
  ): ISecret {
    return new ImportedSecretByArn(scope, id, secretArn, options);
  }

  /** Provider resource. Use `resource.addOverride(path, value)` for settings without a prop. */
  public readonly resource: SecretsmanagerSecret;
  public readonly secretName: string;
  public readonly secretArn: string;
  public readonly kmsKeyArn?: string;
  public override readonly valueResource?: SecretsmanagerSecretVersion;
  /** Provider resource of the rotation, with a `rotation`. */
  public readonly rotationResource?: SecretsmanagerSecretRotation;
  private readonly replicas: readonly SecretReplica[];

  public constructor(scope: Construct, id: string, props: SecretProps) {
    super(scope, id);
    this.validate(props);
    this.replicas = props.replicas ?? [];
    requireOtherRegions(this, this.replicas);

    this.resource = new SecretsmanagerSecret(this, "Resource", {
      name: props.secretName,
      description: props.description,
      kmsKeyId: props.kmsKeyArn,
      recoveryWindowInDays: props.recoveryWindowInDays ?? 30,
      replica: renderReplicas(this.replicas),
      forceOverwriteReplicaSecret: props.forceOverwriteReplicaSecret,
      lifecycle: { preventDestroy: props.preventDestroy ?? true },
      tags: props.tags,
    });
    if (props.adopt) addProtectedImportBlock(this.resource, props.adopt.secretArn);
    claimName(this, { prop: "secretName", name: props.secretName, resource: this.resource });
    requireSamePlace(this, [keyRequirement(props.kmsKeyArn)]);
    this.secretName = props.secretName;
    this.secretArn = this.resource.arn;
    this.kmsKeyArn = props.kmsKeyArn;
    this.valueResource = props.value && this.setValue(props.value);
    const policy = hasPolicy(props) ? addPolicy(this, props) : undefined;
    if (policy && props.adopt?.policy) addProtectedImportBlock(policy, props.adopt.secretArn);
    this.rotationResource = props.rotation && addRotation(this, props.rotation);
  }

  /**
   * Returns the copy of this secret in `region`, for services there.
   *
   * @param region region of one of the `replicas`
   * @throws ValidationError if the secret has no replica in `region`
   */
  public replica(region: string): ISecret {
    const index = this.replicas.findIndex((one) => one.region === region);
    const replica = this.replicas[index];
    if (replica === undefined) {
      const regions = this.replicas.map((one) => display(one.region)).join(", ");
      return refuse(
        this,
        `'region' must be the region of a replica (${regions || "none"}), got ${display(region)}`,
      );
    }
    const id = `Replica-${isToken(region) ? index : region}`;
    const known = this.node.tryFindChild(id) as ReplicatedSecret | undefined;
    return known ?? new ReplicatedSecret(this, id, this, replica);
  }

  private setValue({ variableName, version }: WriteOnlyValue): SecretsmanagerSecretVersion {
    const scope = new Construct(this, "Value");
    return new SecretsmanagerSecretVersion(scope, "Resource", {
      secretId: this.secretArn,
      secretStringWo: writeOnlyVariable(scope, "Variable", variableName),
      secretStringWoVersion: version,
    });
  }

  private validate(props: SecretProps): void {
    const checks = new PropertyChecks(this)
      .props("props", props)
      .knows("value")
      .string("secretName", props.secretName, SECRET_NAME)
      .boolean("preventDestroy", props.preventDestroy);
    checks.integer("recoveryWindowInDays", props.recoveryWindowInDays ?? 30, { min: 7, max: 30, or: 0 });
    if (props.value !== undefined) validateWriteOnlyValue(checks, "value", props.value);
    checks.optional.string("kmsKeyArn", props.kmsKeyArn, KMS_KEY_ARN);
    checks.optional.text("description", props.description, 2048);
    const { adopt, secretName: name } = props;
    checkAdoption(checks, adopt, "secretArn", SECRET_ARN, { prop: "secretName", name });
    checks.boolean("forceOverwriteReplicaSecret", props.forceOverwriteReplicaSecret);
    checkReplicas(checks, props.replicas);
    checkSecretPolicy(checks, props);
    checkRotation(checks, props.rotation);
    checkCombinations(checks, props);
    checks.tags("tags", props.tags).finish(Secret);
  }
}

function checkCombinations(checks: PropertyChecks, { adopt, value, rotation, ...props }: SecretProps): void {
  checks.that(
    value === undefined || rotation === undefined,
    "'value' must be omitted with 'rotation': Terraform would later write the old value over a rotated one",
  );
  if (adopt === undefined) return;
  checks.boolean("adopt.policy", adopt.policy);
  checks.that(
    adopt.policy !== true || hasPolicy(props),
    "'adopt.policy' must be false without 'readAccountIds' or 'policyStatements': without them Terraform creates no policy, and the existing one stays",
  );
}

/**
 * Returns the argument `replica`. Its key is always set, because the provider keeps the old key of a replica if the argument is removed.
 * Secrets Manager returns the alias of its own key as it was given.
 */
function renderReplicas(replicas: readonly SecretReplica[]): SecretsmanagerSecretReplica[] | undefined {
  if (replicas.length === 0) return undefined;
  return replicas.map(({ region, kmsKeyArn }) => ({ region, kmsKeyId: kmsKeyArn ?? OWN_KEY }));
}
