import { DataAwsRoute53Zone } from "@cdktf/provider-aws/lib/data-aws-route53-zone";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import type { TerraformProvider } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { Kind } from "../core/kind";
import { LocatedConstruct } from "../core/located-construct";
import { allowCharacters } from "../core/mixed-text";
import { HOST_NAME } from "../core/patterns";
import { PropertyChecks } from "../core/property-checks";
import { suggestForText } from "../core/suggestions";
import { isRecord, isToken } from "../core/values";
import { checkRoute53Tags } from "./endpoint-health-check";

/** Public Route 53 zone, created by this library or elsewhere. App Runner does not support private zones. */
export interface IHostedZone extends IConstruct {
  /** Domain of the zone, such as `example.com`. */
  readonly domainName: string;
  /** Id of the zone, such as `Z0123456789ABCDEFGHIJ`. */
  readonly hostedZoneId: string;
  /** Provider for the zone's records, if it is not the stack's. */
  readonly provider?: TerraformProvider;
}

/** Props to find a zone by its domain. */
export interface HostedZoneLookup {
  /** Domain of the zone, such as `example.com`. */
  readonly domainName: string;
  /**
   * Provider for the zone and its records, for a zone in another account.
   *
   * @default - the provider of the stack
   */
  readonly provider?: TerraformProvider;
}

/** Props to reference a zone by its id. */
export interface HostedZoneAttributes extends HostedZoneLookup {
  /** Id of the zone, such as `Z0123456789ABCDEFGHIJ`. */
  readonly hostedZoneId: string;
}

/** Props of a `HostedZone`. */
export interface HostedZoneProps extends HostedZoneLookup {
  /**
   * Comment that the Route 53 console shows.
   *
   * @default - none
   */
  readonly comment?: string;
  /**
   * Whether Terraform refuses to destroy or replace the zone. A new zone has different name servers.
   *
   * @default true
   */
  readonly preventDestroy?: boolean;
  /**
   * Tags of the zone, in addition to the provider's default tags: at most 10.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/** API model: ResourceId. */
const ZONE_ID = {
  pattern: /^[A-Z0-9]{1,32}$/,
  allowed: "the id of a zone: 1 to 32 uppercase letters and digits",
  mixed: allowCharacters("A-Z0-9"),
};

/**
 * New public Route 53 zone. For an existing zone, use `HostedZone.lookup` or `HostedZone.fromId`.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/AboutHZWorkingWith.html
 * @example
 * const zone = HostedZone.lookup(this, "Zone", { domainName: "example.com" });
 */
export class HostedZone extends LocatedConstruct implements IHostedZone {
  /**
   * References an existing zone. Terraform looks it up by its domain at plan.
   *
   * @param scope parent construct of the reference
   * @param id id of the reference
   * @param props domain and provider of the zone
   * @throws ValidationError if the domain is invalid
   */
  public static lookup(scope: Construct, id: string, props: HostedZoneLookup): IHostedZone {
    return new ImportedZoneByName(scope, id, props);
  }

  /**
   * References an existing zone. Nothing is looked up.
   *
   * @param scope parent construct of the reference
   * @param id id of the reference
   * @param props id, domain and provider of the zone
   * @throws ValidationError if the domain or the id is invalid
   */
  public static fromId(scope: Construct, id: string, props: HostedZoneAttributes): IHostedZone {
    return new ImportedZoneById(scope, id, props);
  }

  /** Provider resource. Use `resource.addOverride(path, value)` for settings without a prop. */
  public readonly resource: Route53Zone;
  public readonly domainName: string;
  public readonly hostedZoneId: string;
  public readonly provider?: TerraformProvider;
  /** Name servers to set at the registrar or in the parent zone. */
  public readonly nameServers: string[];

  public constructor(scope: Construct, id: string, props: HostedZoneProps) {
    super(scope, id);
    const checks = checkZone(this, props).boolean("preventDestroy", props.preventDestroy);
    checks.optional.text("comment", props.comment, 256);
    checkRoute53Tags(checks, "tags", props.tags);
    checks.finish(HostedZone);
    this.resource = new Route53Zone(this, "Resource", {
      name: props.domainName,
      comment: props.comment,
      lifecycle: { preventDestroy: props.preventDestroy ?? true },
      provider: props.provider,
      tags: props.tags,
    });
    this.domainName = props.domainName;
    this.hostedZoneId = this.resource.zoneId;
    this.provider = props.provider;
    this.nameServers = this.resource.nameServers;
  }
}

class ImportedZoneByName extends LocatedConstruct implements IHostedZone {
  public readonly domainName: string;
  public readonly hostedZoneId: string;
  public readonly provider?: TerraformProvider;

  public constructor(scope: Construct, id: string, props: HostedZoneLookup) {
    super(scope, id);
    checkZone(this, props).finish();
    const data = new DataAwsRoute53Zone(this, "Resource", {
      name: props.domainName,
      privateZone: false,
      provider: props.provider,
    });
    this.domainName = props.domainName;
    this.hostedZoneId = data.zoneId;
    this.provider = props.provider;
  }
}

class ImportedZoneById extends LocatedConstruct implements IHostedZone {
  public readonly domainName: string;
  public readonly hostedZoneId: string;
  public readonly provider?: TerraformProvider;

  public constructor(scope: Construct, id: string, props: HostedZoneAttributes) {
    super(scope, id);
    checkZone(this, props).string("hostedZoneId", props.hostedZoneId, ZONE_ID).finish();
    this.domainName = props.domainName;
    this.hostedZoneId = props.hostedZoneId;
    this.provider = props.provider;
  }
}

/**
 * Returns what two references to the same zone have in common: its domain if Terraform looks it up, and otherwise its id or the construct that
 * creates it.
 */
export function identifyZone(zone: IHostedZone): string {
  if (zone instanceof ImportedZoneByName) return zone.domainName;
  return isToken(zone.hostedZoneId) ? zone.node.path : zone.hostedZoneId;
}

function checkZone(zone: Construct, props: HostedZoneLookup): PropertyChecks {
  const checks = new PropertyChecks(zone).props("props", props);
  checks.optional.provider("provider", props.provider);
  return checks.string("domainName", props.domainName, HOST_NAME);
}

/** Recognizes a HostedZone. */
export const HOSTED_ZONE = new Kind<IHostedZone>(
  "a HostedZone",
  "HostedZone.lookup(…)",
  HostedZone,
  ImportedZoneByName,
  ImportedZoneById,
)
  .suggests(
    suggestForText(
      ZONE_ID,
      (id) => `HostedZone.fromId(this, "Zone", { hostedZoneId: ${id}, domainName: … })`,
    ),
  )
  .suggests((value) => {
    const name = isRecord(value) ? value.domainName : value;
    const domainName = typeof name === "string" ? name.toLowerCase().replace(/\.$/, "") : undefined;
    return suggestForText(
      HOST_NAME,
      (quoted) => `HostedZone.lookup(this, "Zone", { domainName: ${quoted} })`,
    )(domainName);
  });
