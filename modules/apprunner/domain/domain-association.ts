import { ApprunnerCustomDomainAssociation } from "@cdktf/provider-aws/lib/apprunner-custom-domain-association";
import { DataAwsApprunnerHostedZoneId } from "@cdktf/provider-aws/lib/data-aws-apprunner-hosted-zone-id";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Fn, type IResolvable, ref, TerraformStack } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { findRegion } from "../../core/account";
import { addProtectedImportBlock } from "../../core/adoption";
import { withoutTraces } from "../../core/cdktf-internals";
import { refuse } from "../../core/errors";
import { expression, inQuotes, literalStart, maskTokens, printPath, quote } from "../../core/expressions";
import { changeAtSynth } from "../../core/final-arguments";
import { literalParts } from "../../core/mixed-text";
import { findPlace } from "../../core/place";
import { takenNames } from "../../core/taken-names";
import { buildAddress } from "../../core/terraform";
import { display, isToken } from "../../core/values";
import type { IHostedZone } from "../../route53/hosted-zone";
import type { RoutingConfig } from "../../route53/traffic-routing";
import type { IAppRunnerService } from "../service-base";
import type { DnsRecord } from "./dns-record";
import type { TrafficRecords } from "./record-sets";

/** Maximum number of custom domains of a service. */
const MAX_DOMAINS = 5;
/** TTL of validation records and CNAMEs. */
const TTL_SECONDS = 300;

/** Props of a `DomainAssociation`. */
export interface DomainAssociationProps {
  /** Service that the domain points to. */
  readonly service: IAppRunnerService;
  /** Domain of the association. */
  readonly domainName: string;
  /** Whether the same association covers `www.<domain>`. */
  readonly combineWww: boolean;
  /** Zone for the records. Without a zone, the records are only listed. */
  readonly zone?: IHostedZone;
  /** Type of the traffic records: an alias A or a CNAME. */
  readonly recordType: "A" | "CNAME";
  /** Whether the traffic records replace existing ones. */
  readonly allowOverwrite: boolean;
  /** Whether to create the validation records. */
  readonly createValidationRecords: boolean;
  /** Routing arguments, if several records share a name. */
  readonly routing?: RoutingConfig;
  /** Which records exist, if the association is adopted. */
  readonly adopt?: {
    /** Whether the validation records exist. */
    readonly validationRecords: boolean;
    /** Whether the traffic records exist. */
    readonly trafficRecords: boolean;
  };
}

/**
 * Custom domain association with its validation records and traffic records.
 *
 * Terraform does not know the set of validation records at plan, so it cannot iterate over them. But their number and
 * roles are known. Each role has its own resource with a stable address, which selects its record by the form of its name:
 *
 * - `domain`: directly below the domain (`_<hash>.api.example.com`)
 * - `www`: directly below the www domain, with a combined association only
 * - `extra`: below an opaque label that App Runner adds (`_<hash>.<label>.api.example.com`)
 *
 * The old and new record of a role can have the same name, so these records never use create_before_destroy.
 */
