import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsKmsAlias } from "@cdktf/provider-aws/lib/data-aws-kms-alias";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Lazy } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { maskTokens, printPath } from "../core/expressions";
import { Kind } from "../core/kind";
import { LocatedConstruct } from "../core/located-construct";
import { allowCharacters } from "../core/mixed-text";
import { ACCOUNT_ID, KMS_KEY_ARN, SERVICE_PRINCIPAL } from "../core/patterns";
import { PropertyChecks } from "../core/property-checks";
import { suggestForText } from "../core/suggestions";
import { explainFailure } from "../core/terraform";
import { claimName } from "../core/unique-names";
import type { PolicyConditions } from "../iam/policy";
import { type IRole, ROLE } from "../iam/role-base";
import { checkConditions } from "../iam/statement";
import { keyPolicy, type KeyUser } from "./key-policy";

/** A customer KMS key, created by this library or elsewhere. */
export interface IKey extends IConstruct {
  /** ARN of the key. Pass it as the `kmsKeyArn` prop of other constructs. */
  readonly keyArn: string;
  /**
   * Allows `role` to decrypt with this key.
   *
   * @param role role that reads
   */
  grantDecrypt(role: IRole): void;
  /**
   * Allows `role` to encrypt with this key, but not to decrypt.
   *
   * @param role role that writes
   */
  grantEncrypt(role: IRole): void;
  /**
   * Allows `role` to encrypt and decrypt with this key.
   *
   * @param role role that writes and reads
   */
  grantEncryptDecrypt(role: IRole): void;
  /**
   * Allows an AWS service to use the key. An imported key has no such method, because its policy is managed elsewhere.
   *
   * @param servicePrincipal service, such as `cloudwatch.amazonaws.com`
   * @param conditions conditions under which the service can use the key
   */
  allowService?(servicePrincipal: string, conditions?: PolicyConditions): void;
}

/** Props of a `Key`. */
export interface KeyProps {
  /**
   * Alias of the key, without `alias/`: 1 to 250 letters, digits and `/_-`, not starting with `aws/` or `alias/`.
   */
  readonly alias: string;
  /**
   * Description of the key.
   *
   * @default - no description
   */
  readonly description?: string;
  /**
   * IDs of other AWS accounts whose IAM policies can allow decrypting with the key, such as the `readAccountIds` of a `Secret`.
   *
   * @default - this account only
   */
  readonly decryptAccountIds?: readonly string[];
  /**
   * Whether AWS rotates the key material regularly. Existing data stays readable.
   *
   * @default true
   */
  readonly enableKeyRotation?: boolean;
  /**
   * Number of days between rotations, 90 to 2560.
   *
   * @default - AWS's default, 365
   */
  readonly rotationPeriodInDays?: number;
  /**
   * Number of days during which a deleted key can be restored, 7 to 30. After that, nothing it encrypted can be read.
   *
   * @default 30
   */
  readonly deletionWindowInDays?: number;
  /**
   * Whether Terraform refuses to destroy or replace the key.
   *
   * @default true
   */
  readonly preventDestroy?: boolean;
  /**
   * Tags of the key, in addition to the provider's default tags.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/** API model: AliasNameType, 256 characters with `alias/`. */
const ALIAS = {
  pattern: /^(?!(aws|alias)\/)[A-Za-z0-9/_-]{1,250}$/,
  allowed: "1 to 250 letters, digits and '/_-', not starting with 'aws/' or 'alias/'",
  mixed: (alias: string) => allowCharacters("A-Za-z0-9\\/_\\-")(alias) && !/^(aws|alias)\//.test(alias),
};

const ENCRYPT = ["kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"];

/** Base class of new and imported keys. */
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
 * A customer KMS key for repositories, secrets and services. By default, it rotates and is protected from being destroyed
 * by accident.
 *
 * The account's IAM policies control who can use it, as with a key created in the console.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 * @example
 * const key = new Key(this, "Key", { alias: "hello" });
 * new Secret(this, "Secret", { secretName: "hello/database", kmsKeyArn: key.keyArn });
 */
export class Key extends KeyBase {
  /**
   * References an existing key by ARN. Nothing is looked up.
   *
   * @param scope parent construct of the reference
   * @param id construct id of the reference
   * @param keyArn ARN of the key, not of an alias
   * @throws ValidationError if the ARN is not that of a key
   */
  public static fromArn(scope: Construct, id: string, keyArn: string): IKey {
    return new ImportedKeyByArn(scope, id, keyArn);
  }

  /**
   * References an existing key by alias, in the account and region of the stack. Terraform looks it up at plan. Moving the
   * alias to a different key changes the ARN, and Terraform then replaces resources that cannot change their key.
   *
   * @param scope parent construct of the reference
   * @param id construct id of the reference
   * @param alias alias of the key, without `alias/`
   * @throws ValidationError if `alias` is not valid or belongs to AWS (`aws/…`)
   */
  public static fromAlias(scope: Construct, id: string, alias: string): IKey {
    return new ImportedKeyByAlias(scope, id, alias);
  }

  /** Provider resource. Use `resource.addOverride(path, value)` for settings without a prop. */
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
      policy: Lazy.stringValue({
        produce: () => JSON.stringify(keyPolicy(accountId, this.services, props.decryptAccountIds)),
      }),
      lifecycle: { preventDestroy: props.preventDestroy ?? true },
      tags: props.tags,
    });
    const alias = new KmsAlias(this, "Alias", {
      name: `alias/${props.alias}`,
      targetKeyId: this.resource.keyId,
    });
    claimName(this, { prop: "alias", name: `alias/${props.alias}`, resource: alias });
    this.keyArn = this.resource.arn;
  }

  /**
   * Allows an AWS service to use the key for resources of this account, such as `cloudwatch.amazonaws.com` for alarms that
   * publish to an encrypted topic. App Runner, ECR and Secrets Manager use the permissions of their caller, so they do not
   * need this.
   *
   * @param servicePrincipal service that uses the key
   * @param conditions conditions to use instead of the default, which is that `aws:SourceAccount` is this account. The default
   *   is empty for `events.amazonaws.com`, because EventBridge does not send that key when it publishes to an encrypted topic
   * @throws ValidationError if the service principal or a condition is not valid
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
    checks.list("decryptAccountIds", props.decryptAccountIds, (prop, id) =>
      checks.string(prop, id, ACCOUNT_ID),
    );
    checks.optional.integer("rotationPeriodInDays", props.rotationPeriodInDays, { min: 90, max: 2560 });
    checks.that(
      props.rotationPeriodInDays === undefined || props.enableKeyRotation !== false,
      "'enableKeyRotation' must be true with 'rotationPeriodInDays', got false",
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
    const name = `alias/${maskTokens(alias, "<alias>")}`;
    const explanation =
      `the key '${name}' (${printPath(this)}); if it is missing: aws kms create-alias --alias-name ${name} ` +
      `--target-key-id <key id>; if it is PendingDeletion: aws kms cancel-key-deletion --key-id <key id>`;
    this.keyArn = explainFailure(data, explanation)("target_key_arn");
  }
}

/** Recognizes a Key. */
export const KEY = new Kind<IKey>("a Key", "Key.fromArn(…)", KeyBase)
  .suggests(suggestForText(KMS_KEY_ARN, (arn) => `Key.fromArn(this, "Key", ${arn})`))
  .suggests((value) => {
    const alias = typeof value === "string" ? /^(?:alias\/)?(.*)$/.exec(value)?.[1] : undefined;
    return suggestForText(ALIAS, (name) => `Key.fromAlias(this, "Key", ${name})`)(alias);
  });
