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
  replacedFirst,
  reviewOfPlans,
  serviceValues,
  unchanged,
  updated,
  type Values,
} from "../../support/plans";
import { findingsOf } from "../../support/review-fixture";

const RULE = "name-taken";
const TYPE = "aws_apprunner_service";

const UNKNOWN: Marks = { change: { after_unknown: { arn: true, id: true, service_url: true } } };

const newValues = (name: string, values: Values = {}): Values => ({
  ...serviceValues({ name, values }),
  arn: null,
  id: null,
  service_url: null,
});

const newService = (id: string, name = "web", values: Values = {}): Planned =>
  created(`${TYPE}.${id}`, newValues(name, values), UNKNOWN);

const keepsOld = (id: string, before: string, after: string): Planned =>
  replaced(`${TYPE}.${id}`, serviceValues({ name: before }), newValues(after), {
    change: { ...UNKNOWN.change, actions: ["create", "forget"] },
  });

const renamed = (id: string, before: string, after: string): Planned =>
  replaced(`${TYPE}.${id}`, serviceValues({ name: before }), newValues(after), UNKNOWN);

const inRegion = (resources: readonly Planned[], region: string, more: Values = {}): Values => {
  const expressions = { region: { constant_value: region }, ...more };
  return planOf(resources, { configuration: { provider_config: { aws: { expressions } } } });
};

const roleOf = (account: string): Values => ({
  assume_role: [{ role_arn: { constant_value: `arn:aws:iam::${account}:role/deploy` } }],
});

const inOtherAccount = (name: string): Values =>
  serviceValues({ name, values: { arn: `arn:aws:apprunner:eu-west-1:210987654321:service/${name}/1` } });

const newServiceWithoutArns = (): Planned => newService("b", "web", { auto_scaling_configuration_arn: null });

/** A stack with a new service whose region is in a variable. */
const inVariable = (value: string): Values =>
  planOf([newServiceWithoutArns()], {
    variables: { region: { value } },
    configuration: { provider_config: { aws: { expressions: { region: { references: ["var.region"] } } } } },
  });

const profileOf = (constant_value: string): Values => ({ profile: { constant_value } });

const findInPlans = (plans: Readonly<Record<string, Values>>) =>
  reviewOfPlans(plans).findings.filter(({ rule }) => rule === RULE);

