import type { TerraformStack } from "cdktf";
import {
  AppRunnerService,
  type AppRunnerServiceProps,
  ImageSource,
  type IWebAcl,
  WebAcl,
  type WebAclProps,
} from "../../../modules";
import { type Block, refusal, synth, type Synthesized } from "../../support/synth";

const all = (result: Synthesized, type: string): Block[] => Object.values(result.resources(type));
const faults = (build: (stack: TerraformStack) => void): string => refusal(build).faults.join("\n");

type Changes = Partial<Record<keyof WebAclProps, unknown>>;

const ARN = "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/hello/1a2b3c4d-1111-2222-3333-444455556666";

function create(stack: TerraformStack, changes: Changes = {}): WebAcl {
  return new WebAcl(stack, "Firewall", { name: "hello", ...changes } as WebAclProps);
}

function rulesOf(changes: Changes = {}): Record<string, unknown>[] {
  return synth((stack) => create(stack, changes)).only("aws_wafv2_web_acl")["rule"] as Record<
    string,
    unknown
  >[];
}

function service(
  stack: TerraformStack,
  webAcl: unknown,
  props: Partial<AppRunnerServiceProps> = {},
): AppRunnerService {
  return new AppRunnerService(stack, "Api", {
    serviceName: "hello",
    source: ImageSource.ecrPublic("public.ecr.aws/a/b:1"),
    webAcl: webAcl as IWebAcl,
    ...props,
  });
}

describe("WebAcl", () => {
  test("by default limits the rate, blocks known bad requests and only counts large bodies", () => {
    const acl = synth((stack) => create(stack)).only("aws_wafv2_web_acl");
    expect(acl).toMatchObject({ name: "hello", scope: "REGIONAL", default_action: { allow: {} } });
    expect(acl["rule"]).toMatchObject([
      {
        name: "rate-limit",
        priority: 2,
        action: { block: {} },
        statement: {
          rate_based_statement: { limit: 2000, aggregate_key_type: "IP", evaluation_window_sec: 300 },
        },
      },
      { name: "AWSManagedRulesAmazonIpReputationList", priority: 10, override_action: { none: {} } },
      {
        name: "AWSManagedRulesCommonRuleSet",
        priority: 11,
        statement: {
          managed_rule_group_statement: {
            vendor_name: "AWS",
            name: "AWSManagedRulesCommonRuleSet",
            rule_action_override: [{ name: "SizeRestrictions_BODY", action_to_use: { count: {} } }],
          },
        },
      },
      { name: "AWSManagedRulesKnownBadInputsRuleSet", priority: 12 },
    ]);
  });

  test("evaluates addresses first, with an IP set for each IP version", () => {
    const result = synth((stack) =>
      create(stack, { allowedCidrs: ["192.0.2.0/24", "2001:db8::/32"], blockedCidrs: ["198.51.100.7/32"] }),
    );
    expect(
      all(result, "aws_wafv2_ip_set").map(({ name, ip_address_version, addresses }) => [
        name,
        ip_address_version,
        addresses,
      ]),
    ).toEqual([
      ["hello-allowed-ipv4", "IPV4", ["192.0.2.0/24"]],
      ["hello-allowed-ipv6", "IPV6", ["2001:db8::/32"]],
      ["hello-blocked-ipv4", "IPV4", ["198.51.100.7/32"]],
    ]);
    const rules = result.only("aws_wafv2_web_acl")["rule"] as Record<string, unknown>[];
    expect(rules.map(({ name, action }) => [name, action]).slice(0, 3)).toEqual([
      ["allowed-addresses", { allow: {} }],
      ["blocked-addresses", { block: {} }],
      ["rate-limit", { block: {} }],
    ]);
    expect(rules[0]?.["statement"]).toMatchObject({ or_statement: { statement: [{}, {}] } });
    expect(rules[1]?.["statement"]).toMatchObject({ ip_set_reference_statement: {} });
  });

  test("only counts with countOnly, for the whole web ACL or one group", () => {
    const counted = rulesOf({
      countOnly: true,
      blockedCidrs: ["192.0.2.0/24"],
      allowedCidrs: ["192.0.2.1/32"],
    });
    expect(counted.map(({ action, override_action }) => action ?? override_action)).toEqual([
      { allow: {} },
      { count: {} },
      { count: {} },
      { count: {} },
      { count: {} },
      { count: {} },
    ]);
    const one = rulesOf({
      rateLimit: false,
      managedRuleGroups: [{ name: "AWSManagedRulesSQLiRuleSet", countOnly: true }],
    });
    expect(one).toMatchObject([{ name: "AWSManagedRulesSQLiRuleSet", override_action: { count: {} } }]);
  });

  test("logs requests without credentials if logRetentionDays is set", () => {
    const result = synth((stack) => create(stack, { logRetentionDays: 30 }));
    expect(result.only("aws_cloudwatch_log_group")).toMatchObject({
      name: "aws-waf-logs-hello",
      retention_in_days: 30,
    });
    expect(result.only("aws_wafv2_web_acl_logging_configuration")["redacted_fields"]).toEqual([
      { single_header: { name: "authorization" } },
      { single_header: { name: "cookie" } },
    ]);
    expect(
      all(
        synth((stack) => create(stack)),
        "aws_cloudwatch_log_group",
      ),
    ).toEqual([]);
  });

  test.each<[Changes, string]>([
    [{ name: "" }, "'name' must be 1 to 115 letters, digits, '-' and '_', got ''"],
    [{ name: "x".repeat(116) }, "'name' must be 1 to 115"],
    [
      { rateLimit: 9 },
      "'rateLimit' must be a whole number between 10 and 2000000000, or false for no limit, got 9",
    ],
    [{ rateLimit: 2_000_000_001 }, "'rateLimit' must be"],
    [{ rateLimit: true }, "'rateLimit' must be"],
    [
      { managedRuleGroups: [{ name: "Mine" }] },
      "'managedRuleGroups[0].name' must be one of 'AWSManagedRulesCommonRuleSet'",
    ],
    [{ managedRuleGroups: ["AWSManagedRulesSQLiRuleSet"] }, "'managedRuleGroups[0]' must be an object"],
    [
      { managedRuleGroups: [{ name: "AWSManagedRulesSQLiRuleSet" }, { name: "AWSManagedRulesSQLiRuleSet" }] },
      "'managedRuleGroups[1].name' must be unique, got 'AWSManagedRulesSQLiRuleSet' twice",
    ],
    [
      { managedRuleGroups: [{ name: "AWSManagedRulesSQLiRuleSet", countedRules: ["a b"] }] },
      "countedRules[0]' must be the name of a rule",
    ],
    [
      { allowedCidrs: ["192.0.2.1"] },
      "'allowedCidrs[0]' must be a CIDR block, such as '192.0.2.0/24' or '2001:db8::/32', got '192.0.2.1'",
    ],
    [{ blockedCidrs: ["0.0.0.0/0"] }, "'blockedCidrs[0]' must be a CIDR block"],
    [{ blockedCidrs: ["192.0.2.0/33"] }, "'blockedCidrs[0]' must be a CIDR block"],
    [{ blockedCidrs: ["2001:db8::/129"] }, "'blockedCidrs[0]' must be a CIDR block"],
    [{ blockedCidrs: ["fe80::%eth0/64"] }, "'blockedCidrs[0]' must be a CIDR block"],
    [
      { blockedCidrs: ["192.0.2.0/24", "192.0.2.0/24"] },
      "'blockedCidrs' must not contain a block twice, got '192.0.2.0/24'",
    ],
    [
      { blockedCidrs: Array.from({ length: 10_001 }, (_, n) => `10.${n >> 8}.${n & 255}.0/24`) },
      "at most 10000 blocks, got 10001",
    ],
    [{ logRetentionDays: 8 }, "'logRetentionDays' must be one of 1, 3, 5, 7"],
    [{ countOnly: "yes" }, "'countOnly' must be true or false, got 'yes'"],
    [{ tags: { "aws:x": "y" } }, "a key of 'tags' must be"],
  ])("fails for %j", (changes, message) => {
    expect(faults((stack) => create(stack, changes))).toContain(message);
  });

  test.each([10, 2_000_000_000])("accepts the rate limit %d", (rateLimit) => {
    expect(rulesOf({ rateLimit })[0]).toMatchObject({
      statement: { rate_based_statement: { limit: rateLimit } },
    });
  });

  test("accepts the ARN of an existing web ACL, but not of one for CloudFront", () => {
    expect(
      synth((stack) => service(stack, WebAcl.fromArn(stack, "It", ARN))).only(
        "aws_wafv2_web_acl_association",
      ),
    ).toMatchObject({
      web_acl_arn: ARN,
    });
    const global = ARN.replace("regional", "global");
    expect(faults((stack) => WebAcl.fromArn(stack, "It", global))).toContain(
      "'webAclArn' must be the ARN of a regional web ACL with a name of 1 to 128 and an id of 1 to 36 characters: one for CloudFront cannot protect a service",
    );
  });
});

