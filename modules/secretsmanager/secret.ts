import { DataAwsSecretsmanagerSecret } from "@cdktf/provider-aws/lib/data-aws-secretsmanager-secret";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import type { TerraformProvider, TerraformResource } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { checkAdoption, importExisting } from "../core/adoption";
import { KMS_KEY_ARN } from "../core/patterns";
import { explainFailure } from "../core/terraform";
import { PROVIDER, ROLE } from "../core/things";
import { isToken, PropertyChecks } from "../core/validation";
import { validateWriteOnlyValue, type WriteOnlyValue, writeOnlyVariable } from "../core/write-only-value";
import type { IRole } from "../iam/role";
import { SecretReference, type SecretVersion } from "./secret-reference";

/** A Secrets Manager secret, made by this library or elsewhere. Its value is never read. */
export interface ISecret extends IConstruct {
  /** Name of the secret, such as `hello/database`. */
  readonly secretName: string;
  /** ARN of the secret, with the six characters that Secrets Manager adds to the name. */
  readonly secretArn: string;
  /** ARN of the customer KMS key that encrypts the secret, where there is one. */
  readonly kmsKeyArn?: string;
  /** Provider that the secret is looked up with; the stack's own without it. */
  readonly provider?: TerraformProvider;
  /** The resource that sets the value, where Terraform does. */
  readonly valueResource?: TerraformResource;
  /**
   * The whole value of the secret, as an environment variable takes it.
   *
   * @param version another version than the current one
   */
  wholeValue(version?: SecretVersion): SecretReference;
  /**
   * One field of a secret whose value is a JSON object.
   *
   * @param name key of the field
   * @param version another version than the current one
   */
  jsonField(name: string, version?: SecretVersion): SecretReference;
  /**
   * Allows `role` to read this secret and no other, and to decrypt it with its key.
   *
   * @param role the role that reads
   */
  grantRead(role: IRole): void;
}

/** The secret that a `Secret` adopts. */
export interface SecretAdoption {
  /** The whole ARN, with the six characters after the name. */
  readonly secretArn: string;
}

/** Props of a `Secret`. None of them takes the value itself. */
export interface SecretProps {
  /** Name: 1 to 512 letters, digits and `/_+=.@-`. */
  readonly secretName: string;
  /**
   * The secret that exists already, for Terraform to import. Its value stays. As long as this is here, Terraform refuses to destroy
   * it. Take it out after the first apply.
   *
   * @default - none: it is created
   */
  readonly adopt?: SecretAdoption;
  /**
   * What the secret is for.
   *
   * @default - no description
   */
  readonly description?: string;
  /**
   * The variable that carries the value, and the number of the value.
   *
   * @default - Terraform sets no value: set it with `aws secretsmanager put-secret-value`
   */
  readonly value?: WriteOnlyValue;
  /**
   * ARN of the customer KMS key that encrypts the secret.
   *
   * @default - the key `aws/secretsmanager` of the account
   */
  readonly kmsKeyArn?: string;
  /**
   * Days for which a deleted secret can be restored: 7 to 30, or 0 to delete at once and for ever.
   *
   * @default 30
   */
  readonly recoveryWindowInDays?: number;
  /**
   * Whether Terraform refuses to destroy the secret.
   *
   * @default true
   */
  readonly preventDestroy?: boolean;
  /**
   * Tags of the secret, beside the provider's default tags.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Options of an imported secret. */
export interface SecretImportOptions {
  /**
   * ARN of the customer KMS key that encrypts the secret: a service that reads it has to be allowed to decrypt.
   *
   * @default - the key `aws/secretsmanager` of the account, which needs no permission
   */
  readonly kmsKeyArn?: string;
  /**
   * Provider that looks the secret up: for a secret of another region or account.
   *
   * @default - the provider of the stack
   */
  readonly provider?: TerraformProvider;
}

const NAME = {
  pattern: /^[A-Za-z0-9/_+=.@-]{1,512}$/,
  allowed: "1 to 512 letters, digits and '/_+=.@-'",
};
const ARN = {
  pattern:
    /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:(?<name>[A-Za-z0-9/_+=.@-]+)-[A-Za-z0-9]{6}$/,
  allowed: "the whole ARN of a secret, with the six characters after the name",
};

abstract class SecretBase extends Construct implements ISecret {
  public abstract readonly secretName: string;
  public abstract readonly secretArn: string;
  public abstract readonly kmsKeyArn?: string;
  public readonly provider?: TerraformProvider;
  public readonly valueResource?: TerraformResource;

  public wholeValue(version?: SecretVersion): SecretReference {
    return new SecretReference(this, undefined, version);
  }

  public jsonField(name: string, version?: SecretVersion): SecretReference {
    return new SecretReference(this, name, version);
  }

