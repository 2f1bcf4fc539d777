import type { ResourceChange } from "../../../cli/model";
import { findRenames } from "../../../cli/rules/renames";
import {
  created,
  destroyed,
  findAcross,
  findIn,
  forgotten,
  type Marks,
  type Planned,
  planOf,
  replaced,
  reviewOfPlans,
  secretArn,
  serviceValues,
  type Values,
} from "../../support/plans";
import { findingsOf, wordsOf } from "../../support/review-fixture";
import { resource } from "../../support/reviews";

const RULE = "rename-churn";

const unknown = (...names: readonly string[]): Marks => ({
  change: { after_unknown: Object.fromEntries(names.map((name) => [name, true])) },
});

/** A service as planned before its creation. */
const newService = (input: Parameters<typeof serviceValues>[0] = {}): Values => ({
  ...serviceValues(input),
  arn: null,
  id: null,
  service_url: null,
});

const NEW_SERVICE = unknown("arn", "id", "service_url");
const ROLE_ARN = "arn:aws:iam::123456789012:role/web-instance";
const RECORD = { name: "www.a.com", type: "A", zone_id: "Z1", set_identifier: "", ttl: 300 };

/** A resource under an old address, and under a new one. */
const pairOf = (type: string, before: Values, after: Values, marks?: Marks): readonly Planned[] => [
  destroyed(`${type}.old`, before),
  created(`${type}.new`, after, marks),
];

