import {
  ACCOUNT,
  created,
  destroyed,
  findAcross,
  findIn,
  forgotten,
  replaced,
  replacedFirst,
  REGION,
  serviceValues,
  unchanged,
  updated,
} from "../../support/plans";
import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "waf-removed";

describe("waf-removed", () => {
  test("names the service that loses its web ACL", () => {
    expect(findingsOf("waf-removed", RULE)).toEqual([expect.objectContaining({ severity: "error" })]);
    expect(wordsOf(RULE, "waf-removed", 0)).toContain("No web ACL checks requests to 'portal'");
  });

  test.each(["waf-added", "waf-change"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });

  const service = unchanged("aws_apprunner_service.web", serviceValues());
  const arn = (acl: string) => `arn:aws:wafv2:${REGION}:${ACCOUNT}:regional/webacl/${acl}/0123`;
  const associate = (acl = "old", name = "web") => ({
    resource_arn: serviceValues({ name }).arn,
    web_acl_arn: arn(acl),
  });
  const OLD = "aws_wafv2_web_acl_association.old";
  const toNew = { change: { after_unknown: { web_acl_arn: true }, replace_paths: [["web_acl_arn"]] } };

  test.each([
    ["is destroyed", [service, destroyed(OLD, associate())], "No web ACL checks requests to 'web' any more"],
    [
      "is destroyed, and its service is forgotten, which runs on",
      [forgotten("aws_apprunner_service.web", serviceValues()), destroyed(OLD, associate())],
      "No web ACL checks requests to 'web' any more",
    ],
    [
      "moves with its service to a new one, while the old one runs on",
      [
        replaced(
          "aws_apprunner_service.web",
          serviceValues(),
          { arn: null, service_name: "next" },
          { change: { actions: ["create", "forget"], after_unknown: { arn: true } } },
        ),
        replaced(
          OLD,
          associate(),
          { resource_arn: null },
          { change: { after_unknown: { resource_arn: true } } },
        ),
      ],
      "No web ACL checks requests to 'web' any more",
    ],
    [
      "is destroyed, and its service is in a stack that is not reviewed",
      [destroyed(OLD, associate())],
      "No web ACL checks requests to 'web' any more",
    ],
    [
      "is replaced by one for another service",
      [service, replaced(OLD, associate(), associate("old", "api"))],
      "No web ACL checks requests to 'web' any more",
    ],
    [
      "is replaced",
      [service, replaced(OLD, associate(), { web_acl_arn: null }, toNew)],
      "is removed before the new one is associated, because 'web_acl_arn' cannot be changed",
    ],
    [
      "is created before it is destroyed",
      [service, replacedFirst(OLD, associate(), associate("new"))],
      "'web' ends without a web ACL",
    ],
    [
      "is destroyed, and one at another address is created",
      [
        service,
        destroyed(OLD, associate()),
        created("module.m.aws_wafv2_web_acl_association.new[0]", associate()),
      ],
      "may end without a web ACL: Terraform does both in any order",
    ],
  ])("finds an association that %s", (_, resources, message) => {
    expect(findIn(RULE, ...resources)).toEqual([
      expect.objectContaining({ address: OLD, message: expect.stringContaining(message) as string }),
    ]);
  });

  test.each([
    [
      "of a destroyed service",
      [destroyed("aws_apprunner_service.web", serviceValues()), destroyed(OLD, associate())],
    ],
    [
      "of a replaced service",
      [
        replaced("aws_apprunner_service.web", serviceValues(), { service_name: "web2" }),
        replaced(
          OLD,
          associate(),
          { resource_arn: null },
          { change: { after_unknown: { resource_arn: true } } },
        ),
      ],
    ],
    ["that is created", [service, created(OLD, associate())]],
    ["that is forgotten", [service, forgotten(OLD, associate())]],
    [
      "whose old one stays",
      [service, replaced(OLD, associate(), associate("new"), { change: { actions: ["create", "forget"] } })],
    ],
    [
      "that stays, while the service changes",
      [
        updated("aws_apprunner_service.web", serviceValues(), { tags: { a: "b" } }),
        unchanged(OLD, associate()),
      ],
    ],
    [
      "of a load balancer",
      [
        service,
        destroyed(OLD, {
          ...associate(),
          resource_arn: `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}:loadbalancer/app/web/1`,
        }),
      ],
    ],
  ])("finds nothing for an association %s", (_, resources) => {
    expect(findIn(RULE, ...resources)).toEqual([]);
  });

  test("says what the order of the stacks leaves", () => {
    const [old, next] = [
      [service, destroyed(OLD, associate())],
      [created("aws_wafv2_web_acl_association.new", associate("new"))],
    ];
    expect(findAcross(RULE, { a: old, b: next })[0]?.message).toContain("not checked until b is applied");
    expect(findAcross(RULE, { b: next, a: old })[0]?.message).toContain(
      "ends without a web ACL, because a is applied after b",
    );
  });

  test("gives the steps in the order in which a person does them", () => {
    const remedy = (...resources: Parameters<typeof findIn>[1][]) =>
      findIn(RULE, service, ...resources)[0]?.remedy;
    expect(remedy(replacedFirst(OLD, associate(), associate("new")))).toMatch(
      /^Remove create_before_destroy .* Then run 'aws wafv2 associate-web-acl .* --region eu-west-1'.* Then use .* in a later change\.$/,
    );
    const next = "aws_wafv2_web_acl_association.new";
    expect(remedy(destroyed(OLD, associate()), created(next, associate()))).toContain(
      `resource.moveFromId("${OLD}")`,
    );
    expect(remedy(destroyed(OLD, associate()), created(next, associate("new")))).toMatch(
      /^Keep the old web ACL .* Run the command below, then plan again and apply.*\nterraform state rm 'aws_wafv2_web_acl_association.old'$/,
    );
    expect(
      remedy(replaced(OLD, associate(), {}, { more: { action_reason: "replace_because_tainted" } })),
    ).toMatch(/^Its arguments stay the same: remove the taint/);
  });
});
