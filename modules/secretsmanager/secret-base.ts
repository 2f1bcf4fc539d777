import type { TerraformProvider, TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";
import { LocatedConstruct } from "../core/located-construct";
import { ROLE } from "../core/things";
import { PropertyChecks } from "../core/validation";
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
    new PropertyChecks(this).thing("role", role, ROLE).throwIfAny();
    role.addToPolicy({ actions: ["secretsmanager:GetSecretValue"], resources: [this.secretArn] });
    if (this.kmsKeyArn !== undefined) {
      role.addToPolicy({ actions: ["kms:Decrypt"], resources: [this.kmsKeyArn] });
    }
  }
}
