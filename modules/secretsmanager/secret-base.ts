import type { TerraformProvider, TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";
import { Kind } from "../core/kind";
import { LocatedConstruct } from "../core/located-construct";
import { PropertyChecks } from "../core/property-checks";
import { suggestForText } from "../core/suggestions";
import { type IRole, ROLE } from "../iam/role-base";

/** A version of a secret, by staging label or by ID. Set at most one of the two. */
export interface SecretVersion {
  /**
   * Staging label, such as `AWSPREVIOUS`.
   *
   * @default "AWSCURRENT"
   */
  readonly versionStage?: string;
  /**
   * ID of the version: 32 to 64 letters, digits and `-`. The service keeps this version when the secret is rotated.
   *
   * @default - the version with the staging label
   */
  readonly versionId?: string;
}

/** A Secrets Manager secret, created by this library or elsewhere. Its value is never read. */
export interface ISecret extends IConstruct {
  /** Name of the secret, such as `hello/database`. */
  readonly secretName: string;
  /** ARN of the secret, including the six characters that Secrets Manager adds to the name. */
  readonly secretArn: string;
  /** ARN of the customer KMS key that encrypts the secret, if any. */
  readonly kmsKeyArn?: string;
  /** Provider that looks up the secret. The stack's default provider is used if it is not set. */
  readonly provider?: TerraformProvider;
  /** Region of a replica. Any other secret is in the region of its ARN. */
  readonly region?: string;
  /** Resource that sets the value, if Terraform sets it. */
  readonly valueResource?: TerraformResource;
  /**
   * References the whole value of the secret, for an environment variable.
   *
   * @param version version to read instead of the current one
   */
  wholeValue(version?: SecretVersion): SecretReference;
  /**
   * References one field of a secret whose value is a JSON object, for an environment variable.
   *
   * @param name key of the field
   * @param version version to read instead of the current one
   */
  jsonField(name: string, version?: SecretVersion): SecretReference;
  /**
   * Allows `role` to read this secret only, and to decrypt it with its customer key.
   *
   * @param role role that reads
   */
  grantRead(role: IRole): void;
}

/** Source of an environment variable's value: a whole secret or one of its JSON fields. */
export class SecretReference {
  /**
   * @param secret the secret
   * @param field key of the JSON field, or omit it for the whole value
   * @param version version to read, or omit it for the current one
   */
  public constructor(
    public readonly secret: ISecret,
    public readonly field?: string,
    public readonly version: SecretVersion = {},
  ) {}

  /**
   * What App Runner reads: the secret's ARN, or `<arn>:<field>:<stage>:<id>` for a field or a version.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
   */
  public get valueFrom(): string {
    const { versionStage = "", versionId = "" } = this.version;
    const field = this.field ?? "";
    const whole = field === "" && versionStage === "" && versionId === "";
    return whole ? this.secret.secretArn : `${this.secret.secretArn}:${field}:${versionStage}:${versionId}`;
  }
}

/** Base class of new and imported secrets. */
export abstract class SecretBase extends LocatedConstruct implements ISecret {
  public abstract readonly secretName: string;
  public abstract readonly secretArn: string;
  public abstract readonly kmsKeyArn?: string;
  public readonly provider?: TerraformProvider;
  public readonly region?: string;
  public readonly valueResource?: TerraformResource;

  public wholeValue(version?: SecretVersion): SecretReference {
    return new SecretReference(this, undefined, version);
  }

  public jsonField(name: string, version?: SecretVersion): SecretReference {
    return new SecretReference(this, name, version);
  }

  public grantRead(role: IRole): void {
    new PropertyChecks(this).kind("role", role, ROLE).throwIfAny();
    role.addToPolicy({ actions: ["secretsmanager:GetSecretValue"], resources: [this.secretArn] });
    if (this.kmsKeyArn !== undefined) {
      role.addToPolicy({ actions: ["kms:Decrypt"], resources: [this.kmsKeyArn] });
    }
  }
}

/** Recognizes a SecretReference. */
export const SECRET_REFERENCE = new Kind<SecretReference>(
  "a SecretReference",
  "secret.wholeValue()",
  SecretReference,
);

/** Recognizes a Secret. */
export const SECRET = new Kind<ISecret>("a Secret", "Secret.fromName(…)", SecretBase).hidesValues().suggests(
  suggestForText({ pattern: /^arn:aws[a-z-]*:secretsmanager:[^:\s]+:\d{12}:secret:[^:\s]+$/ }, (arn) => {
    return `Secret.fromArn(this, "Secret", ${arn})`;
  }),
);
