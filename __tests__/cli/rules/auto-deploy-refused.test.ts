import {
  ACCOUNT,
  created,
  destroyed,
  findIn,
  type Planned,
  planOf,
  REGION,
  replaced,
  reviewOfPlans,
  serviceValues,
  unchanged,
  updated,
  type Values,
} from "../../support/plans";
import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "auto-deploy-refused";

describe("auto-deploy-refused", () => {
  test("finds an ECR Public image with automatic deployments", () => {
    expect(findingsOf("auto-deploy-refused", RULE)).toEqual([expect.objectContaining({ severity: "error" })]);
    expect(wordsOf(RULE, "auto-deploy-refused", 0)).toContain("cannot see pushes to ECR Public");
  });

  test.each(["first-deploy", "mutable-tag"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });

  const V = "aws_apprunner_service.web";
  const OTHER = "210987654321";
  const host = (account: string) => `${account}.dkr.ecr.${REGION}.amazonaws.com`;
  const on = (image: string, values: Values = {}) => serviceValues({ image, autoDeploy: true, values });
  /** A service that does not exist yet, so that only its roles and its scaling configuration show its account. */
  const fresh = (image: string, values: Values) =>
    created(V, on(image, { arn: null, id: null, auto_scaling_configuration_arn: null, ...values }));
  const digest = `${host(ACCOUNT)}/web@sha256:${"0".repeat(64)}`;
  const other = `${host(OTHER)}/web:1`;
  const role = `arn:aws:iam::${ACCOUNT}:role/access`;
  const withAccess = (image: string, access: string | null, type = "ECR") => ({
    source_configuration: [
      {
        auto_deployments_enabled: true,
        authentication_configuration: [{ access_role_arn: access }],
        code_repository: [],
        image_repository: [{ image_identifier: image, image_repository_type: type }],
      },
    ],
  });

  test.each<[string, Planned, string]>([
    ["in another account", updated(V, serviceValues(), on(other)), `another account (${OTHER})`],
    [
      "in a different account from the access role",
      fresh(other, withAccess(other, role)),
      `another account (${OTHER})`,
    ],
    [
      "in a different account from the instance role",
      fresh(other, { instance_configuration: [{ instance_role_arn: role }] }),
      `another account (${OTHER})`,
    ],
    [
      "in a different account from the scaling configuration",
      created(V, on(other, { arn: null })),
      `another account (${OTHER})`,
    ],
    [
      "in a different account from the VPC connector",
      fresh(other, {
        network_configuration: [
          {
            egress_configuration: [
              {
                egress_type: "VPC",
                vpc_connector_arn: `arn:aws:apprunner:${REGION}:${ACCOUNT}:vpcconnector/a/1/b`,
              },
            ],
          },
        ],
      }),
      `another account (${OTHER})`,
    ],
    [
      "that is pinned by digest, with automatic deployments new",
      updated(V, serviceValues({ image: digest }), on(digest)),
      "pinned by digest",
    ],
    [
      "with a host for IPv6",
      updated(V, serviceValues(), on(`${OTHER}.dkr-ecr.${REGION}.on.aws/web:1`)),
      `another account (${OTHER})`,
    ],
    [
      "in China",
      updated(
        V,
        serviceValues(),
        on(`${OTHER}.dkr.ecr.cn-north-1.amazonaws.com.cn/web:1`, {
          arn: `arn:aws-cn:apprunner:cn-north-1:${ACCOUNT}:service/web/1`,
        }),
      ),
      `another account (${OTHER})`,
    ],
    [
      "in ECR Public",
      replaced(V, serviceValues(), on("public.ecr.aws/example/web:1")),
      "ECR Public (public.ecr.aws/example/web:1)",
    ],
    [
      "in ECR Public with an unknown name",
      updated(V, serviceValues(), withAccess("", null, "ECR_PUBLIC"), {
        change: {
          after_unknown: { source_configuration: [{ image_repository: [{ image_identifier: true }] }] },
        },
      }),
      "ECR Public and rejects",
    ],
    [
      "pinned by digest",
      updated(V, serviceValues(), on(`${host(ACCOUNT)}/web@sha256:${"0".repeat(64)}`)),
      "pinned by digest",
    ],
  ])("finds an image %s", (_, resource, reason) => {
    expect(findIn(RULE, resource)).toEqual([
      expect.objectContaining({ message: expect.stringContaining(reason) as string }),
    ]);
  });

  test("compares the account of the provider with that of the image", () => {
    const provider = (account: string) => ({
      configuration: {
        provider_config: { aws: { expressions: { allowed_account_ids: { constant_value: [account] } } } },
      },
    });
    const countIn = (account: string) =>
      reviewOfPlans({ app: planOf([fresh(other, {})], provider(account)) }).findings.filter(
        ({ rule }) => rule === RULE,
      ).length;
    expect([ACCOUNT, OTHER].map(countIn)).toEqual([1, 0]);
  });

  test.each<[string, Planned]>([
    ["of its own account", updated(V, serviceValues(), on(`${host(ACCOUNT)}/web:2`))],
    ["of its own account, with a host for IPv6", created(V, on(`${ACCOUNT}.dkr-ecr.${REGION}.on.aws/web:1`))],
    ["of an account that nothing tells", fresh(other, withAccess(other, null))],
    [
      "of another account, without automatic deployments",
      updated(V, serviceValues(), serviceValues({ image: other })),
    ],
    [
      "of a new repository, whose URI is unknown",
      created(V, withAccess("", role), {
        change: {
          after_unknown: { source_configuration: [{ image_repository: [{ image_identifier: true }] }] },
        },
      }),
    ],
    [
      "of source code",
      created(
        V,
        serviceValues({
          values: {
            source_configuration: [
              {
                auto_deployments_enabled: true,
                code_repository: [{ repository_url: "https://github.com/example/web" }],
                image_repository: [],
              },
            ],
          },
        }),
      ),
    ],
    ["that does not change", unchanged(V, on(other))],
    ["pinned by digest before too", updated(V, on(digest), { tags: { a: "b" } })],
    ["of a destroyed service", destroyed(V, on(other))],
  ])("finds nothing for an image %s", (_, resource) => {
    expect(findIn(RULE, resource)).toEqual([]);
  });
});
