import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import { Route53HealthCheck } from "@cdktf/provider-aws/lib/route53-health-check";
import { Fn, type IResolvable, TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { findRegion } from "../../core/account";
import { Kind } from "../../core/kind";
import { LocatedConstruct } from "../../core/located-construct";
import { DOMAIN_NAME } from "../../core/patterns";
import { PropertyChecks } from "../../core/property-checks";
import { display, isToken } from "../../core/values";
import { HOSTED_ZONE, type IHostedZone } from "../../route53/hosted-zone";
import { type RoutingConfig, TRAFFIC_ROUTING, type TrafficRouting } from "../../route53/traffic-routing";
import { type IAppRunnerService, SERVICE } from "../service-base";
import type { DnsRecord } from "./dns-record";
import { buildWwwName, DomainAssociation } from "./domain-association";
import { checkRecordSet, type TrafficRecords } from "./record-sets";

/** What there is already of the `CustomDomain` that is adopted, beside its association. */
export interface CustomDomainAdoption {
  /** Whether the zone has the validation records. */
  readonly validationRecords: boolean;
  /** Whether the zone has the traffic records, of the type `recordType`. */
  readonly trafficRecords: boolean;
}

/** Props of a `CustomDomain`. */
export interface CustomDomainProps {
  /** The service that the domain points to. It takes five domains; a www domain counts as one. */
  readonly service: IAppRunnerService;
  /** The domain in lower case, such as `api.example.com`, `example.com` or `*.example.com`. */
  readonly domainName: string;
  /**
   * Public zone that takes the validation and the traffic records.
   *
   * @default - none: the records are an output, to be entered where the domain's DNS is
   */
  readonly zone?: IHostedZone;
  /**
   * Whether `www.<domain>` points to the service too. `true` makes a second association, so that switching it never
   * touches the domain itself. `"combined"` lets App Runner cover both by one association, as services that were set
   * up elsewhere often do; switching it replaces the association and its records. Not for wildcards.
   *
   * @default false
   */
  readonly www?: boolean | "combined";
  /**
   * Type of the traffic records. `A` is an alias, which costs nothing to query and is allowed at the zone's apex;
   * `CNAME` is not.
   *
   * @default "A"
   */
  readonly recordType?: "A" | "CNAME";
  /**
   * Whether the traffic records take the place of records of the same name and type that are in the zone already.
   * Without it an apply that meets one fails and changes nothing of it.
   *
   * @default false
   */
  readonly allowOverwrite?: boolean;
  /**
   * How Route 53 chooses among several services of this domain, such as one in each region. It needs a `zone`.
   *
   * @default - the domain points to this service only
   */
  readonly routing?: TrafficRouting;
  /**
   * Whether the validation records are written to the zone. `false` leaves them to another stack that writes the same ones.
   *
   * @default true
   */
  readonly createValidationRecords?: boolean;
  /**
   * What exists already, for Terraform to import: the association of the domain, with `www: true` also that of the www domain, and
   * their records. As long as this is here, Terraform refuses to destroy any of it, also to replace it. Take it out after the first
   * apply.
   *
   * @default - nothing: the domain is associated
   */
  readonly adopt?: CustomDomainAdoption;
}

/**
 * A custom domain of a service, with a certificate that validates itself in one apply.
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
  /** The association of the domain. */
  public readonly domain: DomainAssociation;
  /** The association of the www domain, with `www: true`. */
  public readonly www?: DomainAssociation;
  /** The Route 53 health check, with a `healthCheck` of the routing. */
  public readonly healthCheck?: Route53HealthCheck;
  /**
   * The traffic records, to compare them with those of other domains.
   *
   * @internal
   */
  public readonly _traffic?: TrafficRecords;

  public constructor(scope: Construct, id: string, props: CustomDomainProps) {
    super(scope, id);
    this.validate(props);

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
    if (zone) this._traffic = { path: this.node.path, names, recordType, routing };
    if (routing) this.node.addValidation({ validate: () => this.validateRecordSets() });
    if (!zone) {
      new TerraformOutput(this, "DnsRecords", {
        value: this.dnsRecords,
        description: `DNS records to enter for ${props.domainName}`,
      });
    }
  }

  /** The records that validate the certificates, to make resources of in a loop. A `zone` has them already. */
  public get validationRecords(): readonly DnsRecord[] {
    return this.collectRecords("validation", (association) => association.validationRecords);
  }

  /** The records that bring the traffic, to make resources of in a loop. A `zone` has them already. */
  public get trafficRecords(): readonly DnsRecord[] {
    return this.collectRecords("traffic", (association) => association.trafficRecords);
  }

  /**
   * All records as a Terraform list of `{ name, type, value }`, validation before traffic. At the apex of a domain,
   * where no CNAME is allowed, use what your DNS host offers instead: ALIAS, ANAME or CNAME flattening.
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
    return routing && { ...routing.render(region()), healthCheckId: this.healthCheck?.id };
  }

  /** The other domains of the same name may be anywhere in the app, so this is checked when it is complete. */
  private validateRecordSets(): string[] {
    const checks = new PropertyChecks(this);
    const { _traffic: own } = this;
    for (const other of this.node.root.node.findAll()) {
      if (own && other !== this && CUSTOM_DOMAIN.includes(other) && other._traffic)
        checkRecordSet(checks, own, other._traffic);
    }
    checks.throwIfAny();
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
    checks.that(!routing || zone !== undefined, "'routing' needs a 'zone': without one no record is written");
    checks.that(
      service.isPubliclyAccessible !== false,
      `'service' must be public: ${service.node.path} is private, and the provider does not tell where a custom domain of such a ` +
        "service points to in the VPC. Use the domain name of its VpcIngressConnection",
    );
    checks.finish(CustomDomain);
    if (isToken(domainName)) return;

    const wildcard = domainName.startsWith("*.");
    checks.that(
      !wildcard || !www,
      `'www' must be false for a wildcard domain, got ${display(www)} for ${display(domainName)}`,
    );
    const longest = www ? 249 : 253;
    checks.that(
      domainName.length <= longest,
      `'domainName' must be at most ${longest} characters long with www, got ${domainName.length}`,
    );
    if (zone && !isToken(zone.domainName))
      this.validateInZone(checks, domainName, zone.domainName, recordType);
    checks.throwIfAny();
  }

  private validateInZone(
    checks: PropertyChecks,
    domainName: string,
    zoneName: string,
    recordType?: string,
  ): void {
    const inside = domainName === zoneName || domainName.endsWith(`.${zoneName}`);
    checks.that(
      inside,
      `'domainName' must be ${display(zoneName)} or end with '.${zoneName}', got ${display(domainName)}`,
    );
    const apex = domainName === zoneName;
    checks.that(
      !apex || recordType !== "CNAME",
      `'recordType' must be 'A' at the apex of a zone, where DNS allows no CNAME, got 'CNAME' for ${display(domainName)}`,
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

/** Kind of the objects that are custom domains. */
const CUSTOM_DOMAIN = new Kind<CustomDomain>("a CustomDomain", "new CustomDomain(…)", CustomDomain);
