import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { CloudwatchLogResourcePolicy } from "@cdktf/provider-aws/lib/cloudwatch-log-resource-policy";
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { Route53QueryLog } from "@cdktf/provider-aws/lib/route53-query-log";
import type { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { RETENTION_DAYS } from "../cloudwatch/retention";
import { LocatedConstruct } from "../core/located-construct";
import { PropertyChecks } from "../core/property-checks";
import { buildAddress } from "../core/terraform";
import { claimName } from "../core/unique-names";
import type { PolicyDocument } from "../iam/policy";
import { HOSTED_ZONE, identifyZone, type IHostedZone } from "./hosted-zone";
import { arnInUsEast1, requireUsEast1 } from "./us-east-1";

/** Props of a `HostedZoneQueryLog`. */
export interface HostedZoneQueryLogProps {
  /** Zone whose queries are logged. A zone can have one query log. */
  readonly zone: IHostedZone;
  /**
   * Days to keep the logs in a new log group, `/aws/route53/<domain>`: a value that CloudWatch supports, such as 7, 30 or 365.
   *
   * @default - no new log group: set `logGroupArn`
   */
  readonly retentionDays?: number;
  /**
   * ARN of an existing log group in `us-east-1`, in the account of the zone. A resource policy of CloudWatch Logs must already allow
   * Route 53 to write to it.
   *
   * @default - a new log group: set `retentionDays`
   */
  readonly logGroupArn?: string;
  /**
   * Provider for a new log group, in `us-east-1` and in the account of the zone.
   *
   * @default - the provider of the zone, or that of the stack
   */
  readonly provider?: TerraformProvider;
  /**
   * Whether Terraform refuses to destroy or replace a new log group, with its logs.
   *
   * @default true
   */
  readonly preventDestroy?: boolean;
  /**
   * Tags of a new log group, in addition to the provider's default tags.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

const isLogGroup = arnInUsEast1("logs", "log-group:");
const LOG_GROUP_ARN = {
  pattern: /^arn:aws[a-z-]*:logs:us-east-1:\d{12}:log-group:[\w./#-]{1,512}$/,
  allowed:
    "the ARN of a log group in us-east-1, such as 'arn:aws:logs:us-east-1:111122223333:log-group:/aws/route53/example.com', " +
    "without ':*' at the end",
  mixed: (arn: string) => isLogGroup(arn) && !arn.endsWith(":*"),
};

/**
 * Logs the DNS queries of a public zone to CloudWatch Logs.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/query-logs.html
 * @example
 * new HostedZoneQueryLog(this, "QueryLog", { zone, retentionDays: 30 });
 */
export class HostedZoneQueryLog extends LocatedConstruct {
  /** Provider resource. Use `resource.addOverride(path, value)` for settings without a prop. */
  public readonly resource: Route53QueryLog;
  /** ARN of the log group. */
  public readonly logGroupArn: string;

  public constructor(scope: Construct, id: string, props: HostedZoneQueryLogProps) {
    super(scope, id);
    this.validate(props);
    const { zone, logGroupArn } = props;
    const logs = logGroupArn === undefined ? this.addLogGroup(props) : { arn: logGroupArn };
    this.logGroupArn = logs.arn;
    this.resource = new Route53QueryLog(this, "Resource", {
      zoneId: zone.hostedZoneId,
      cloudwatchLogGroupArn: this.logGroupArn,
      provider: zone.provider,
    });
    claimName(this, {
      prop: "zone",
      name: identifyZone(zone),
      resource: this.resource,
      within: "account",
      describe: (path) => `'zone' can have only one query log: ${path} already logs ${zone.domainName}`,
    });
    if (logs instanceof CloudwatchLogGroup) {
      this.allowRoute53(props);
      claimLogGroup(this, logs);
    }
  }

  private addLogGroup(props: HostedZoneQueryLogProps): CloudwatchLogGroup {
    const logs = new CloudwatchLogGroup(this, "Logs", {
      name: `/aws/route53/${props.zone.domainName}`,
      retentionInDays: props.retentionDays,
      lifecycle: { preventDestroy: props.preventDestroy ?? true },
      tags: props.tags,
      provider: props.provider ?? props.zone.provider,
    });
    requireUsEast1(this, logs, "the log group");
    return logs;
  }

  /** Route 53 rejects a query log if it may not write to the log group. */
  private allowRoute53({ zone, provider = zone.provider }: HostedZoneQueryLogProps): void {
    const { accountId } = new DataAwsCallerIdentity(this, "Account", { provider });
    const policy = queryLogPolicy(this.logGroupArn, zone.hostedZoneId, accountId);
    const permission = new CloudwatchLogResourcePolicy(this, "Permission", {
      policyName: `route53-query-log-${zone.hostedZoneId}`,
      policyDocument: JSON.stringify(policy),
      provider,
    });
    this.resource.dependsOn = [buildAddress(permission)];
  }

  private validate(props: HostedZoneQueryLogProps): void {
    const checks = new PropertyChecks(this).props("props", props).kind("zone", props.zone, HOSTED_ZONE);
    const { retentionDays, logGroupArn, provider } = props;
    checks.optional.choice("retentionDays", retentionDays, RETENTION_DAYS);
    checks.optional.string("logGroupArn", logGroupArn, LOG_GROUP_ARN);
    checks.optional.provider("provider", provider);
    checks.boolean("preventDestroy", props.preventDestroy).tags("tags", props.tags);
    checks.throwIfAny();
    checks.that(
      (retentionDays === undefined) !== (logGroupArn === undefined),
      "either 'retentionDays' or 'logGroupArn' must be set: a new log group or an existing one",
    );
    for (const prop of ["provider", "preventDestroy", "tags"] as const) {
      const fits = logGroupArn === undefined || props[prop] === undefined;
      checks.that(fits, `'${prop}' must not be set with 'logGroupArn': it is for a new log group`);
    }
    checks.finish(HostedZoneQueryLog);
  }
}

/** Two zones can have the same domain, but not two log groups the same name. */
function claimLogGroup(owner: HostedZoneQueryLog, resource: CloudwatchLogGroup): void {
  const name = String(resource.nameInput);
  claimName(owner, {
    prop: "zone",
    name,
    resource,
    describe: (path) => `${path} also creates the log group '${name}': set 'logGroupArn' for one of them`,
  });
}

/**
 * Returns the resource policy that lets Route 53 write the query log of one zone.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/query-logs.html
 */
function queryLogPolicy(logGroupArn: string, zoneId: string, accountId: string): PolicyDocument {
  const statement = {
    Effect: "Allow",
    Principal: { Service: "route53.amazonaws.com" },
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: `${logGroupArn}:*`,
    Condition: {
      StringEquals: { "aws:SourceAccount": accountId },
      ArnLike: { "aws:SourceArn": `arn:aws:route53:::hostedzone/${zoneId}` },
    },
  };
  return { Version: "2012-10-17", Statement: [statement] };
}