describe("AppRunnerService with a web ACL", () => {
  test("is associated with it unless the service failed", () => {
    const result = synth((stack) => service(stack, create(stack)));
    const association = result.only("aws_wafv2_web_acl_association");
    expect(association["resource_arn"]).toMatch(/^\$\{aws_apprunner_service\..*\.arn\}$/);
    expect(association["web_acl_arn"]).toMatch(/^\$\{aws_wafv2_web_acl\..*\.arn\}$/);
    expect(association["lifecycle"]).toMatchObject({
      precondition: [
        {
          condition: expect.stringMatching(
            /^\$\{!contains\(\["CREATE_FAILED","DELETE_FAILED","DELETED"\], aws_apprunner_service\.\w+\.status\)\}$/,
          ) as string,
        },
      ],
    });
  });

  test("fails if webAcl is not a WebAcl", () => {
    expect(faults((stack) => service(stack, ARN))).toContain("'webAcl' must be a WebAcl, got 'arn:aws:wafv2");
    const nothing = null as unknown as IWebAcl;
    expect(faults((stack) => service(stack, nothing, { isPubliclyAccessible: false }))).toBe(
      "'webAcl' is required: it must be a WebAcl, such as new WebAcl(…), got null",
    );
  });

  test("fails for address rules with a private service", () => {
    const props = { isPubliclyAccessible: false };
    expect(faults((stack) => service(stack, create(stack), props))).toContain(
      "'webAcl' must not use source addresses ('rateLimit', 'allowedCidrs' or 'blockedCidrs') for a private service",
    );
    expect(
      all(
        synth((stack) => service(stack, create(stack, { rateLimit: false }), props)),
        "aws_wafv2_web_acl_association",
      ),
    ).toHaveLength(1);
    expect(
      all(
        synth((stack) => service(stack, WebAcl.fromArn(stack, "It", ARN), props)),
        "aws_wafv2_web_acl_association",
      ),
    ).toHaveLength(1);
  });
});
