import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Lazy } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { KMS_KEY_ARN, SERVICE_PRINCIPAL } from "../core/patterns";
import { ROLE } from "../core/things";
import { PropertyChecks } from "../core/validation";
import type { IRole } from "../iam/role";

/** A customer KMS key, made by this library or elsewhere. */
export interface IKey extends IConstruct {
  /** ARN of the key: what every `kmsKeyArn` prop takes. */
  readonly keyArn: string;
  /**
   * Allows `role` to decrypt with this key.
   *
   * @param role the role that reads
   */
  grantDecrypt(role: IRole): void;
  /**
   * Allows `role` to encrypt and to decrypt with this key.
   *
   * @param role the role that writes and reads
   */
  grantEncryptDecrypt(role: IRole): void;
}

/** Props of a `Key`. */
export interface KeyProps {
  /** Name that the key is found by, without `alias/`: 1 to 250 letters, digits and `/_-`, not starting with `aws/`. */
  readonly alias: string;
  /**
   * What the key encrypts.
   *
   * @default - no description
   */
  readonly description?: string;
  /**
   * Whether AWS makes new key material once a year. What was encrypted before stays readable.
   *
   * @default true
   */
  readonly enableKeyRotation?: boolean;
  /**
   * Days for which a deleted key can be restored, 7 to 30. After them nothing that it encrypted can be read any more.
   *
   * @default 30
   */
  readonly deletionWindowInDays?: number;
  /**
   * Whether Terraform refuses to destroy the key.
   *
   * @default true
   */
  readonly preventDestroy?: boolean;
  /**
   * Tags of the key, beside the provider's default tags.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

const ALIAS = {
  pattern: /^(?!aws\/)[A-Za-z0-9/_-]{1,250}$/,
  allowed: "1 to 250 letters, digits and '/_-', not starting with 'aws/'",
};

abstract class KeyBase extends Construct implements IKey {
  public abstract readonly keyArn: string;

  public grantDecrypt(role: IRole): void {
    this.grant(role, ["kms:Decrypt"]);
  }

  public grantEncryptDecrypt(role: IRole): void {
    this.grant(role, [
      "kms:Decrypt",
      "kms:Encrypt",
      "kms:GenerateDataKey",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
    ]);
  }

  private grant(role: IRole, actions: readonly string[]): void {
    new PropertyChecks(this).thing("role", role, ROLE).throwIfAny();
    role.addToPolicy({ actions, resources: [this.keyArn] });
  }
}

/**
 * A customer KMS key that rotates and is not destroyed by accident, for repositories, secrets and services.
 *
 * The account decides by its IAM policies who may use it, as with a key made in the console.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 * @example
 * const key = new Key(this, "Key", { alias: "hello" });
 * new Secret(this, "Secret", { secretName: "hello/database", kmsKeyArn: key.keyArn });
 */
export class Key extends KeyBase {
  /**
   * A key that exists already. Nothing is looked up.
   *
   * @param scope where the reference stands in the tree
   * @param id its name there
   * @param keyArn ARN of the key, not of an alias
   * @throws ValidationError when the ARN is none of a key
   */
  public static fromArn(scope: Construct, id: string, keyArn: string): IKey {
    return new ImportedKey(scope, id, keyArn);
  }

  /** The provider's resource: `resource.addOverride(path, value)` sets what has no prop. */
  public readonly resource: KmsKey;
  public readonly keyArn: string;
  private readonly services = new Set<string>();

  public constructor(scope: Construct, id: string, props: KeyProps) {
    super(scope, id);
    this.validate(props);
    const account = new DataAwsCallerIdentity(this, "Account", {});
    this.resource = new KmsKey(this, "Resource", {
      description: props.description,
      enableKeyRotation: props.enableKeyRotation ?? true,
      deletionWindowInDays: props.deletionWindowInDays ?? 30,
      policy: Lazy.stringValue({ produce: () => JSON.stringify(this.policy(account.accountId)) }),
      lifecycle: { preventDestroy: props.preventDestroy ?? true },
      tags: props.tags,
    });
    new KmsAlias(this, "Alias", { name: `alias/${props.alias}`, targetKeyId: this.resource.keyId });
    this.keyArn = this.resource.arn;
  }

  /**
   * Allows an AWS service to use the key for resources of this account, such as `cloudwatch.amazonaws.com` for alarms to
   * an encrypted topic. App Runner, ECR and Secrets Manager use it in the name of whoever calls them: they need no such
   * permission.
   *
   * @param servicePrincipal the service
   */
  public allowService(servicePrincipal: string): void {
    new PropertyChecks(this).literal("servicePrincipal", servicePrincipal, SERVICE_PRINCIPAL).throwIfAny();
    this.services.add(servicePrincipal);
  }

  private validate(props: KeyProps): void {
    const checks = new PropertyChecks(this)
      .object("props", props)
      .string("alias", props.alias, ALIAS)
      .boolean("enableKeyRotation", props.enableKeyRotation)
      .boolean("preventDestroy", props.preventDestroy)
      .integer("deletionWindowInDays", props.deletionWindowInDays ?? 30, { min: 7, max: 30 })
      .tags("tags", props.tags);
    if (props.description !== undefined) checks.text("description", props.description, 8192);
    checks.throwIfAny();
  }

  /** In the policy of a key, `*` is the key itself. */
  private policy(accountId: string): object {
    const services = [...this.services].map((service) => ({
      Effect: "Allow",
      Principal: { Service: service },
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
      Resource: "*",
      Condition: { StringEquals: { "aws:SourceAccount": accountId } },
    }));
    const account = {
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${accountId}:root` },
      Action: "kms:*",
      Resource: "*",
    };
    return { Version: "2012-10-17", Statement: [account, ...services] };
  }
}

class ImportedKey extends KeyBase {
  public constructor(
    scope: Construct,
    id: string,
    public readonly keyArn: string,
  ) {
    super(scope, id);
    new PropertyChecks(this).string("keyArn", keyArn, KMS_KEY_ARN).throwIfAny();
  }
}