describe("name-taken", () => {
  test.each<[string, readonly Planned[], string]>([
    ["two new services", [newService("a"), newService("b")], `which ${TYPE}.a gets in the same change`],
    [
      "instances with one name",
      [newService("a[0]"), newService("a[1]")],
      `which ${TYPE}.a[0] gets in the same change`,
    ],
    [
      "an existing service",
      [unchanged(`${TYPE}.a`, serviceValues()), newService("b")],
      `which ${TYPE}.a has`,
    ],
    [
      "a service that changes",
      [updated(`${TYPE}.a`, serviceValues(), { tags: { a: "b" } }), newService("b")],
      `which ${TYPE}.a has`,
    ],
    [
      "a service that is replaced in place",
      [replaced(`${TYPE}.a`, serviceValues(), newValues("web"), UNKNOWN), newService("b")],
      `which ${TYPE}.a has`,
    ],
    [
      "a moved service and one more",
      [destroyed(`${TYPE}.old`, serviceValues()), newService("a"), newService("b")],
      "which",
    ],
    ["a forgotten service", [forgotten(`${TYPE}.a`, serviceValues()), newService("b")], "continues to exist"],
    [
      "a service that is kept outside the state",
      [keepsOld("a", "web", "web2"), newService("b")],
      "continues to exist",
    ],
    [
      "itself, before it is destroyed",
      [replacedFirst(`${TYPE}.b`, serviceValues(), newValues("web"), UNKNOWN)],
      "before the existing service is destroyed",
    ],
    [
      "itself, which is kept outside the state",
      [keepsOld("b", "web", "web")],
      "while the existing service is kept",
    ],
    [
      "a service that gets another name in the same change",
      [renamed("a", "web", "web2"), newService("b")],
      "Terraform may create",
    ],
    [
      "a service that is destroyed in the same change",
      [destroyed(`${TYPE}.a`, serviceValues()), renamed("b", "api", "web")],
      "Terraform may create",
    ],
    [
      "a service that takes an existing name",
      [unchanged(`${TYPE}.a`, serviceValues()), renamed("b", "api", "web")],
      `which ${TYPE}.a has`,
    ],
    [
      "a failed replacement that left it behind",
      [destroyed(`${TYPE}.b`, serviceValues(), { more: { deposed: "0a1b2c3d" } }), newService("b")],
      "Terraform may create",
    ],
  ])("finds a service with the name of %s", (_, plan, message) => {
    const findings = findIn(RULE, ...plan);
    expect(findings).toHaveLength(1);
    expect(findings[0]?.message).toContain(message);
    expect(findings[0]?.message).toContain("so the apply fails partway");
  });

  test.each<[string, readonly Planned[]]>([
    ["two names", [newService("a"), newService("b", "api")]],
    ["a moved service", [destroyed(`${TYPE}.old`, serviceValues()), newService("a")]],
    [
      "a service that is replaced in place",
      [replaced(`${TYPE}.a`, serviceValues(), newValues("web"), UNKNOWN)],
    ],
    [
      "a replacement with another name before the old one is destroyed",
      [replacedFirst(`${TYPE}.a`, serviceValues(), newValues("web2"), UNKNOWN)],
    ],
    ["a replacement with another name that keeps the old one", [keepsOld("a", "web", "web2")]],
    [
      "a name that is known only after the apply",
      [
        unchanged(`${TYPE}.a`, serviceValues()),
        created(`${TYPE}.b`, {}, { change: { after_unknown: { service_name: true } } }),
      ],
    ],
    [
      "the region argument of the provider",
      [unchanged(`${TYPE}.a`, serviceValues()), newService("b", "web", { region: "us-east-1" })],
    ],
    [
      "the region arguments of two new services",
      ["eu-west-1", "us-east-1"].map((region) => newService(region, "web", { region })),
    ],
    [
      "an imported service",
      [unchanged(`${TYPE}.a`, serviceValues(), { change: { importing: { id: "arn" } } })],
    ],
    ["a forgotten service", [forgotten(`${TYPE}.a`, serviceValues())]],
    [
      "two existing services in two regions",
      ["eu-west-1", "us-east-1"].map((region) =>
        unchanged(
          `${TYPE}.${region}`,
          serviceValues({ values: { arn: `arn:aws:apprunner:${region}:123456789012:service/web/1` } }),
        ),
      ),
    ],
  ])("accepts %s", (_, plan) => {
    expect(findIn(RULE, ...plan)).toEqual([]);
  });

  test("names the stack of the other service", () => {
    const findings = findAcross(RULE, {
      base: [unchanged(`${TYPE}.a`, serviceValues())],
      app: [newService("b")],
    });
    expect(findings).toEqual([expect.objectContaining({ stack: "app" })]);
    expect(findings[0]?.message).toContain(`which ${TYPE}.a in base has`);
    expect(findings[0]?.remedy).toBe(`Give ${TYPE}.b a different name (service_name) before you apply.`);
  });

  test("accepts a name that a stack frees before the next one is applied", () => {
    const freed = [renamed("a", "web", "web2")];
    expect(findAcross(RULE, { base: freed, app: [newService("b")] })).toEqual([]);
    expect(findAcross(RULE, { app: [newService("b")], base: freed })).toHaveLength(1);
  });

  test.each<[string, Values, Values, number]>([
    ["one region", inRegion([newService("a")], "eu-west-1"), inRegion([newService("b")], "eu-west-1"), 1],
    ["two regions", inRegion([newService("a")], "eu-west-1"), inRegion([newService("b")], "us-east-1"), 0],
    ["an unknown region", planOf([newService("a")]), inRegion([newService("b")], "us-east-1"), 1],
    [
      "one account",
      inRegion([newService("a")], "eu-west-1", roleOf("1")),
      inRegion([newService("b")], "eu-west-1", roleOf("1")),
      1,
    ],
    [
      "two accounts",
      inRegion([newService("a")], "eu-west-1", roleOf("1")),
      inRegion([newService("b")], "eu-west-1", roleOf("2")),
      0,
    ],
    [
      "the account of an existing service",
      planOf([unchanged(`${TYPE}.a`, serviceValues())]),
      inRegion([newService("b")], "eu-west-1", roleOf("123456789012")),
      1,
    ],
    [
      "another account than an existing service",
      planOf([unchanged(`${TYPE}.a`, serviceValues())]),
      inRegion([newService("b")], "eu-west-1", roleOf("2")),
      0,
    ],
    [
      "the only account that the provider allows",
      planOf([unchanged(`${TYPE}.a`, serviceValues())]),
      inRegion([newService("b")], "eu-west-1", { allowed_account_ids: { constant_value: ["210987654321"] } }),
      0,
    ],
    [
      "another account, which only an existing resource shows",
      planOf([unchanged(`${TYPE}.a`, serviceValues())]),
      planOf([unchanged(`${TYPE}.other`, inOtherAccount("other")), newServiceWithoutArns()]),
      0,
    ],
    [
      "another account, which only the role of the new service shows",
      planOf([unchanged(`${TYPE}.a`, serviceValues())]),
      planOf([
        newService("b", "web", {
          auto_scaling_configuration_arn: null,
          instance_configuration: [{ instance_role_arn: "arn:aws:iam::210987654321:role/web" }],
        }),
      ]),
      0,
    ],
    ["no account at all", planOf([newServiceWithoutArns()]), planOf([newServiceWithoutArns()]), 1],
    ["two regions in a variable", inVariable("eu-west-1"), inVariable("us-east-1"), 0],
    ["one region in a variable", inVariable("eu-west-1"), inVariable("eu-west-1"), 1],
    [
      "one profile",
      inRegion([unchanged(`${TYPE}.a`, serviceValues())], "eu-west-1", profileOf("dev")),
      inRegion([newService("b")], "eu-west-1", profileOf("dev")),
      1,
    ],
    [
      "two profiles",
      inRegion([unchanged(`${TYPE}.a`, serviceValues())], "eu-west-1", profileOf("dev")),
      inRegion([newService("b")], "eu-west-1", profileOf("prod")),
      0,
    ],
  ])("compares stacks with %s", (_, one, two, count) => {
    expect(findInPlans({ one, two })).toHaveLength(count);
  });

  test("knows the region of a service with another provider, also in a module", () => {
    const region = (value: string) => ({ expressions: { region: { constant_value: value } } });
    const config = { address: `${TYPE}.b`, mode: "managed", type: TYPE, provider_config_key: "aws.us" };
    const configure = (root_module: Values): Values => ({
      configuration: {
        provider_config: { aws: region("eu-west-1"), "aws.us": region("us-east-1") },
        root_module,
      },
    });
    const root = configure({ resources: [config] });
    const nested = configure({ module_calls: { us: { module: { resources: [config] } } } });
    const inModule = created(`module.us["x"].${TYPE}.b[0]`, newValues("web"), UNKNOWN);

    expect(findInPlans({ app: planOf([newService("a"), newService("b")], root) })).toEqual([]);
    expect(findInPlans({ app: planOf([newService("a"), inModule], nested) })).toEqual([]);
    expect(findInPlans({ app: planOf([newService("a"), newService("c")], root) })).toHaveLength(1);
  });

  test.each(["first-deploy", "service-rename", "renamed-construct", "kms-change", "no-change"])(
    "finds nothing in %s",
    (scenario) => {
      expect(findingsOf(scenario, RULE)).toEqual([]);
    },
  );
});
