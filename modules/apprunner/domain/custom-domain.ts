import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import { Route53HealthCheck } from "@cdktf/provider-aws/lib/route53-health-check";
import { Annotations, Fn, type IResolvable, TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { findRegion } from "../../core/account";
import { literalStart, maskTokens } from "../../core/expressions";
import { Kind } from "../../core/kind";
import { LocatedConstruct } from "../../core/located-construct";
import { canEndWith } from "../../core/mixed-text";
import { DOMAIN_NAME } from "../../core/patterns";
import { requireSamePlace } from "../../core/place";
import { PropertyChecks } from "../../core/property-checks";
import { display } from "../../core/values";
import { HOSTED_ZONE, type IHostedZone } from "../../route53/hosted-zone";
import { type RoutingConfig, TRAFFIC_ROUTING, type TrafficRouting } from "../../route53/traffic-routing";
import { type IAppRunnerService, SERVICE } from "../service-base";
import type { DnsRecord } from "./dns-record";
import { buildWwwName, DomainAssociation } from "./domain-association";
import { isBelowRootDomain } from "./root-domain";
import { checkRecordSet, findNameWithoutDefault, type TrafficRecords } from "./record-sets";

/**
 * Which records of an adopted `CustomDomain` already exist, in addition to its association. Remove `adopt` after the first
 * apply: see docs/adopting.md.
 */
export interface CustomDomainAdoption {
  /** Whether the zone already has the validation records. */
  readonly validationRecords: boolean;
  /** Whether the zone already has the traffic records, of type `recordType`. */
  readonly trafficRecords: boolean;
}

/** Props of a `CustomDomain`. */
export interface CustomDomainProps {
  /** Service that the domain points to. A service can have five domains; a www domain counts as one. */
  readonly service: IAppRunnerService;
  /** Domain in lowercase, such as `api.example.com`, `example.com` or `*.example.com`. */
  readonly domainName: string;
  /**
   * Public zone for the validation and traffic records.
   *
   * @default - none: the records are an output
   */
  readonly zone?: IHostedZone;
  /**
   * Whether `www.<domain>` also points to the service: `true` creates a second association, `"combined"` covers both names
   * with one association. Changing to or from `"combined"` replaces the association and its records. Must be `false` for a
   * wildcard.
   *
   * @default false
   */
  readonly www?: boolean | "combined";
  /**
   * Type of the traffic records. `A` is an alias: queries are free, and it works at the apex of a zone, where DNS does
   * not allow a `CNAME`.
   *
   * @default "A"
   */
  readonly recordType?: "A" | "CNAME";
  /**
   * Whether the traffic records replace existing records of the same name and type. If `false`, the apply fails when such a
   * record exists.
   *
   * @default false
   */
  readonly allowOverwrite?: boolean;
  /**
   * How Route 53 chooses between several services of this domain, such as one in each region. Requires `zone`.
   *
   * @default - the domain points only to this service
   */
  readonly routing?: TrafficRouting;
  /**
   * Whether to create the validation records in the zone. Set it to `false` if another stack creates the same records.
   *
   * @default true
   */
  readonly createValidationRecords?: boolean;
  /**
   * Existing association for Terraform to import instead of creating one, and which of its records exist. With
   * `www: true`, this covers the www domain too.
   *
   * @default - none: the association is created
   */
  readonly adopt?: CustomDomainAdoption;
}

/**
 * Custom domain of a service. One apply creates the association, the validation records and the traffic records.
 *
 * @see https://docs.aws.amazon.com/apprunner/latest/dg/manage-custom-domains.html
 * @example
 * new CustomDomain(this, "Domain", {
 *   service,
 *   domainName: "api.example.com",
 *   zone: HostedZone.lookup(this, "Zone", { domainName: "example.com" }),
 * });
 */
export class CustomDomain extends LocatedConstruct {
  /** Association of the domain. */
  public readonly domain: DomainAssociation;
  /** Association of the www domain, with `www: true`. */
  public readonly www?: DomainAssociation;
  /** Route 53 health check, if `routing` has one of this domain. */
  public readonly healthCheck?: Route53HealthCheck;
  /**
   * Traffic records, for comparison with those of other domains.
   *
   * @internal
   */
  public readonly _traffic?: TrafficRecords;

  public constructor(scope: Construct, id: string, props: CustomDomainProps) {
    super(scope, id);
    this.validate(props);
    const { serviceArn } = props.service;
    requireSamePlace(this, [
      { prop: "service", thing: props.service, arn: serviceArn, same: "region and account" },
    ]);

    const {
      service,
      zone,
      recordType = "A",
      allowOverwrite = false,
      createValidationRecords = true,
      adopt,
    } = props;
    this.healthCheck = this.addHealthCheck(props);
    const routing = this.renderRouting(props);
    const shared = { service, zone, recordType, allowOverwrite, createValidationRecords, routing, adopt };
    this.domain = new DomainAssociation(this, "Domain", {
      ...shared,
      domainName: props.domainName,
      combineWww: props.www === "combined",
    });
    if (props.www === true) {
      this.www = new DomainAssociation(this, "Www", {
        ...shared,
        domainName: buildWwwName(props.domainName),
        combineWww: false,
      });
    }
    const names = [...this.domain.hostNames, ...(this.www?.hostNames ?? [])];
    if (zone) this._traffic = this.domain._describeTraffic(this, names);
    if (routing) this.node.addValidation({ validate: () => this.validateRecordSets() });
    if (!zone) {
      new TerraformOutput(this, "DnsRecords", {
        value: this.dnsRecords,
        // Terraform does not allow expressions here.
        description: `DNS records to create for ${maskTokens(props.domainName, "<token>")}`,
      });
    }
  }

  /** Records that validate the certificates, to create in a loop at another DNS provider. With a `zone`, they are created. */
  public get validationRecords(): readonly DnsRecord[] {
    return this.collectRecords("validation", (association) => association.validationRecords);
  }

  /** Records that route traffic to the service, to create in a loop at another DNS provider. With a `zone`, they are created. */
  public get trafficRecords(): readonly DnsRecord[] {
    return this.collectRecords("traffic", (association) => association.trafficRecords);
  }

  /**
   * All records as a Terraform list of `{ name, type, value }`, validation records first. DNS does not allow a CNAME at
   * the apex of a domain: use the alternative that your DNS host offers, such as ALIAS, ANAME or CNAME flattening.
   */
  public get dnsRecords(): IResolvable {
    return Fn.concat([this.domain.dnsRecords, this.www?.dnsRecords ?? []]) as IResolvable;
  }

  private addHealthCheck({ service, zone, routing }: CustomDomainProps): Route53HealthCheck | undefined {
    const config = routing?.renderHealthCheck(service.serviceUrl);
    return config && new Route53HealthCheck(this, "HealthCheck", { ...config, provider: zone?.provider });
  }

  private renderRouting({ routing }: CustomDomainProps): RoutingConfig | undefined {
    const region = () => findRegion(this) ?? new DataAwsRegion(this, "Region", {}).id;
    return (
      routing && {
        ...routing.render(region()),
        ...(this.healthCheck && { healthCheckId: this.healthCheck.id }),
      }
    );
  }

  /** Other domains of the same name can be anywhere in the app, so this check runs once the app is complete. */
  private validateRecordSets(): string[] {
    const checks = new PropertyChecks(this);
    const { _traffic: own } = this;
    if (own === undefined) return [];
    const others: TrafficRecords[] = [];
    for (const other of this.node.root.node.findAll()) {
      if (other !== this && CUSTOM_DOMAIN.includes(other) && other._traffic) others.push(other._traffic);
    }
    others.forEach((other) => {
      checkRecordSet(checks, own, other);
    });
    checks.throwIfAny();
    const name = findNameWithoutDefault(own, others);
    if (name !== undefined) {
      Annotations.of(this).addWarning(
        `No domain of this app routes the default location, '*', of ${display(name)}: Route 53 gives no answer to users elsewhere, unless ` +
          `a different app has that record. Add TrafficRouting.geolocation({ country: "*" }).`,
      );
    }
    return [];
  }

  private collectRecords(
    purpose: string,
    read: (association: DomainAssociation) => readonly DnsRecord[],
  ): readonly DnsRecord[] {
    const named = (prefix: string, records: readonly DnsRecord[]) =>
      records.map((record) => ({ ...record, key: `${prefix}${purpose}-${record.key}` }));
    return [...named("", read(this.domain)), ...(this.www ? named("www-", read(this.www)) : [])];
  }

  private validate(props: CustomDomainProps): void {
    const checks = new PropertyChecks(this).props("props", props);
    const { service, domainName, zone, www, recordType, routing } = props;
    checks
      .kind("service", service, SERVICE)
      .string("domainName", domainName, DOMAIN_NAME)
      .choice("www", www ?? false, [true, false, "combined"])
      .choice("recordType", recordType ?? "A", ["A", "CNAME"])
      .boolean("allowOverwrite", props.allowOverwrite)
      .boolean("createValidationRecords", props.createValidationRecords);
    checks.optional.kind("zone", zone, HOSTED_ZONE);
    checks.optional.kind("routing", routing, TRAFFIC_ROUTING);
    validateAdoption(checks, props);
    checks.throwIfAny();
    routing?.validate(checks);
    checks.that(
      !routing || zone !== undefined,
      "'routing' requires 'zone': without a zone, no records are created",
    );
    checks.that(
      service.isPubliclyAccessible !== false,
      `'service' must be public: ${service.node.path} is private, and the provider does not return the DNS target of a private ` +
        "service's custom domain. Use the domain name of its VpcIngressConnection",
    );
    checks.finish(CustomDomain);

    const wildcard = literalStart(domainName).startsWith("*");
    checks.that(
      !wildcard || !www,
      `'www' must be false for a wildcard domain, got ${display(www)} for ${display(domainName)}`,
    );
    const longest = www ? 249 : 253;
    const { length } = maskTokens(domainName, "");
    checks.that(
      length <= longest,
      `'domainName' must be at most ${longest} characters long with 'www', got ${length}`,
    );
    if (zone) this.validateInZone(checks, domainName, zone.domainName, recordType);
    checks.throwIfAny();
    if (wildcard) this.warnAboutWildcard(domainName, zone?.domainName);
  }

  private warnAboutWildcard(domainName: string, zoneName?: string): void {
    if (!isBelowRootDomain(domainName.slice("*.".length), zoneName)) return;
    const message = `App Runner allows a wildcard only directly below a root domain, such as '*.example.com', got ${display(domainName)}`;
    Annotations.of(this).addWarning(`${message}. Use a CustomDomain for each subdomain.`);
  }

  private validateInZone(
    checks: PropertyChecks,
    domainName: string,
    zoneName: string,
    recordType?: string,
  ): void {
    checks.that(
      canEndWith(`.${domainName}`, `.${zoneName}`),
      `'domainName' must be ${display(zoneName)} or end with ${display(`.${zoneName}`)}, got ${display(domainName)}`,
    );
    const apex = domainName === zoneName;
    checks.that(
      !apex || recordType !== "CNAME",
      `'recordType' must be 'A' at the apex of a zone, where DNS does not allow a CNAME, got 'CNAME' for ${display(domainName)}`,
    );
  }
}

function validateAdoption(checks: PropertyChecks, { adopt, zone }: CustomDomainProps): void {
  checks.knows("adopt");
  if (adopt === undefined) return;
  checks.props("adopt", adopt);
  for (const prop of ["validationRecords", "trafficRecords"] as const) {
    const message = `'adopt.${prop}' must be false without a 'zone': there are no records to import`;
    checks
      .choice(`adopt.${prop}`, adopt[prop], [true, false])
      .that(zone !== undefined || !adopt[prop], message);
  }
}

/** Recognizes custom domains. */
const CUSTOM_DOMAIN = new Kind<CustomDomain>("a CustomDomain", "new CustomDomain(…)", CustomDomain);
