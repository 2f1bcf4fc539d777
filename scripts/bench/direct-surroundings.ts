import { ApprunnerDeployment } from "@cdktf/provider-aws/lib/apprunner-deployment";
import { ApprunnerObservabilityConfiguration } from "@cdktf/provider-aws/lib/apprunner-observability-configuration";
import type { ApprunnerService } from "@cdktf/provider-aws/lib/apprunner-service";
import { ApprunnerVpcConnector } from "@cdktf/provider-aws/lib/apprunner-vpc-connector";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsRouteTables } from "@cdktf/provider-aws/lib/data-aws-route-tables";
import { DataAwsSubnet } from "@cdktf/provider-aws/lib/data-aws-subnet";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Wafv2WebAcl, type Wafv2WebAclRule } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { Wafv2WebAclLoggingConfiguration } from "@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration";
import type { TerraformStack } from "cdktf";
import { addTerraformData } from "./direct";
import { SUBNET_ID, VPC_ID } from "./given";

/** A key with an alias, as `Key` makes it for an encrypted topic. */
export function addKey(stack: TerraformStack, name: string): KmsKey {
  const { accountId } = new DataAwsCallerIdentity(stack, `${name}-key-account`, {});
  const allow = (Service: string, others: object) => ({
    Effect: "Allow",
    Principal: { Service },
    Action: ["kms:Decrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext"],
    Resource: "*",
    ...others,
  });
  const Condition = { StringEquals: { "aws:SourceAccount": accountId } };
  const AWS = `arn:aws:iam::${accountId}:root`;
  const key = new KmsKey(stack, `${name}-key`, {
    enableKeyRotation: true,
    deletionWindowInDays: 30,
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: { AWS }, Action: "kms:*", Resource: "*" },
        allow("cloudwatch.amazonaws.com", { Condition }),
        allow("events.amazonaws.com", {}),
      ],
    }),
    lifecycle: { preventDestroy: true },
  });
  new KmsAlias(stack, `${name}-key-alias`, { name: `alias/${name}`, targetKeyId: key.keyId });
  return key;
}

/** A VPC connector with a security group and its guards, as `VpcConnector` makes them. */
export function addConnector(stack: TerraformStack, name: string): ApprunnerVpcConnector {
  const group = new SecurityGroup(stack, `${name}-group`, {
    namePrefix: `app-runner-${name}-`,
    description: `Traffic of ${name}`,
    vpcId: VPC_ID,
    egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] }],
    ingress: [],
    lifecycle: { createBeforeDestroy: true },
  });
  const hash = `\${substr(sha1(join(",", sort(concat(["${SUBNET_ID}"], [aws_security_group.${group.friendlyUniqueId}.id])))), 0, 8)}`;
  return new ApprunnerVpcConnector(stack, `${name}-connector`, {
    vpcConnectorName: `${name}-${hash}`,
    subnets: [SUBNET_ID],
    securityGroups: [group.id],
    lifecycle: { createBeforeDestroy: true, precondition: addSubnetGuards(stack, name) },
  });
}

function addSubnetGuards(stack: TerraformStack, name: string) {
  const subnet = new DataAwsSubnet(stack, `${name}-subnet`, { id: SUBNET_ID });
  subnet.addOverride("for_each", { [`the subnet ${SUBNET_ID} of ${name}; if it is missing: mend it`]: "" });
  const found = `one(values(data.aws_subnet.${subnet.friendlyUniqueId}))`;
  const count = (id: string, ...filter: { name: string; values: string[] }[]) => {
    const vpcId = `\${${found}.vpc_id}`;
    const data = new DataAwsRouteTables(stack, `${name}-${id}`, { vpcId, filter });
    return `length(data.aws_route_tables.${data.friendlyUniqueId}.ids)`;
  };
  const own = { name: "association.subnet-id", values: [SUBNET_ID] };
  const main = { name: "association.main", values: ["true"] };
  const open = { name: "route.gateway-id", values: ["igw-*"] };
  const [publicOnes, publicMain, all] = [
    count("public", own, open),
    count("main", main, open),
    count("own", own),
  ];
  const same = (property: string) => `\${length(distinct([for s in [${found}] : ${property}])) == 1}`;
  return [
    { condition: same("s.vpc_id"), errorMessage: `The subnets of ${name} are in more than one VPC.` },
    {
      condition: same('s.ipv6_native ? "IPv6" : try(length(s.ipv6_cidr_block), 0) > 0 ? "both" : "IPv4"'),
      errorMessage: `The subnets of ${name} have different kinds of addresses.`,
    },
    {
      condition: `\${${publicOnes} == 0 && (${publicMain} == 0 || alltrue([${all} > 0]))}`,
      errorMessage: `A subnet of ${name} is public: its route table leads to an internet gateway.`,
    },
  ];
}

