import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack, TerraformVariable } from "cdktf";
import {
  HostedZone,
  HostedZoneQueryLog,
  type HostedZoneQueryLogProps,
  type IHostedZone,
} from "../../../modules";
import { refusal, synth, testApp } from "../../support/synth";

type Changes = Partial<Record<keyof HostedZoneQueryLogProps, unknown>>;

const ARN = "arn:aws:logs:us-east-1:111122223333:log-group:/aws/route53/example.com";

function zoneOf(stack: TerraformStack, provider?: AwsProvider): IHostedZone {
  return HostedZone.fromId(stack, "Zone", { domainName: "example.com", hostedZoneId: "Z1", provider });
}

function usEast1(stack: TerraformStack): AwsProvider {
  return new AwsProvider(stack, "UsEast1", { alias: "us-east-1", region: "us-east-1" });
}

/** Builds a query log with a new log group in `us-east-1`, with `changes` to its props. */
function build(changes: Changes | ((stack: TerraformStack) => Changes) = {}) {
  return (stack: TerraformStack) => {
    const changed = typeof changes === "function" ? changes(stack) : changes;
    const provider = "logGroupArn" in changed || "provider" in changed ? undefined : usEast1(stack);
    const zone = changed.zone ?? zoneOf(stack);
    const days = "logGroupArn" in changed ? {} : { retentionDays: 30 };
    const props = { provider, ...days, ...changed, zone };
    return new HostedZoneQueryLog(stack, "QueryLog", props as HostedZoneQueryLogProps);
  };
}

describe("HostedZoneQueryLog", () => {
  test("creates a protected log group in us-east-1, to which only this zone can write", () => {
    const result = synth(build({ tags: { team: "web" } }));
    expect(result.only("aws_cloudwatch_log_group")).toEqual({
      name: "/aws/route53/example.com",
      retention_in_days: 30,
      lifecycle: { prevent_destroy: true },
      provider: "aws.us-east-1",
      tags: { team: "web" },
    });
    const [group] = Object.keys(result.resources("aws_cloudwatch_log_group"));
    const [identity] = Object.keys(result.data("aws_caller_identity"));
    const permission = result.only("aws_cloudwatch_log_resource_policy");
    expect(permission).toMatchObject({ policy_name: "route53-query-log-Z1", provider: "aws.us-east-1" });
    expect(JSON.parse(String(permission["policy_document"]))).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "route53.amazonaws.com" },
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: `\${aws_cloudwatch_log_group.${group}.arn}:*`,
          Condition: {
            StringEquals: { "aws:SourceAccount": `\${data.aws_caller_identity.${identity}.account_id}` },
            ArnLike: { "aws:SourceArn": "arn:aws:route53:::hostedzone/Z1" },
          },
        },
      ],
    });
    const [policy] = Object.keys(result.resources("aws_cloudwatch_log_resource_policy"));
    expect(result.only("aws_route53_query_log")).toEqual({
      zone_id: "Z1",
      cloudwatch_log_group_arn: `\${aws_cloudwatch_log_group.${group}.arn}`,
      depends_on: [`aws_cloudwatch_log_resource_policy.${policy}`],
    });
  });

  test("creates only the query log for an existing log group, in any region", () => {
    const result = synth(build({ logGroupArn: ARN }));
    expect(result.addresses).toHaveLength(1);
    expect(result.only("aws_route53_query_log")).toEqual({ zone_id: "Z1", cloudwatch_log_group_arn: ARN });
  });

  test("uses the provider of the zone for everything if it is in us-east-1", () => {
    const result = synth(
      build((stack) => ({ zone: zoneOf(stack, usEast1(stack)), provider: undefined, preventDestroy: false })),
    );
    for (const type of [
      "aws_cloudwatch_log_group",
      "aws_cloudwatch_log_resource_policy",
      "aws_route53_query_log",
    ])
      expect(result.only(type)).toMatchObject({ provider: "aws.us-east-1" });
    expect(result.only("aws_cloudwatch_log_group")).toMatchObject({ lifecycle: { prevent_destroy: false } });
  });

  test("uses the provider of the stack if its region is us-east-1, or is not known at synth", () => {
    for (const region of ["us-east-1", undefined, "token"]) {
      const stack = new TerraformStack(testApp(), "test");
      const token = new TerraformVariable(stack, "region", {}).stringValue;
      new AwsProvider(stack, "Aws", { region: region === "token" ? token : region });
      expect(() => build({ provider: undefined })(stack)).not.toThrow();
    }
  });

  const REGION =
    "'provider' must be an AwsProvider for 'us-east-1', where Route 53 requires the log group, got 'eu-west-1': pass " +
    'new AwsProvider(…, { region: "us-east-1", alias: "us-east-1" })';
  test.each<[string, Changes | ((stack: TerraformStack) => Changes), string]>([
    ["the region of the stack", { provider: undefined }, REGION],
    [
      "the region of the provider",
      (stack) => ({ provider: new AwsProvider(stack, "Other", { alias: "other", region: "eu-west-1" }) }),
      REGION,
    ],
    [
      "the region of the zone's provider",
      (stack) => ({
        provider: undefined,
        zone: zoneOf(stack, new AwsProvider(stack, "Other", { alias: "other", region: "eu-west-1" })),
      }),
      REGION,
    ],
    [
      "no zone",
      { zone: "Z1" },
      "'zone' must be a HostedZone, got 'Z1': write HostedZone.fromId(this, \"Zone\", { hostedZoneId: \"Z1\", domainName: … })",
    ],
    [
      "no log group",
      { retentionDays: undefined },
      "either 'retentionDays' or 'logGroupArn' must be set: a new log group or an existing one",
    ],
    [
      "two log groups",
      { logGroupArn: ARN, retentionDays: 30 },
      "either 'retentionDays' or 'logGroupArn' must be set: a new log group or an existing one",
    ],
    [
      "a retention",
      { retentionDays: 31 },
      expect.stringContaining("'retentionDays' must be one of 1, 3") as string,
    ],
    ...["eu-west-1", "us-east-1*"].map((part): [string, Changes, string] => [
      `a log group in ${part}`,
      { logGroupArn: ARN.replace("us-east-1", part) },
      expect.stringContaining("'logGroupArn' must be the ARN of a log group in us-east-1") as string,
    ]),
    [
      "an ARN with ':*'",
      { logGroupArn: `${ARN}:*` },
      expect.stringContaining("without ':*' at the end, got") as string,
    ],
    [
      "tags of an existing log group",
      { logGroupArn: ARN, tags: {} },
      "'tags' must not be set with 'logGroupArn': it is for a new log group",
    ],
    [
      "protection of an existing log group",
      { logGroupArn: ARN, preventDestroy: true },
      "'preventDestroy' must not be set with 'logGroupArn': it is for a new log group",
    ],
  ])("rejects %s", (_, changes, fault) => {
    expect(refusal(build(changes))).toEqual({ at: "test/QueryLog", faults: [fault] });
  });
});
