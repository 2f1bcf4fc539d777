import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsKmsAlias } from "@cdktf/provider-aws/lib/data-aws-kms-alias";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Lazy } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { Kind } from "../core/kind";
import { LocatedConstruct } from "../core/located-construct";
import { KMS_KEY_ARN, SERVICE_PRINCIPAL } from "../core/patterns";
import { PropertyChecks } from "../core/property-checks";
import { explainFailure } from "../core/terraform";
import { isToken } from "../core/values";
import type { PolicyConditions } from "../iam/policy";
import { type IRole, ROLE } from "../iam/role-base";
import { checkConditions } from "../iam/statement";
import { keyPolicy, type KeyUser } from "./key-policy";

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
   * Allows `role` to encrypt with this key, not to decrypt.
   *
   * @param role the role that writes
   */
  grantEncrypt(role: IRole): void;
  /**
   * Allows `role` to encrypt and to decrypt with this key.
   *
   * @param role the role that writes and reads
   */
  grantEncryptDecrypt(role: IRole): void;
  /**
   * Allows an AWS service to use the key. A key that was made elsewhere has a policy of its own, and no such method.
   *
   * @param servicePrincipal the service, such as `cloudwatch.amazonaws.com`
   * @param conditions when it may
   */
  allowService?(servicePrincipal: string, conditions?: PolicyConditions): void;
}

/** Props of a `Key`. */
export interface KeyProps {
  /**
   * Name that the key is found by, without `alias/`: 1 to 250 letters, digits and `/_-`, not starting with `aws/` or
   * `alias/`.
   */
  readonly alias: string;
  /**
   * What the key encrypts.
   *
   * @default - no description
   */
  readonly description?: string;
  /**
   * Whether AWS makes new key material from time to time. What was encrypted before stays readable.
   *
   * @default true
   */
  readonly enableKeyRotation?: boolean;
  /**
   * Days between two rotations, 90 to 2560.
   *
   * @default - AWS's own, 365
   */
  readonly rotationPeriodInDays?: number;
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
  pattern: /^(?!(aws|alias)\/)[A-Za-z0-9/_-]{1,250}$/,
  allowed: "1 to 250 letters, digits and '/_-', not starting with 'aws/' or 'alias/'",
};

const ENCRYPT = ["kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"];

/** What all keys have in common, new or imported. */
export abstract class KeyBase extends LocatedConstruct implements IKey {
  public abstract readonly keyArn: string;

  public grantDecrypt(role: IRole): void {
    this.grant(role, ["kms:Decrypt"]);
  }

  public grantEncrypt(role: IRole): void {
    this.grant(role, ENCRYPT);
  }

  public grantEncryptDecrypt(role: IRole): void {
    this.grant(role, ["kms:Decrypt", ...ENCRYPT]);
  }

  private grant(role: IRole, actions: readonly string[]): void {
    new PropertyChecks(this).kind("role", role, ROLE).throwIfAny();
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
    return new ImportedKeyByArn(scope, id, keyArn);
  }

  /**
   * A key of this account and region that exists already. Terraform looks it up by its alias when it plans. An alias that
   * is moved to another key changes the ARN: what cannot change its key is replaced then.
   *
   * @param scope where the reference stands in the tree
   * @param id its name there
   * @param alias the alias, without `alias/`
   * @throws ValidationError when `alias` is none, or one of AWS's own (`aws/…`)
   */
  public static fromAlias(scope: Construct, id: string, alias: string): IKey {
    return new ImportedKeyByAlias(scope, id, alias);
  }

  /** The provider's resource: `resource.addOverride(path, value)` sets what has no prop. */
  public readonly resource: KmsKey;
  public readonly keyArn: string;
  private readonly services: KeyUser[] = [];

  public constructor(scope: Construct, id: string, props: KeyProps) {
    super(scope, id);
    this.validate(props);
    const { accountId } = new DataAwsCallerIdentity(this, "Account", {});
    this.resource = new KmsKey(this, "Resource", {
      description: props.description,
      enableKeyRotation: props.enableKeyRotation ?? true,
      rotationPeriodInDays: props.rotationPeriodInDays,
      deletionWindowInDays: props.deletionWindowInDays ?? 30,
      policy: Lazy.stringValue({ produce: () => JSON.stringify(keyPolicy(accountId, this.services)) }),
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
   * @param conditions when it may, in place of the default: `aws:SourceAccount` is this account; nothing for
   *   `events.amazonaws.com`, because EventBridge does not send that key when it publishes to an encrypted topic
   * @throws ValidationError when one of them is none
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
   */
  public allowService(servicePrincipal: string, conditions?: PolicyConditions): void {
    const checks = new PropertyChecks(this).literal("servicePrincipal", servicePrincipal, SERVICE_PRINCIPAL);
    if (conditions !== undefined) checkConditions(checks, conditions);
    checks.throwIfAny();
    this.services.push({ servicePrincipal, conditions });
  }

  private validate(props: KeyProps): void {
    const checks = new PropertyChecks(this)
      .props("props", props)
      .string("alias", props.alias, ALIAS)
      .boolean("enableKeyRotation", props.enableKeyRotation)
      .boolean("preventDestroy", props.preventDestroy)
      .integer("deletionWindowInDays", props.deletionWindowInDays ?? 30, { min: 7, max: 30 })
      .tags("tags", props.tags);
    checks.optional.text("description", props.description, 8192);
    checks.optional.integer("rotationPeriodInDays", props.rotationPeriodInDays, { min: 90, max: 2560 });
    checks.that(
      props.rotationPeriodInDays === undefined || props.enableKeyRotation !== false,
      "'rotationPeriodInDays' needs 'enableKeyRotation', got false",
    );
    checks.finish(Key);
  }
}

class ImportedKeyByArn extends KeyBase {
  public constructor(
    scope: Construct,
    id: string,
    public readonly keyArn: string,
  ) {
    super(scope, id);
    new PropertyChecks(this).string("keyArn", keyArn, KMS_KEY_ARN).throwIfAny();
  }
}

class ImportedKeyByAlias extends KeyBase {
  public readonly keyArn: string;

  public constructor(scope: Construct, id: string, alias: string) {
    super(scope, id);
    new PropertyChecks(this).string("alias", alias, ALIAS).throwIfAny();
    const data = new DataAwsKmsAlias(this, "Resource", { name: `alias/${alias}` });
    const name = `alias/${isToken(alias) ? "<alias>" : alias}`;
    const explanation =
      `the key '${name}' (${this.node.path}); if it is missing: aws kms create-alias --alias-name ${name} ` +
      `--target-key-id <key id>; if it is PendingDeletion: aws kms cancel-key-deletion --key-id <key id>`;
    this.keyArn = explainFailure(data, explanation)("target_key_arn");
  }
}

/** Kind of the objects that are a Key. */
export const KEY = new Kind<IKey>("a Key", "Key.fromArn(…)", KeyBase);