/** A web ACL with its logs, as `WebAcl` makes it. */
export function addWebAcl(stack: TerraformStack, name: string): Wafv2WebAcl {
  const visibility = (metricName: string) => ({
    metricName,
    cloudwatchMetricsEnabled: true,
    sampledRequestsEnabled: true,
  });
  const group = (groupName: string, priority: number, counted: readonly string[] = []): Wafv2WebAclRule => ({
    name: groupName,
    priority,
    overrideAction: { none: {} },
    statement: {
      managed_rule_group_statement: {
        name: groupName,
        vendor_name: "AWS",
        rule_action_override: counted.map((rule) => ({ name: rule, action_to_use: { count: {} } })),
      },
    },
    visibilityConfig: visibility(`${name}-${groupName}`),
  });
  const limit = { limit: 2000, aggregate_key_type: "IP", evaluation_window_sec: 300 };
  const webAcl = new Wafv2WebAcl(stack, `${name}-web-acl`, {
    name,
    scope: "REGIONAL",
    defaultAction: { allow: {} },
    rule: [
      {
        name: "rate-limit",
        priority: 2,
        action: { block: {} },
        statement: { rate_based_statement: limit },
        visibilityConfig: visibility(`${name}-rate-limit`),
      },
      group("AWSManagedRulesAmazonIpReputationList", 10),
      group("AWSManagedRulesCommonRuleSet", 11, ["SizeRestrictions_BODY"]),
      group("AWSManagedRulesKnownBadInputsRuleSet", 12),
    ],
    visibilityConfig: visibility(name),
  });
  const logs = new CloudwatchLogGroup(stack, `${name}-web-acl-logs`, {
    name: `aws-waf-logs-${name}`,
    retentionInDays: 30,
  });
  new Wafv2WebAclLoggingConfiguration(stack, `${name}-web-acl-logging`, {
    resourceArn: webAcl.arn,
    logDestinationConfigs: [logs.arn],
    redactedFields: ["authorization", "cookie"].map((header) => ({ singleHeader: { name: header } })),
  });
  return webAcl;
}

/** Puts the web ACL before the service. */
export function addWebAclAssociation(
  stack: TerraformStack,
  name: string,
  service: ApprunnerService,
  webAcl: Wafv2WebAcl,
): void {
  new Wafv2WebAclAssociation(stack, `${name}-web-acl-association`, {
    resourceArn: service.arn,
    webAclArn: webAcl.arn,
    lifecycle: {
      precondition: [
        {
          condition: `\${!contains(["CREATE_FAILED", "DELETE_FAILED", "DELETED"], ${service.status})}`,
          errorMessage: `The service ${name} is ${service.status}: AWS WAF takes no such service.`,
        },
      ],
    },
  });
}

/** How the service is traced. */
export function addTracing(stack: TerraformStack, name: string): ApprunnerObservabilityConfiguration {
  return new ApprunnerObservabilityConfiguration(stack, `${name}-tracing`, {
    observabilityConfigurationName: name,
    traceConfiguration: { vendor: "AWSXRAY" },
    lifecycle: { createBeforeDestroy: true },
  });
}

/** A deployment whenever the current version of the secret is another one. */
export function addRedeployment(
  stack: TerraformStack,
  name: string,
  service: ApprunnerService,
  versions: string,
): void {
  const current = `[for v in ${versions} == null ? [] : ${versions} : v.version_id if contains(v.version_stages, "AWSCURRENT")]`;
  const trigger = addTerraformData(stack, `${name}-redeployment-trigger`, {
    triggersReplace: { 0: `\${join(",", sort(${current}))}` },
  });
  new ApprunnerDeployment(stack, `${name}-redeployment`, {
    serviceArn: service.arn,
    lifecycle: { replaceTriggeredBy: [`terraform_data.${trigger.friendlyUniqueId}`] },
  });
}
