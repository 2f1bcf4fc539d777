import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Route53HostedZoneDnssec } from "@cdktf/provider-aws/lib/route53-hosted-zone-dnssec";
import { Route53KeySigningKey } from "@cdktf/provider-aws/lib/route53-key-signing-key";
import type { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { LocatedConstruct } from "../core/located-construct";
import { allowCharacters } from "../core/mixed-text";
import { PropertyChecks } from "../core/property-checks";
import { claimName } from "../core/unique-names";
import { dnssecKeyPolicy } from "../kms/key-policy";
import { HOSTED_ZONE, identifyZone, type IHostedZone } from "./hosted-zone";
import { arnInUsEast1, requireUsEast1 } from "./us-east-1";

/** Props of a `HostedZoneDnssec`. */
export interface HostedZoneDnssecProps {
  /** Zone to sign. */
  readonly zone: IHostedZone;
  /**
   * ARN of an existing KMS key in `us-east-1` with the spec `ECC_NIST_P256` and the usage `SIGN_VERIFY`, which lets Route 53 sign. It cannot
   * be changed: see "Rotate the key-signing key" in docs/hosted-zone.md.
   *
   * @default - a new key
   */
  readonly kmsKeyArn?: string;
  /**
   * Name of the key-signing key, unique in the zone: 3 to 128 letters, digits and `_`. Changing it replaces the key-signing key.
   *
   * @default "ksk"
   */
  readonly keySigningKeyName?: string;
  /**
   * Provider for a new KMS key, in `us-east-1` and in the account of the zone.
   *
   * @default - the provider of the zone, or that of the stack
   */
  readonly provider?: TerraformProvider;
  /**
   * Whether Terraform refuses to stop signing and to destroy or replace the keys. While the parent zone has the DS record, a zone
   * without them cannot be resolved.
   *
   * @default true
   */
  readonly preventDestroy?: boolean;
  /**
   * Tags of a new KMS key, in addition to the provider's default tags.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

const KSK_NAME = {
  pattern: /^\w{3,128}$/,
  allowed: "3 to 128 letters, digits and '_'",
  mixed: allowCharacters("\\w"),
};
const KEY_ARN = {
  pattern: /^arn:aws[a-z-]*:kms:us-east-1:\d{12}:key\/[\w-]+$/,
  allowed: "the ARN of a KMS key in us-east-1, such as 'arn:aws:kms:us-east-1:111122223333:key/1234abcd'",
  mixed: arnInUsEast1("kms", "key/"),
};

/**
 * Signs a public zone with DNSSEC. Resolvers check the signatures once the parent zone has the `dsRecord`.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-configuring-dnssec.html
 * @example
 * const { dsRecord } = new HostedZoneDnssec(this, "Dnssec", { zone });
 */
export class HostedZoneDnssec extends LocatedConstruct {
  /** Provider resource. Use `resource.addOverride(path, value)` for settings without a prop. */
  public readonly resource: Route53HostedZoneDnssec;
  /** Key-signing key. Use `keySigningKey.addOverride(path, value)` for settings without a prop. */
  public readonly keySigningKey: Route53KeySigningKey;
  /** Value of the DS record for the parent zone or the registrar: key tag, algorithm, digest type and digest. */
  public readonly dsRecord: string;

  public constructor(scope: Construct, id: string, props: HostedZoneDnssecProps) {
    super(scope, id);
    this.validate(props);
    const { zone, keySigningKeyName = "ksk" } = props;
    const shared = {
      hostedZoneId: zone.hostedZoneId,
      lifecycle: { preventDestroy: props.preventDestroy ?? true },
      provider: zone.provider,
    };
    this.keySigningKey = new Route53KeySigningKey(this, "KeySigningKey", {
      ...shared,
      name: keySigningKeyName,
      keyManagementServiceArn: props.kmsKeyArn ?? this.addKey(props).arn,
    });
    // Signing needs the key-signing key, and must end before Route 53 deactivates it.
    this.resource = new Route53HostedZoneDnssec(this, "Resource", {
      ...shared,
      dependsOn: [this.keySigningKey],
    });
    this.dsRecord = this.keySigningKey.dsRecord;
    claimName(this, {
      prop: "zone",
      name: identifyZone(zone),
      resource: this.resource,
      within: "account",
      describe: (path) =>
        `'zone' must have only one HostedZoneDnssec: ${path} already signs ${zone.domainName}`,
    });
  }

  private addKey(props: HostedZoneDnssecProps): KmsKey {
    const { zone, provider = zone.provider, tags } = props;
    const { accountId } = new DataAwsCallerIdentity(this, "Account", { provider });
    const key = new KmsKey(this, "Key", {
      description: `DNSSEC of ${zone.domainName}`,
      customerMasterKeySpec: "ECC_NIST_P256",
      keyUsage: "SIGN_VERIFY",
      deletionWindowInDays: 30,
      policy: JSON.stringify(dnssecKeyPolicy(accountId, zone.hostedZoneId)),
      lifecycle: { preventDestroy: props.preventDestroy ?? true },
      provider,
      tags,
    });
    requireUsEast1(this, key, "the KMS key");
    return key;
  }

  private validate(props: HostedZoneDnssecProps): void {
    const checks = new PropertyChecks(this).props("props", props).kind("zone", props.zone, HOSTED_ZONE);
    const { kmsKeyArn, keySigningKeyName, provider } = props;
    checks.optional.string("kmsKeyArn", kmsKeyArn, KEY_ARN);
    checks.optional.string("keySigningKeyName", keySigningKeyName, KSK_NAME);
    checks.optional.provider("provider", provider);
    checks.boolean("preventDestroy", props.preventDestroy).tags("tags", props.tags);
    checks.throwIfAny();
    for (const prop of ["provider", "tags"] as const) {
      const fits = kmsKeyArn === undefined || props[prop] === undefined;
      checks.that(fits, `'${prop}' must not be set with 'kmsKeyArn': it is for a new KMS key`);
    }
    checks.finish(HostedZoneDnssec);
  }
}