describe("rename-churn", () => {
  test("lists the addresses to move", () => {
    expect(findingsOf("renamed-construct", RULE)).toEqual([expect.objectContaining({ severity: "error" })]);
    expect(wordsOf(RULE, "renamed-construct", 0)).toContain(
      "has the same 'service_name' as aws_apprunner_service.",
    );
    expect(wordsOf(RULE, "renamed-construct", 0)).toContain('resource.moveFromId("aws_apprunner_service.');
  });

  test("finds a record that moves to a different construct under the same name", () => {
    expect(findingsOf("www-combined-toggle", RULE)).toEqual([
      expect.objectContaining({ constructPath: "shop/Domain/Domain/Traffic/www" }),
    ]);
    expect(wordsOf(RULE, "www-combined-toggle", 0)).not.toContain("The same applies");
  });

  test.each(["moved-construct", "service-rename", "domain-removed"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });

  test.each<[string, readonly Planned[]]>([
    [
      "a service with other sizes",
      pairOf(
        "aws_apprunner_service",
        serviceValues(),
        newService({ values: { instance_configuration: [{ cpu: "2048", memory: "4096" }] } }),
        NEW_SERVICE,
      ),
    ],
    [
      "a secret whose settings change",
      pairOf(
        "aws_secretsmanager_secret",
        { name: "db", arn: secretArn("db"), recovery_window_in_days: 30 },
        { name: "db", recovery_window_in_days: 7 },
        unknown("arn"),
      ),
    ],
    [
      "a service with a hidden variable",
      pairOf(
        "aws_apprunner_service",
        serviceValues({ variables: { API_TOKEN: "one" } }),
        newService({ variables: { API_TOKEN: "two" } }),
        NEW_SERVICE,
      ),
    ],
    [
      "a record of a routing policy",
      pairOf(
        "aws_route53_record",
        { ...RECORD, set_identifier: "eu" },
        { ...RECORD, set_identifier: "eu", ttl: 60 },
      ),
    ],
    [
      "a bucket",
      pairOf(
        "aws_s3_bucket",
        { bucket: "logs", arn: "arn:aws:s3:::logs" },
        { bucket: "logs" },
        unknown("arn"),
      ),
    ],
    ["a setting of a bucket", pairOf("aws_s3_bucket_versioning", { bucket: "logs" }, { bucket: "logs" })],
    [
      "an inline policy of a role",
      pairOf("aws_iam_role_policy", { role: "web", name: "secrets" }, { role: "web", name: "secrets" }),
    ],
    [
      "a policy attached to a role",
      pairOf(
        "aws_iam_role_policy_attachment",
        { role: "web", policy_arn: "arn:p" },
        { role: "web", policy_arn: "arn:p" },
      ),
    ],
    [
      "a domain",
      pairOf(
        "aws_apprunner_custom_domain_association",
        { domain_name: "a.com", service_arn: "arn:s" },
        { domain_name: "a.com", service_arn: "arn:s" },
      ),
    ],
    [
      "a rule of the same security group",
      pairOf(
        "aws_vpc_security_group_egress_rule",
        { security_group_id: "sg-1", ip_protocol: "-1", cidr_ipv4: "0.0.0.0/0" },
        { security_group_id: "sg-1", ip_protocol: "-1", cidr_ipv4: "0.0.0.0/0" },
      ),
    ],
    [
      "an alarm",
      pairOf(
        "aws_cloudwatch_metric_alarm",
        { alarm_name: "web-5xx", threshold: 5 },
        { alarm_name: "web-5xx", threshold: 9 },
      ),
    ],
  ])("finds %s under a new address", (_, plan) => {
    expect(findIn(RULE, ...plan)).toEqual([expect.objectContaining({ address: plan[1]?.address })]);
  });

  test.each<[string, readonly Planned[]]>([
    [
      "a service of another name",
      pairOf("aws_apprunner_service", serviceValues({ name: "a" }), newService({ name: "b" }), NEW_SERVICE),
    ],
    [
      "a name that is known only after the apply",
      pairOf(
        "aws_apprunner_service",
        serviceValues(),
        { ...newService(), service_name: null },
        unknown("service_name", "arn"),
      ),
    ],
    [
      "a hidden name",
      pairOf(
        "aws_ssm_parameter",
        { name: "db" },
        { name: "db" },
        { change: { after_sensitive: { name: true } } },
      ),
    ],
    [
      "a hidden name on the other side",
      [
        destroyed("aws_ssm_parameter.old", { name: "db" }, { change: { before_sensitive: { name: true } } }),
        created("aws_ssm_parameter.new", { name: "db" }),
      ],
    ],
    [
      "the same rule of another security group",
      pairOf(
        "aws_vpc_security_group_egress_rule",
        { security_group_id: "sg-1", ip_protocol: "-1" },
        { ip_protocol: "-1" },
        unknown("security_group_id"),
      ),
    ],
    [
      "secret versions of two secrets",
      pairOf(
        "aws_secretsmanager_secret_version",
        { secret_id: secretArn("a"), secret_string: "one" },
        { secret_string: "one" },
        {
          change: {
            after_unknown: { secret_id: true },
            before_sensitive: { secret_string: true },
            after_sensitive: { secret_string: true },
          },
        },
      ),
    ],
    [
      "two private keys",
      pairOf(
        "tls_private_key",
        { algorithm: "ED25519", rsa_bits: 2048 },
        { algorithm: "ED25519", rsa_bits: 2048 },
      ),
    ],
    [
      "an inline policy of this name in another role",
      pairOf("aws_iam_role_policy", { role: "a", name: "secrets" }, { name: "secrets" }, unknown("role")),
    ],
    [
      "two items of a table",
      pairOf(
        "aws_dynamodb_table_item",
        { table_name: "t", item: '{"id":{"S":"a"}}' },
        { table_name: "t", item: '{"id":{"S":"b"}}' },
      ),
    ],
    [
      "two uses of one SSM document",
      pairOf(
        "aws_ssm_association",
        { name: "AWS-RunPatchBaseline", association_name: "a" },
        { name: "AWS-RunPatchBaseline", association_name: "b" },
      ),
    ],
    [
      "an add-on of another cluster",
      pairOf(
        "aws_eks_addon",
        { addon_name: "vpc-cni", cluster_name: "a" },
        { addon_name: "vpc-cni", cluster_name: "b" },
      ),
    ],
    [
      "a target of a database proxy",
      pairOf(
        "aws_db_proxy_target",
        { db_proxy_name: "p", target_group_name: "default", db_instance_identifier: "a" },
        { db_proxy_name: "p", target_group_name: "default", db_instance_identifier: "b" },
      ),
    ],
    [
      "a secret of another environment of GitHub",
      pairOf(
        "github_actions_environment_secret",
        { repository: "app", environment: "dev", secret_name: "KEY" },
        { repository: "app", environment: "prod", secret_name: "KEY" },
      ),
    ],
    ["a record of another type", pairOf("aws_route53_record", RECORD, { ...RECORD, type: "TXT" })],
    [
      "a domain that moves to another service",
      pairOf(
        "aws_apprunner_custom_domain_association",
        { domain_name: "a.com", service_arn: "arn:a" },
        { domain_name: "a.com", service_arn: "arn:b" },
      ),
    ],
    [
      "a service in another region",
      pairOf(
        "aws_apprunner_service",
        serviceValues({ values: { region: "eu-west-1" } }),
        newService({ values: { region: "us-east-1" } }),
        NEW_SERVICE,
      ),
    ],
    [
      "a role whose name is generated, if nothing else moves",
      pairOf(
        "aws_iam_role",
        { name: "web-2026", name_prefix: "web-", arn: ROLE_ARN },
        { name_prefix: "web-" },
        unknown("name", "arn"),
      ),
    ],
    [
      "an imported resource",
      [
        destroyed("aws_ssm_parameter.old", { name: "db" }),
        created("aws_ssm_parameter.new", { name: "db" }, { change: { importing: { id: "db" } } }),
      ],
    ],
    [
      "a forgotten resource",
      [forgotten("aws_ssm_parameter.old", { name: "db" }), created("aws_ssm_parameter.new", { name: "db" })],
    ],
    [
      "a deposed object",
      [
        destroyed("aws_ssm_parameter.a", { name: "db" }, { more: { deposed: "0a1b2c3d" } }),
        created("aws_ssm_parameter.a", { name: "db" }),
      ],
    ],
    [
      "a replaced resource",
      [
        replaced("aws_ssm_parameter.a", { name: "db" }, { name: "db2" }),
        created("aws_ssm_parameter.new", { name: "db" }),
      ],
    ],
  ])("does not find %s", (_, plan) => {
    expect(findIn(RULE, ...plan)).toEqual([]);
  });

  test("finds what refers to a moved resource, which is known only after the apply", () => {
    const { arn } = serviceValues();
    const [finding] = findIn(
      RULE,
      ...pairOf("aws_apprunner_service", serviceValues(), newService(), NEW_SERVICE),
      ...pairOf(
        "aws_apprunner_custom_domain_association",
        { domain_name: "a.com", service_arn: arn },
        { domain_name: "a.com" },
        unknown("service_arn"),
      ),
    );
    expect(finding?.message).toContain("The same applies to 1 more resource.");
    expect(finding?.remedy).toContain('moveFromId("aws_apprunner_custom_domain_association.old")');
  });

  test("finds a role with a generated name that moves with a service", () => {
    const [finding] = findIn(
      RULE,
      ...pairOf("aws_apprunner_service", serviceValues(), newService(), NEW_SERVICE),
      ...pairOf(
        "aws_iam_role",
        { name: "web-1", name_prefix: "web-", arn: ROLE_ARN },
        { name_prefix: "web-" },
        unknown("name", "arn"),
      ),
    );
    expect(finding?.remedy).toContain('moveFromId("aws_iam_role.old")');
  });

  test("does not choose between two roles with the same prefix", () => {
    const [finding] = findIn(
      RULE,
      ...pairOf("aws_apprunner_service", serviceValues(), newService(), NEW_SERVICE),
      ...pairOf(
        "aws_iam_role",
        { name: "web-1", name_prefix: "web-" },
        { name_prefix: "web-" },
        unknown("name"),
      ),
      created("aws_iam_role.third", { name_prefix: "web-" }, unknown("name")),
    );
    expect(finding?.remedy).not.toContain("aws_iam_role");
  });

  test("moves instances with a moved block, because moveFromId moves whole resources only", () => {
    const plan = ["a", "b"].flatMap((key) => [
      destroyed(`aws_ssm_parameter.old["${key}"]`, { name: key }),
      created(`aws_ssm_parameter.new["${key}"]`, { name: key }),
    ]);
    expect(findIn(RULE, ...plan)[0]?.remedy).toBe(
      "Keep the construct ids, or move the existing resources before you apply:\n" +
        'app: stack.addOverride("moved", [{ from: "aws_ssm_parameter.old[\\"a\\"]", to: "aws_ssm_parameter.new[\\"a\\"]" }, ' +
        '{ from: "aws_ssm_parameter.old[\\"b\\"]", to: "aws_ssm_parameter.new[\\"b\\"]" }])\n' +
        "In HCL, write a moved block with these addresses instead.\n" +
        "Then plan again: none of these resources may be destroyed.",
    );
  });

  test("moves resources of modules in the state", () => {
    const [finding] = findIn(
      RULE,
      destroyed('module.old["a"].aws_ssm_parameter.db', { name: "db" }),
      created("module.new.aws_ssm_parameter.db", { name: "db" }),
    );
    expect(finding?.remedy).toContain(
      `app: terraform state mv 'module.old["a"].aws_ssm_parameter.db' 'module.new.aws_ssm_parameter.db'`,
    );
  });

  test("moves a resource to another stack by removing it from the state before the import", () => {
    const [finding, ...others] = findAcross(RULE, {
      base: [destroyed("aws_apprunner_service.old", serviceValues())],
      app: [created("aws_apprunner_service.new", newService(), NEW_SERVICE)],
    });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ stack: "app" });
    expect(finding?.remedy).toContain(
      "aws_apprunner_service.new: first terraform state rm 'aws_apprunner_service.old', then import it into app (adopt)",
    );
  });

  test("prefers the new resource in the same stack", () => {
    const { findings } = reviewOfPlans({
      one: planOf(pairOf("aws_ssm_parameter", { name: "db" }, { name: "db" })),
      two: planOf(pairOf("aws_ssm_parameter", { name: "db" }, { name: "db" })),
    });
    expect(findings.map(({ remedy }) => remedy.includes("moveFromId"))).toEqual([true, true]);
  });

  test.each(["eu-west-1", "us-east-1"])("compares the region of stacks: %s", (region) => {
    const configuration = {
      provider_config: { aws: { expressions: { region: { constant_value: region } } } },
    };
    const { findings } = reviewOfPlans({
      base: planOf([destroyed("aws_apprunner_service.old", serviceValues())]),
      app: planOf([created("aws_apprunner_service.new", newService(), NEW_SERVICE)], { configuration }),
    });
    expect(findings.some(({ rule }) => rule === RULE)).toBe(region === "eu-west-1");
  });

  test("takes steps in proportion to the number of resources", () => {
    const countReads = (count: number): number => {
      let reads = 0;
      const counted = (action: "create" | "delete", index: number): ResourceChange => {
        const values = { name: `name-${index}`, role: "web" };
        const one = resource("app", `${action}-${index}`, "aws_iam_role_policy", action);
        return Object.defineProperty({ ...one }, action === "create" ? "after" : "before", {
          get: () => (reads++, values),
        });
      };
      const resources = Array.from({ length: count }, (_, index) => [
        counted("delete", index),
        counted("create", count - index),
      ]).flat();
      findRenames({ stacks: [], resources });
      return reads;
    };
    expect(countReads(2000)).toBeLessThanOrEqual(10 * countReads(200));
  });
});