export class DomainAssociation extends Construct {
  /** Provider resource of the association. */
  public readonly resource: ApprunnerCustomDomainAssociation;
  /** Host names that route traffic to the service. */
  public readonly hostNames: readonly string[];
  /** Id of the association: `<domain>,<service arn>`. */
  public readonly associationId: string;
  /** Status of the domain at the last refresh, such as `pending_certificate_dns_validation` or `active`. */
  public readonly status: string;
  /** Host name of the service, which the domain must point to. Empty for an imported association. */
  public readonly dnsTarget: string;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: DomainAssociationProps,
  ) {
    super(scope, id);
    const { service, domainName, combineWww, zone, createValidationRecords } = props;
    claimDomain(scope, service, domainName);
    this.hostNames = combineWww ? [domainName, buildWwwName(domainName)] : [domainName];
    this.resource = new ApprunnerCustomDomainAssociation(this, "Resource", {
      serviceArn: service.serviceArn,
      domainName,
      enableWwwSubdomain: combineWww,
    });
    if (props.adopt) addProtectedImportBlock(this.resource, `${domainName},${service.serviceArn}`);
    this.associationId = this.resource.id;
    this.status = this.resource.status;
    this.dnsTarget = this.resource.dnsTarget;
    if (zone && createValidationRecords) this.addValidationRecords(zone);
    if (zone) this.addTrafficRecords(zone);
  }

  /** Records that validate the certificate, one for each role. */
  public get validationRecords(): readonly DnsRecord[] {
    return Object.entries(this.roleConditions()).map(([role, condition]) => {
      const pick = (attribute: string) => {
        const record = `one([for r in ${this.recordSet} : r.${attribute} if ${condition}])`;
        return expression(`trimsuffix(${record}, ".")`, TerraformStack.of(this));
      };
      return { key: role, name: pick("name"), type: "CNAME", value: pick("value") };
    });
  }

  /** Records that route traffic to the service, one for each of `hostNames`. */
  public get trafficRecords(): readonly DnsRecord[] {
    const value = this.props.service.serviceUrl;
    return this.hostNames.map((name, index) => ({
      key: index === 0 ? "domain" : "www",
      name,
      type: "CNAME",
      value,
    }));
  }

  /** All records as a Terraform list of `{ name, type, value }`, validation records first. */
  public get dnsRecords(): IResolvable {
    const fields = `{ name = trimsuffix(r.name, "."), type = r.type, value = trimsuffix(r.value, ".") }`;
    const validation = ref(`[for r in ${this.recordSet} : ${fields}]`, TerraformStack.of(this));
    const traffic = this.trafficRecords.map(({ name, type, value }) => ({
      name: this.toItem(name),
      type,
      value,
    }));
    return Fn.concat([validation, traffic]) as IResolvable;
  }

  /**
   * Returns the traffic records, for comparison with those of other domains at synth.
   *
   * @param domain construct of the user
   * @param names names of the records
   * @internal
   */
  public _describeTraffic(domain: IConstruct, names: readonly string[]): TrafficRecords {
    const { recordType, routing } = this.props;
    const region = findRegion(this);
    const findIdentifier = () => {
      const id = routing?.setIdentifier;
      return id !== undefined && id === region ? (findPlace(this.resource)?.region ?? id) : id;
    };
    return {
      path: domain.node.path,
      names,
      recordType,
      get routing() {
        return routing && { ...routing, setIdentifier: findIdentifier() };
      },
    };
  }

  /** Returns a name for a list that `Fn` builds: cdktf cannot render a text with tokens there. */
  private toItem(name: string): string {
    const isMixed = isToken(name) && literalParts(name) !== "";
    return isMixed ? expression(quote(name), TerraformStack.of(this)) : name;
  }

  private get recordSet(): string {
    return `${buildAddress(this.resource)}.certificate_validation_records`;
  }

  private addValidationRecords(zone: IHostedZone): void {
    const records = new Construct(this, "Validation");
    const conditions = this.roleConditions();
    for (const { key: role, name, type, value } of this.validationRecords) {
      const record = withoutTraces(
        () =>
          new Route53Record(records, role, {
            zoneId: zone.hostedZoneId,
            name,
            type,
            ttl: TTL_SECONDS,
            // App Runner lists the value with a final dot. Existing records have it too, so adopting one changes nothing.
            records: [`${value}.`],
            allowOverwrite: true,
            provider: zone.provider,
            lifecycle: {
              precondition: [
                {
                  condition: `\${length([for r in ${this.recordSet} : r if ${conditions[role]}]) == 1}`,
                  errorMessage:
                    `App Runner did not list exactly one validation record '${role}' for ${printPath(this)}. ` +
                    "Run terraform apply again in a few minutes. If this error persists, create the records of the association by hand.",
                },
              ],
            },
          }),
      );
      if (this.props.adopt?.validationRecords) {
        addProtectedImportBlock(record, `${zone.hostedZoneId}_${name}_${type}`);
      }
    }
  }

  /** The condition on a record `r` for each role, as a Terraform expression. */
  private roleConditions(): Record<string, string> {
    const { domainName, combineWww } = this.props;
    // A token at the start can be a wildcard.
    const base =
      literalStart(domainName).length < 2
        ? `\${trimprefix(${quote(domainName)}, "*.")}`
        : inQuotes(domainName.replace(/^\*\./, ""));
    const below = (suffix: string) =>
      `length(split(".", trimsuffix(trimsuffix(r.name, "."), ".${suffix}"))) == 1`;
    const known = { domain: below(base), ...(combineWww && { www: below(`www.${base}`) }) };
    // It must differ from the others even without punctuation: cdktf derives the names of cross-stack outputs from it.
    return { ...known, extra: `!anytrue([${Object.values(known).join(", ")}])` };
  }

  private addTrafficRecords(zone: IHostedZone): void {
    const { service, recordType } = this.props;
    const target =
      recordType === "CNAME"
        ? { type: "CNAME", ttl: TTL_SECONDS, records: [service.serviceUrl] }
        : {
            type: "A",
            alias: {
              name: service.serviceUrl,
              zoneId: new DataAwsApprunnerHostedZoneId(this, "TargetZone", {}).id,
              evaluateTargetHealth: true,
            },
          };
    const records = new Construct(this, "Traffic");
    for (const { key, name } of this.trafficRecords) {
      const record = withoutTraces(
        () =>
          new Route53Record(records, key, {
            zoneId: zone.hostedZoneId,
            name,
            ...target,
            ...this.props.routing,
            allowOverwrite: this.props.allowOverwrite || undefined,
            provider: zone.provider,
          }),
      );
      this.followRegion(record);
      if (this.props.adopt?.trafficRecords) {
        const parts = [zone.hostedZoneId, name, target.type, this.props.routing?.setIdentifier ?? []];
        addProtectedImportBlock(record, parts.flat().join("_"));
      }
    }
  }

  /** Replaces the region of the stack in a record at synth, if the user gave the domain a provider for a different one. */
  private followRegion(record: Route53Record): void {
    const region = findRegion(this);
    changeAtSynth(record, (args) => {
      const own = findPlace(this.resource)?.region ?? region;
      const { set_identifier: id, latency_routing_policy: latency } = args;
      if (region === undefined || own === region) return args;
      return {
        ...args,
        ...(id === region && { set_identifier: own }),
        ...(latency !== undefined && { latency_routing_policy: { region: own } }),
      };
    });
  }
}

/** Rejects a domain that the service already has, and more domains than App Runner allows. */
function claimDomain(scope: Construct, service: IAppRunnerService, domainName: string): void {
  const taken = takenNames(service, "domainName");
  const { path } = service.node;
  if (taken.has(domainName)) {
    refuse(scope, `'domainName' must be unique in ${path}, got ${display(domainName)} twice`);
  }
  if (taken.size === MAX_DOMAINS) {
    const message = `a service can have at most ${MAX_DOMAINS} custom domains (a www domain counts as one)`;
    refuse(scope, `${message}, got ${display(domainName)} as number ${MAX_DOMAINS + 1} of ${path}`);
  }
  taken.set(domainName, scope);
}

/** Returns the www domain of `domainName`. */
export function buildWwwName(domainName: string): string {
  return maskTokens(domainName, "") === "" ? Fn.join(".", ["www", domainName]) : `www.${domainName}`;
}