  public grantRead(role: IRole): void {
    new PropertyChecks(this).thing("role", role, ROLE).throwIfAny();
    role.addToPolicy({ actions: ["secretsmanager:GetSecretValue"], resources: [this.secretArn] });
    if (this.kmsKeyArn !== undefined) {
      role.addToPolicy({ actions: ["kms:Decrypt"], resources: [this.kmsKeyArn] });
    }
  }
}

/**
 * A Secrets Manager secret without its value: a person or a pipeline sets it, or Terraform writes it and never stores it.
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
   * A secret that exists already, of this account and region or of its provider's. Terraform looks it up when it plans.
   *
   * @param scope where the reference stands in the tree
   * @param id its name there
   * @param secretName name of the secret
   * @param options its customer KMS key and its provider
   * @throws ValidationError when `secretName` is no name of a secret
   */
  public static fromName(
    scope: Construct,
    id: string,
    secretName: string,
    options: SecretImportOptions = {},
  ): ISecret {
    return new NamedSecret(scope, id, secretName, options);
  }

  /**
   * A secret that exists already, also one of another region or account. Nothing is looked up.
   *
   * @param scope where the reference stands in the tree
   * @param id its name there
   * @param secretArn the whole ARN, with the six characters after the name
   * @param options its customer KMS key and its provider
   * @throws ValidationError when `secretArn` is not the whole ARN of a secret
   */
  public static fromArn(
    scope: Construct,
    id: string,
    secretArn: string,
    options: SecretImportOptions = {},
  ): ISecret {
    return new ArnSecret(scope, id, secretArn, options);
  }

  /** The provider's resource: `resource.addOverride(path, value)` sets what has no prop. */
  public readonly resource: SecretsmanagerSecret;
  public readonly secretName: string;
  public readonly secretArn: string;
  public readonly kmsKeyArn?: string;
  public override readonly valueResource?: SecretsmanagerSecretVersion;

  public constructor(scope: Construct, id: string, props: SecretProps) {
    super(scope, id);
    this.validate(props);

    this.resource = new SecretsmanagerSecret(this, "Resource", {
      name: props.secretName,
      description: props.description,
      kmsKeyId: props.kmsKeyArn,
      recoveryWindowInDays: props.recoveryWindowInDays ?? 30,
      lifecycle: { preventDestroy: props.preventDestroy ?? true },
      tags: props.tags,
    });
    if (props.adopt) importExisting(this.resource, props.adopt.secretArn);
    this.secretName = props.secretName;
    this.secretArn = this.resource.arn;
    this.kmsKeyArn = props.kmsKeyArn;
    this.valueResource = props.value && this.setValue(props.value);
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
      .object("props", props)
      .string("secretName", props.secretName, NAME)
      .boolean("preventDestroy", props.preventDestroy);
    checks.integer("recoveryWindowInDays", props.recoveryWindowInDays ?? 30, { min: 7, max: 30, or: 0 });
    if (props.value !== undefined) validateWriteOnlyValue(checks, "value", props.value);
    if (props.kmsKeyArn !== undefined) checks.string("kmsKeyArn", props.kmsKeyArn, KMS_KEY_ARN);
    if (props.description !== undefined) checks.text("description", props.description, 2048);
    const { adopt, secretName: name } = props;
    checkAdoption(checks, adopt, "secretArn", ARN, { prop: "secretName", name });
    checks.tags("tags", props.tags).throwIfAny();
  }
}

abstract class ImportedSecret extends SecretBase {
  public readonly kmsKeyArn?: string;
  public override readonly provider?: TerraformProvider;

  protected constructor(scope: Construct, id: string, options: SecretImportOptions) {
    super(scope, id);
    const checks = new PropertyChecks(this).object("options", options);
    const { kmsKeyArn, provider } = options;
    if (kmsKeyArn !== undefined) checks.string("kmsKeyArn", kmsKeyArn, KMS_KEY_ARN);
    if (provider !== undefined) checks.thing("provider", provider, PROVIDER);
    checks.throwIfAny();
    this.kmsKeyArn = kmsKeyArn;
    this.provider = provider;
  }
}

class NamedSecret extends ImportedSecret {
  public readonly secretArn: string;

  public constructor(
    scope: Construct,
    id: string,
    public readonly secretName: string,
    options: SecretImportOptions,
  ) {
    super(scope, id, options);
    new PropertyChecks(this).string("secretName", secretName, NAME).throwIfAny();
    const data = new DataAwsSecretsmanagerSecret(this, "Resource", {
      name: secretName,
      provider: this.provider,
    });
    this.secretArn = explainFailure(data, missingSecret(this))("arn");
  }
}

class ArnSecret extends ImportedSecret {
  public readonly secretName: string;

  public constructor(
    scope: Construct,
    id: string,
    public readonly secretArn: string,
    options: SecretImportOptions,
  ) {
    super(scope, id, options);
    new PropertyChecks(this).string("secretArn", secretArn, ARN).throwIfAny();
    this.secretName = ARN.pattern.exec(secretArn)?.groups?.["name"] ?? secretArn;
  }
}

/**
 * What to do about a secret that Terraform cannot find, because it never was or because it is being deleted.
 *
 * @param secret the secret
 */
export function missingSecret(secret: ISecret): string {
  const id = isToken(secret.secretName) ? "<name>" : secret.secretName;
  return (
    `the secret '${id}' (${secret.node.path}); if it is missing or scheduled for deletion: ` +
    `aws secretsmanager create-secret --name ${id}, or restore-secret --secret-id ${id}` +
    (secret.provider === undefined
      ? "; if it is of another region or account: import it with a provider"
      : "")
  );
}
