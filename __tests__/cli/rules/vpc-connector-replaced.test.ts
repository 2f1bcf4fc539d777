import { vpcConnectorReplaced } from "../../../cli/rules/vpc-connector-replaced";
import {
  ACCOUNT,
  created,
  destroyed,
  findAcross,
  findIn,
  forgotten,
  type Planned,
  replaced,
  replacedFirst,
  REGION,
  serviceValues,
  unchanged,
  updated,
  type Values,
} from "../../support/plans";
import { findingsOf, wordsOf } from "../../support/review-fixture";
import { resource } from "../../support/reviews";

const RULE = "vpc-connector-replaced";

describe("vpc-connector-replaced", () => {
  test("says that services move to the new connector first", () => {
    expect(findingsOf("vpc-change", RULE)).toEqual([expect.objectContaining({ severity: "warning" })]);
    expect(wordsOf(RULE, "vpc-change", 0)).toContain(
      "Services move to the new connector before this one is deleted",
    );
    expect(wordsOf(RULE, "vpc-change", 0)).toContain("security groups on everything the service connects to");
    expect(wordsOf(RULE, "vpc-change", 0)).toContain("A new connector needs a new name");
  });

  test("says that the service must not need the VPC of a removed connector", () => {
    expect(wordsOf(RULE, "vpc-connector-removed", 0)).toMatch(
      /^The VPC connector 'portal-\w+' of 'portal' is destroyed\. .* Before you merge, make sure that the service reaches everything it needs without the VPC\.$/,
    );
  });

  test("says what a service needs that moves to an existing connector", () => {
    const connectorArn = (vpc_connector_arn: string) => ({
      network_configuration: [{ egress_configuration: [{ vpc_connector_arn }] }],
    });
    const old = resource("app", "Vpc", "aws_apprunner_vpc_connector", "delete", {
      before: { arn: "arn:old" },
    });
    const service = (name: string, after: string) =>
      resource("app", name, "aws_apprunner_service", "update", {
        before: { service_name: name, ...connectorArn("arn:old") },
        after: { service_name: name, ...connectorArn(after) },
      });
    const check = (...arns: string[]) => [
      ...vpcConnectorReplaced.check({
        stacks: [],
        resources: [old, ...arns.map((arn, index) => service(`s${index}`, arn))],
      }),
    ];

    expect(check("arn:new").map(({ remedy }) => remedy)).toEqual([
      "Before you merge, allow the new subnets and security groups on everything the service connects to. " +
        "The first deployment with them takes 2 to 5 minutes longer.",
    ]);
    expect(check("", "").map(({ remedy }) => remedy)).toEqual([
      "Before you merge, make sure that the services reach everything they need without the VPC.",
    ]);
  });

  test.each(["no-change", "waf-change"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });

  const arn = (name: string) => `arn:aws:apprunner:${REGION}:${ACCOUNT}:vpcconnector/${name}/1/abc`;
  const network = (vpc_connector_arn: string | null) => ({
    network_configuration: [{ egress_configuration: [{ egress_type: "VPC", vpc_connector_arn }] }],
  });
  const connector = (values: Values = {}) => ({
    arn: arn("db"),
    vpc_connector_name: "db",
    subnets: ["subnet-1"],
    security_groups: ["sg-1"],
    ...values,
  });
  const C = "aws_apprunner_vpc_connector.c";
  const V = "aws_apprunner_service.web";
  const values = serviceValues({ values: network(arn("db")) });
  const unknownArn = { change: { after_unknown: { arn: true }, replace_paths: [["subnets"]] } };
  const toNew = {
    change: {
      after_unknown: { network_configuration: [{ egress_configuration: [{ vpc_connector_arn: true }] }] },
    },
  };
  const moves = updated(V, values, network(null), toNew);
  const changes = (more: Values = {}) => ({ arn: null, subnets: ["subnet-2"], ...more });

  test.each<[string, Planned[], RegExp]>([
    [
      "is created with a new name before it is destroyed",
      [moves, replacedFirst(C, connector(), changes({ vpc_connector_name: "db-2" }), unknownArn)],
      /Services move to the new connector before this one is deleted\. Before you merge, allow/,
    ],
    [
      "is created with the same name before it is destroyed",
      [moves, replacedFirst(C, connector(), changes(), unknownArn)],
      /the result is undocumented\. A new connector needs a new name .* Before you merge, allow/,
    ],
    [
      "is destroyed before the service moves",
      [moves, replaced(C, connector(), changes({ vpc_connector_name: "db-2" }), unknownArn)],
      /so the apply fails\. A new connector needs a new name .* Before you merge, allow/,
    ],
    [
      "only gets a new name, but is destroyed before the service moves",
      [moves, replaced(C, connector(), { arn: null, vpc_connector_name: "db-2" }, unknownArn)],
      /so the apply fails\. A new connector needs a new name [^.]*\.$/,
    ],
    [
      "is destroyed, but the service stays",
      [unchanged(V, values), destroyed(C, connector())],
      /cannot delete it while 'web' uses it, so the apply fails\. Keep this connector\. In a first change/,
    ],
    [
      "is destroyed, and the service is forgotten",
      [forgotten(V, values), destroyed(C, connector())],
      /cannot delete it while 'web' uses it/,
    ],
    [
      "is created again under another address",
      [moves, destroyed(C, connector()), created(`${C}x[0]`, connector({ arn: null }), unknownArn)],
      /Keep its address, or move it with a 'moved' block/,
    ],
    [
      "is created again under another address in other subnets",
      [moves, destroyed(C, connector()), created(`${C}x[0]`, connector(changes()), unknownArn)],
      /Before you merge, allow the new subnets/,
    ],
    [
      "is destroyed, and the network of the service is unknown",
      [
        updated(
          V,
          values,
          { network_configuration: null },
          { change: { after_unknown: { network_configuration: true } } },
        ),
        destroyed(C, connector()),
      ],
      /Before you merge, allow the new subnets/,
    ],
    [
      "is destroyed after the service leaves the VPC",
      [updated(V, values, network("")), destroyed(C, connector())],
      /reaches everything it needs without the VPC\.$/,
    ],
  ])("finds one that %s", (_, resources, words) => {
    const [finding, ...others] = findIn(RULE, ...resources);
    expect(`${finding?.message ?? ""} ${finding?.remedy ?? ""}`).toMatch(words);
    expect(others).toEqual([]);
  });

  test.each<[string, Planned[]]>([
    [
      "of a replaced service, which is destroyed first",
      [
        replaced(V, values, { service_name: "b", ...network(null) }, toNew),
        replaced(C, connector(), changes(), unknownArn),
      ],
    ],
    ["that is destroyed with its service", [destroyed(V, values), destroyed(C, connector())]],
    [
      "that only gets a new name, and is created first",
      [moves, replacedFirst(C, connector(), { arn: null, vpc_connector_name: "db-2" }, unknownArn)],
    ],
    ["without a service", [unchanged(V, values), destroyed(C, connector({ arn: arn("other") }))]],
    ["that is forgotten", [unchanged(V, values), forgotten(C, connector())]],
    ["that is created", [moves, created(C, connector())]],
    ["whose tags change", [unchanged(V, values), updated(C, connector(), { tags: { a: "b" } })]],
  ])("finds nothing for a connector %s", (_, resources) => {
    expect(findIn(RULE, ...resources)).toEqual([]);
  });

  test("says that the apply fails if the stack of the service is applied later", () => {
    const first = replacedFirst(C, connector(), changes({ vpc_connector_name: "db-2" }), unknownArn);
    expect(findAcross(RULE, { network: [first], service: [moves] })[0]?.message).toContain(
      "so the apply fails",
    );
    expect(findAcross(RULE, { service: [moves], network: [first] })[0]?.message).toContain("Services move");
    expect(findAcross(RULE, { network: [first], service: [destroyed(V, values)] })).toHaveLength(1);
    expect(findAcross(RULE, { service: [destroyed(V, values)], network: [first] })).toEqual([]);
  });
});
