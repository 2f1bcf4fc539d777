import { vpcConnectorReplaced } from "../../../cli/rules/vpc-connector-replaced";
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
});
