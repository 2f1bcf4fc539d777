import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Wafv2IpSet } from "@cdktf/provider-aws/lib/wafv2-ip-set";
import { Wafv2WebAcl, type Wafv2WebAclRule } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { Wafv2WebAclLoggingConfiguration } from "@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration";
import { Construct, type IConstruct } from "constructs";
import { RETENTION_DAYS } from "../cloudwatch/retention";
import { arnCheck } from "../core/arn";
import { withoutTraces } from "../core/cdktf-internals";
import { parseIpVersion, validateCidrs } from "../core/cidr";
import { Kind } from "../core/kind";
import { LocatedConstruct } from "../core/located-construct";
import { PropertyChecks } from "../core/property-checks";
import { suggestForText } from "../core/suggestions";
import { claimName } from "../core/unique-names";
import {
  DEFAULT_RULE_GROUPS,
  type ManagedRuleGroup,
  managedStatement,
  validateRuleGroups,
} from "./managed-rule-group";

/** Regional AWS WAF web ACL, created by this library or elsewhere. */
export interface IWebAcl extends IConstruct {
  /** ARN of the web ACL. */
  readonly webAclArn: string;
  /** Whether its rules use the source address of requests, if known. For private services, App Runner hides that address. */
  readonly usesSourceAddress?: boolean;
}

/** Props of a `WebAcl`. */
export interface WebAclProps {
  /** Name of the web ACL: 1 to 115 letters, digits, `-` and `_`. Changing it replaces the web ACL. */
  readonly name: string;
  /**
   * AWS managed rule groups, in the order of evaluation.
   *
   * @default - IP reputation, common attacks (only counts bodies over 8 KB) and known bad inputs
   */
  readonly managedRuleGroups?: readonly ManagedRuleGroup[];
  /**
   * Maximum requests from one address within 5 minutes: 10 to 2,000,000,000, or `false` for no limit. Further requests are
   * blocked until the rate drops.
   *
   * @default 2000
   */
  readonly rateLimit?: number | false;
  /**
   * IPv4 or IPv6 CIDR blocks to allow before any other rule is evaluated, such as `192.0.2.0/24`. At most 10,000.
   *
   * @default - none
   */
  readonly allowedCidrs?: readonly string[];
  /**
   * IPv4 or IPv6 CIDR blocks to block. At most 10,000.
   *
   * @default - none
   */
  readonly blockedCidrs?: readonly string[];
  /**
   * Whether every rule only counts the requests that it would block.
   *
   * @default false
   */
  readonly countOnly?: boolean;
  /**
   * Days to keep request logs in the log group `aws-waf-logs-<name>`: a value that CloudWatch supports, such as 7, 30 or 365.
   * The headers `authorization` and `cookie` are not logged.
   *
   * @default - no logs
   */
  readonly logRetentionDays?: number;
  /**
   * Tags of the web ACL, its IP sets and its log group, in addition to the provider's default tags.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/** API model: EntityName, with room for the suffix of an IP set, such as `-blocked-ipv6`. */
const NAME = {
  pattern: /^[A-Za-z0-9_-]{1,115}$/,
  allowed: "1 to 115 letters, digits, '-' and '_'",
};
const ARN = {
  pattern: /^arn:aws[a-z-]*:wafv2:[a-z0-9-]+:\d{12}:regional\/webacl\/[\w-]{1,128}\/[\w-]{1,36}$/,
  allowed:
    "the ARN of a regional web ACL with a name of 1 to 128 and an id of 1 to 36 characters: one for CloudFront cannot protect a service",
  mixed: arnCheck("wafv2", "regional/webacl/"),
};

/** API model: RateLimit. */
const RATE_LIMIT = { min: 10, max: 2_000_000_000, or: false, orMeaning: "for no limit" } as const;

/** Headers that hold credentials. */
const REDACTED_HEADERS = ["authorization", "cookie"];

/** Priority of the first rule group, after the address rules. */
const FIRST_GROUP = 10;

/**
 * AWS WAF web ACL for App Runner services. It blocks known attacks, known bad addresses and request floods before they reach
 * the container, on the default URL and on every custom domain.
 *
 * @see https://docs.aws.amazon.com/apprunner/latest/dg/waf.html
 * @example
 * const webAcl = new WebAcl(this, "Firewall", { name: "hello", rateLimit: 1000 });
 * new AppRunnerService(this, "Api", {
 *   serviceName: "hello",
 *   source: ImageSource.ecr(repository, { tag: "1.4.2" }),
 *   webAcl,
 * });
 */
export class WebAcl extends LocatedConstruct implements IWebAcl {
  /**
   * References an existing web ACL. Nothing is looked up.
   *
   * @param scope parent construct of the reference
   * @param id id of the reference
   * @param webAclArn ARN of a regional web ACL
   * @throws ValidationError if the ARN is not that of a regional web ACL
   */
  public static fromArn(scope: Construct, id: string, webAclArn: string): IWebAcl {
    return new ImportedWebAcl(scope, id, webAclArn);
  }

  /** Provider resource. Use `resource.addOverride(path, value)` for settings without a prop. */
  public readonly resource: Wafv2WebAcl;
  public readonly webAclArn: string;
  public readonly usesSourceAddress: boolean;
  /** Name of the log group, if requests are logged. */
  public readonly logGroupName?: string;

