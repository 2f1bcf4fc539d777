import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import {
  CustomDomain,
  type CustomDomainProps,
  HostedZone,
  type IAppRunnerService,
  type IHostedZone,
} from "../modules";
import { DOMAIN_NAME, PROFILE, ROLE_ARN } from "../modules/core/patterns";
import { PropertyChecks } from "../modules/core/property-checks";
import { display } from "../modules/core/values";
import { BASE_STACK_PROPS, BaseStack, type BaseStackProps, STACKS } from "./base-stack";

/** One domain of a `DomainStack`. */
export type DomainProps = Omit<CustomDomainProps, "service" | "zone">;

/** Names of the props of a domain. */
const DOMAIN_PROPS = Object.keys({
  domainName: true,
  www: true,
  recordType: true,
  allowOverwrite: true,
  createValidationRecords: true,
  routing: true,
  adopt: true,
} satisfies Record<keyof DomainProps, true>);

/** Credentials for a hosted zone in a different account. */
export interface ZoneAccess {
  /**
   * AWS profile to write the records with.
   *
   * @default - the credentials of the stack
   */
  readonly profile?: string;
  /**
   * ARN of the role to assume to write the records.
   *
   * @default - no role is assumed
   */
  readonly assumeRoleArn?: string;
}

/** Props of a `DomainStack`. */
export interface DomainStackProps extends BaseStackProps {
  /** The service that the domains point to. */
  readonly service: IAppRunnerService;
  /** Domains, at most five. Each `www: true` counts as an additional domain. */
  readonly domains: readonly DomainProps[];
  /**
   * Domain of the public Route 53 zone for the records, such as `example.com`.
   *
   * @default - no zone: the records are outputs, for you to enter at your DNS provider
   */
  readonly zoneName?: string;
  /**
   * Credentials for a zone in a different account.
   *
   * @default - the zone is in the account of the service
   */
  readonly zoneAccess?: ZoneAccess;
}

/**
 * Custom domains of a service, with their validation and traffic records.
 *
 * @example
 * new DomainStack(app, "hello-prod-domain", {
 *   region: "eu-west-1",
 *   service: production.service,
 *   zoneName: "example.com",
 *   domains: [{ domainName: "api.example.com" }],
 * });
 */
export class DomainStack extends BaseStack {
  /** The domains, in the order of the props. */
  public readonly domains: readonly CustomDomain[];

  public constructor(scope: Construct, id: string, props: DomainStackProps) {
    super(scope, id, props);
    this.validateDomains(props);

    const zone = this.lookUpZone(props);
    const domains = new Construct(this, "Domains");
    this.domains = props.domains.map(
      (domain) => new CustomDomain(domains, domain.domainName, { ...domain, service: props.service, zone }),
    );
  }

  /** The domain name is the construct id, so it must be known and unique before the construct exists. */
  private validateDomains(props: DomainStackProps): void {
    const { domains, zoneAccess } = props;
    const some = Array.isArray(domains) && domains.length > 0;
    const checks = new PropertyChecks(this)
      .props("props", props)
      .knows(...BASE_STACK_PROPS, "service", "zoneName");
    checks.that(some, "'domains' must be a list of one to five domains, got none");
    const names = new Set<unknown>();
    checks.list("domains", domains, (prop, domain) => {
      checks.props(prop, domain).knows(...DOMAIN_PROPS.map((name) => `${prop}.${name}`));
      const { domainName } = domain as { domainName?: unknown };
      checks.literal(`${prop}.domainName`, domainName, DOMAIN_NAME);
      checks.that(!names.has(domainName), `'domainName' must be unique, got ${display(domainName)} twice`);
      names.add(domainName);
    });
    checks.optional.props("zoneAccess", zoneAccess);
    checks.optional.string("zoneAccess.profile", zoneAccess?.profile, PROFILE);
    checks.optional.string("zoneAccess.assumeRoleArn", zoneAccess?.assumeRoleArn, ROLE_ARN);
    checks.finish(DomainStack);
  }

  private lookUpZone({ zoneName, zoneAccess, region }: DomainStackProps): IHostedZone | undefined {
    if (zoneName === undefined) return undefined;
    const { profile, assumeRoleArn } = zoneAccess ?? {};
    const provider =
      zoneAccess &&
      new AwsProvider(this, "AwsZone", {
        alias: "zone",
        region,
        profile,
        assumeRole: assumeRoleArn === undefined ? undefined : [{ roleArn: assumeRoleArn }],
      });
    return HostedZone.lookup(this, "Zone", { domainName: zoneName, provider });
  }
}

STACKS.add(DomainStack);
