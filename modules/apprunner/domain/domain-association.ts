import { ApprunnerCustomDomainAssociation } from "@cdktf/provider-aws/lib/apprunner-custom-domain-association";
import { DataAwsApprunnerHostedZoneId } from "@cdktf/provider-aws/lib/data-aws-apprunner-hosted-zone-id";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Fn, type IResolvable, ref, TerraformStack, Token } from "cdktf";
import { Construct } from "constructs";
import { addProtectedImportBlock } from "../../core/adoption";
import { withoutTraces } from "../../core/cdktf-internals";
import { refuse } from "../../core/errors";
import { takenNames } from "../../core/taken-names";
import { buildAddress } from "../../core/terraform";
import { display, isToken } from "../../core/values";
import type { IHostedZone } from "../../route53/hosted-zone";
import type { RoutingConfig } from "../../route53/traffic-routing";
import type { IAppRunnerService } from "../service-base";
import type { DnsRecord } from "./dns-record";

/** Most custom domains that App Runner takes for one service. */
const MAX_DOMAINS = 5;
/** Seconds that resolvers may keep a validation record or a CNAME. */
const TTL_SECONDS = 300;

/** Props of a `DomainAssociation`. */
export interface DomainAssociationProps {
  /** The service that the domain points to. */
  readonly service: IAppRunnerService;
  /** The domain. */
  readonly domainName: string;
  /** Whether App Runner covers `www.<domain>` by the same association. */
  readonly combineWww: boolean;
  /** Zone that takes the records; without it they are only listed. */
  readonly zone?: IHostedZone;
  /** Type of the traffic records: an alias A or a CNAME. */
  readonly recordType: "A" | "CNAME";
  /** Whether the traffic records take the place of existing ones. */
  readonly allowOverwrite: boolean;
  /** Whether the validation records are written. */
  readonly createValidationRecords: boolean;
  /** What makes the traffic records some of several of their names. */
  readonly routing?: RoutingConfig;
  /** Which records exist, where the association does. */
  readonly adopt?: {
    /** Whether the validation records exist. */
    readonly validationRecords: boolean;
    /** Whether the traffic records exist. */
    readonly trafficRecords: boolean;
  };
}

/**
 * One custom domain association with its validation records and its traffic records.
 *
 * The validation records are a set that is unknown when Terraform plans, so they cannot be iterated. Their number and
 * roles are known, though: each role has a resource of its own, with an address that stays, which picks its record by
 * the shape of its name:
 *
 * - `domain`: directly below the domain (`_<hash>.api.example.com`)
 * - `www`: directly below the www domain, with a combined association only
 * - `extra`: below an opaque label that App Runner adds (`_<hash>.<label>.api.example.com`)
 *
 * Old and new record of a role may share their name, so these records are never created before destroyed.
 */
export class DomainAssociation extends Construct {
  /** The association. */
  public readonly resource: ApprunnerCustomDomainAssociation;
  /** Names that traffic reaches the service by. */
  public readonly hostNames: readonly string[];
  /** Id of the association: `<domain>,<service arn>`. */
  public readonly associationId: string;
  /** Status of the domain at the last refresh, such as `pending_certificate_dns_validation` or `active`. */
  public readonly status: string;
  /** Host name that App Runner wants the domain to point to: that of the service. Not known of an imported association. */
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

  /** The records that validate the certificate, one for each role. */
  public get validationRecords(): readonly DnsRecord[] {
    return Object.entries(this.roleConditions()).map(([role, condition]) => {
      const pick = (attribute: string) => {
        const record = `one([for r in ${this.recordSet} : r.${attribute} if ${condition}])`;
        return Token.asString(ref(`trimsuffix(${record}, ".")`, TerraformStack.of(this)));
      };
      return { key: role, name: pick("name"), type: "CNAME", value: pick("value") };
    });
  }

  /** The records that bring the traffic, one for each of `hostNames`. */
  public get trafficRecords(): readonly DnsRecord[] {
    const value = this.props.service.serviceUrl;
    return this.hostNames.map((name, index) => ({
      key: index === 0 ? "domain" : "www",
      name,
      type: "CNAME",
      value,
    }));
  }

  /** All records, validation first, as a Terraform list of `{ name, type, value }`: to enter them elsewhere. */
  public get dnsRecords(): IResolvable {
    const fields = `{ name = trimsuffix(r.name, "."), type = r.type, value = trimsuffix(r.value, ".") }`;
    const validation = ref(`[for r in ${this.recordSet} : ${fields}]`, TerraformStack.of(this));
    const traffic = this.trafficRecords.map(({ name, type, value }) => ({ name, type, value }));
    return Fn.concat([validation, traffic]) as IResolvable;
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
            // As App Runner lists it, and as records that exist already have it: adopting one changes nothing.
            records: [`${value}.`],
            allowOverwrite: true,
            provider: zone.provider,
            lifecycle: {
              precondition: [
                {
                  condition: `\${length([for r in ${this.recordSet} : r if ${conditions[role]}]) == 1}`,
                  errorMessage:
                    `App Runner did not list exactly one validation record '${role}' for ${this.node.path}. ` +
                    "Run terraform apply again in a few minutes; if it stays so, add the records of the association by hand.",
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

  /** For each role the condition on a record `r`, as a Terraform expression. */
  private roleConditions(): Record<string, string> {
    const { domainName, combineWww } = this.props;
    const base = isToken(domainName)
      ? `\${trimprefix(${domainName}, "*.")}` // cdktf writes a token within braces without its own
      : domainName.replace(/^\*\./, "");
    const below = (suffix: string) =>
      `length(split(".", trimsuffix(trimsuffix(r.name, "."), ".${suffix}"))) == 1`;
    const known = { domain: below(base), ...(combineWww && { www: below(`www.${base}`) }) };
    // Without its signs it has to differ from the others still: cdktf names the outputs for other stacks by it.
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
      if (this.props.adopt?.trafficRecords) {
        const parts = [zone.hostedZoneId, name, target.type, this.props.routing?.setIdentifier ?? []];
        addProtectedImportBlock(record, parts.flat().join("_"));
      }
    }
  }
}

/** App Runner takes each domain once for a service, and only some. */
function claimDomain(scope: Construct, service: IAppRunnerService, domainName: string): void {
  const taken = takenNames(service, "domainName");
  const { path } = service.node;
  if (taken.has(domainName)) {
    refuse(scope, `'domainName' must be new to ${path}, got ${display(domainName)} again`);
  }
  if (taken.size === MAX_DOMAINS) {
    const message = `a service takes at most ${MAX_DOMAINS} custom domains (a www domain counts as one)`;
    refuse(scope, `${message}, got ${display(domainName)} as number ${MAX_DOMAINS + 1} of ${path}`);
  }
  taken.set(domainName, scope);
}

/** The www domain of `domainName`. */
export function buildWwwName(domainName: string): string {
  return isToken(domainName) ? Fn.join(".", ["www", domainName]) : `www.${domainName}`;
}