  public constructor(scope: Construct, id: string, props: WebAclProps) {
    super(scope, id);
    this.validate(props);
    const { name, managedRuleGroups = DEFAULT_RULE_GROUPS, tags } = props;
    const addressRules = this.addressRules(props);
    this.usesSourceAddress = addressRules.length > 0;
    this.resource = withoutTraces(
      () =>
        new Wafv2WebAcl(this, "Resource", {
          name,
          scope: "REGIONAL",
          defaultAction: { allow: {} },
          rule: [...addressRules, ...managedRuleGroups.map((group, index) => groupRule(group, index, props))],
          visibilityConfig: visibility(name),
          tags,
        }),
    );
    this.webAclArn = this.resource.arn;
    claimName(this, { prop: "name", name, resource: this.resource });
    this.logGroupName = this.addLogs(props);
  }

  private validate(props: WebAclProps): void {
    const checks = new PropertyChecks(this).props("props", props).literal("name", props.name, NAME);
    const { rateLimit = 2000, logRetentionDays }: WebAclProps = props;
    validateRuleGroups(checks, props.managedRuleGroups);
    checks.integer("rateLimit", rateLimit, RATE_LIMIT);
    validateCidrs(checks, "allowedCidrs", props.allowedCidrs);
    validateCidrs(checks, "blockedCidrs", props.blockedCidrs);
    checks.boolean("countOnly", props.countOnly).tags("tags", props.tags);
    checks.optional.choice("logRetentionDays", logRetentionDays, RETENTION_DAYS);
    checks.finish(WebAcl);
  }

  private addressRules(props: WebAclProps): Wafv2WebAclRule[] {
    const { rateLimit = 2000, allowedCidrs = [], blockedCidrs = [], countOnly = false } = props;
    const blocked = countOnly ? { count: {} } : { block: {} };
    const rules = [
      {
        name: "allowed-addresses",
        action: { allow: {} },
        statement: this.addresses("Allowed", allowedCidrs, props),
      },
      {
        name: "blocked-addresses",
        action: blocked,
        statement: this.addresses("Blocked", blockedCidrs, props),
      },
      {
        name: "rate-limit",
        action: blocked,
        statement:
          rateLimit === false
            ? undefined
            : {
                rate_based_statement: {
                  limit: rateLimit,
                  aggregate_key_type: "IP",
                  evaluation_window_sec: 300,
                },
              },
      },
    ];
    return rules
      .map((rule, priority) => ({
        ...rule,
        priority,
        visibilityConfig: visibility(`${props.name}-${rule.name}`),
      }))
      .filter(({ statement }) => statement !== undefined);
  }

  /** Creates an IP set for each IP version, because an IP set can contain only one. */
  private addresses(id: string, cidrs: readonly string[], { name, tags }: WebAclProps): object | undefined {
    const parent = new Construct(this, id);
    const sets = (["IPV4", "IPV6"] as const).flatMap((version) => {
      const addresses = cidrs.filter((cidr) => parseIpVersion(cidr) === version);
      if (addresses.length === 0) return [];
      const set = new Wafv2IpSet(parent, version, {
        name: `${name}-${id.toLowerCase()}-${version.toLowerCase()}`,
        scope: "REGIONAL",
        ipAddressVersion: version,
        addresses,
        // An IP set in use cannot be deleted: the web ACL must stop using it first.
        lifecycle: { createBeforeDestroy: true },
        tags,
      });
      return [{ ip_set_reference_statement: { arn: set.arn } }];
    });
    return sets.length > 1 ? { or_statement: { statement: sets } } : sets[0];
  }

  private addLogs({ name, logRetentionDays, tags }: WebAclProps): string | undefined {
    if (logRetentionDays === undefined) return undefined;
    const group = new CloudwatchLogGroup(this, "Logs", {
      name: `aws-waf-logs-${name}`,
      retentionInDays: logRetentionDays,
      tags,
    });
    new Wafv2WebAclLoggingConfiguration(this, "Logging", {
      resourceArn: this.webAclArn,
      logDestinationConfigs: [group.arn],
      redactedFields: REDACTED_HEADERS.map((header) => ({ singleHeader: { name: header } })),
    });
    return group.name;
  }
}

class ImportedWebAcl extends LocatedConstruct implements IWebAcl {
  public constructor(
    scope: Construct,
    id: string,
    public readonly webAclArn: string,
  ) {
    super(scope, id);
    new PropertyChecks(this).string("webAclArn", webAclArn, ARN).throwIfAny();
  }
}

function groupRule(group: ManagedRuleGroup, index: number, props: WebAclProps): Wafv2WebAclRule {
  const isCounted = props.countOnly === true || group.countOnly === true;
  return {
    name: group.name,
    priority: FIRST_GROUP + index,
    overrideAction: isCounted ? { count: {} } : { none: {} },
    statement: managedStatement(group),
    visibilityConfig: visibility(`${props.name}-${group.name}`),
  };
}

function visibility(metricName: string): Wafv2WebAclRule["visibilityConfig"] {
  return { metricName, cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true };
}

/** Recognizes a WebAcl. */
export const WEB_ACL = new Kind<IWebAcl>("a WebAcl", "new WebAcl(…)", WebAcl, ImportedWebAcl).suggests(
  suggestForText(ARN, (arn) => `WebAcl.fromArn(this, "WebAcl", ${arn})`),
);
