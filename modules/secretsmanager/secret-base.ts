import type { TerraformProvider, TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";
import { Kind } from "../core/kind";
import { LocatedConstruct } from "../core/located-construct";
import { PropertyChecks } from "../core/property-checks";
import { type IRole, ROLE } from "../iam/role-base";

/** Which version of a secret: the one with a staging label, or one by its id. Both at once are refused. */
export interface SecretVersion {
  /**
   * Staging label, such as `AWSPREVIOUS`.
   *
   * @default "AWSCURRENT"
   */
  readonly versionStage?: string;
  /**
   * Id of the version: 32 to 64 letters, digits and `-`. Rotating the secret then changes nothing.
   *
   * @default - the version with the staging label
   */
  readonly versionId?: string;
}

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

/** Where the value of an environment variable comes from: a whole secret or one of its JSON fields. */
export class SecretReference {
  /**
   * @param secret the secret
   * @param field key of the JSON field; the whole value without it
   * @param version which version; the current one without it
   */
  public constructor(
    public readonly secret: ISecret,
    public readonly field?: string,
    public readonly version: SecretVersion = {},
  ) {}

  /**
   * What App Runner reads: the secret's ARN, or `<arn>:<field>:<stage>:<id>` with what was asked for.
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

/** What all secrets have in common. */
export abstract class SecretBase extends LocatedConstruct implements ISecret {
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
    new PropertyChecks(this).kind("role", role, ROLE).throwIfAny();
    role.addToPolicy({ actions: ["secretsmanager:GetSecretValue"], resources: [this.secretArn] });
    if (this.kmsKeyArn !== undefined) {
      role.addToPolicy({ actions: ["kms:Decrypt"], resources: [this.kmsKeyArn] });
    }
  }
}

/** Kind of the objects that are a SecretReference. */
export const SECRET_REFERENCE = new Kind<SecretReference>(
  "a SecretReference",
  "secret.wholeValue()",
  SecretReference,
);

/** Kind of the objects that are a Secret. */
export const SECRET = new Kind<ISecret>("a Secret", "Secret.fromName(…)", SecretBase);
