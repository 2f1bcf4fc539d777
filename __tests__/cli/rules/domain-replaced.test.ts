import {
  created,
  destroyed,
  findAcross,
  findIn,
  forgotten,
  type Planned,
  replaced,
  serviceValues,
  updated,
  type Values,
} from "../../support/plans";
import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "domain-replaced";

const TYPE = "aws_apprunner_custom_domain_association";

/** A domain of the service `web`. */
const domain = (values: Values = {}): Values => {
  return {
    domain_name: "a.com",
    service_arn: serviceValues()["arn"],
    enable_www_subdomain: false,
    ...values,
  };
};

describe("domain-replaced", () => {
  test("names the argument that forces the replacement", () => {
    expect(findingsOf("service-rename-one-stack", RULE)).toEqual([
      expect.objectContaining({ constructPath: "shop/Domain/Domain/Resource" }),
      expect.objectContaining({ constructPath: "shop/Domain/Www/Resource" }),
    ]);
    expect(wordsOf(RULE, "service-rename-one-stack", 0)).toContain("'service_arn' cannot be changed");
    expect(wordsOf(RULE, "service-rename-one-stack", 0)).toContain("minutes, sometimes hours");
    expect(wordsOf(RULE, "service-rename-one-stack", 1)).toContain("www.shop.example");
  });

  test("finds a removed domain", () => {
    expect(findingsOf("domain-removed", RULE)).toEqual([
      expect.objectContaining({ stack: "hello-prod-domain" }),
    ]);
    expect(wordsOf(RULE, "domain-removed", 0)).toContain(
      "The domain status.example.com is removed from its service and stops answering.",
    );
  });

  test("suggests a separate association when www becomes a combined association", () => {
    expect(findingsOf("www-combined-toggle", RULE)).toEqual([
      expect.objectContaining({ stack: "shop" }),
      expect.objectContaining({ stack: "shop" }),
    ]);
    expect(wordsOf(RULE, "www-combined-toggle", 0)).toContain("'enable_www_subdomain' cannot be changed");
    expect(wordsOf(RULE, "www-combined-toggle", 0)).toContain(
      "set 'www' to true, which creates a separate association",
    );
    expect(wordsOf(RULE, "www-combined-toggle", 1)).toContain("www.shop.example is removed");
  });

  test.each(["www-toggle-on", "no-change"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });

  test.each<[string, readonly Planned[], string]>([
    ["is removed", [destroyed(`${TYPE}.d`, domain())], "is removed from its service"],
    [
      "is a wildcard and is removed",
      [destroyed(`${TYPE}.d`, domain({ domain_name: "*.a.com" }))],
      "*.a.com is removed",
    ],
    [
      "gets another service",
      [
        replaced(
          `${TYPE}.d`,
          domain(),
          { service_arn: null },
          { change: { after_unknown: { service_arn: true }, replace_paths: [["service_arn"]] } },
        ),
      ],
      "'service_arn' cannot be changed",
    ],
    [
      "gets www",
      [
        replaced(
          `${TYPE}.d["x"]`,
          domain(),
          { enable_www_subdomain: true },
          { change: { replace_paths: [["enable_www_subdomain"]] } },
        ),
      ],
      "'enable_www_subdomain' cannot be changed",
    ],
    [
      "gives way to another domain",
      [
        replaced(
          `${TYPE}.d`,
          domain(),
          { domain_name: "b.com" },
          { change: { replace_paths: [["domain_name"]] } },
        ),
      ],
      "The domain a.com is removed from its service",
    ],
    [
      "another association takes over",
      [
        destroyed(`${TYPE}.d`, domain()),
        updated(
          `${TYPE}.e`,
          domain({ domain_name: "b.com" }),
          { domain_name: "a.com", service_arn: "arn:other" },
          { change: { actions: ["delete", "create"], replace_paths: [["domain_name"]] } },
        ),
      ],
      `moves to another service, with ${TYPE}.e`,
    ],
    [
      "moves to another service",
      [destroyed(`${TYPE}.d`, domain()), created(`${TYPE}.e`, domain({ service_arn: "arn:other" }))],
      `moves to another service, with ${TYPE}.e`,
    ],
    [
      "moves to a service that is new",
      [
        destroyed(`${TYPE}.d`, domain()),
        created(`${TYPE}.e`, domain({ service_arn: null }), {
          change: { after_unknown: { service_arn: true } },
        }),
      ],
      "moves to another service",
    ],
  ])("finds a domain that %s", (_, plan, message) => {
    const findings = findIn(RULE, ...plan);
    expect(findings[0]?.message).toContain(message);
  });

  test.each<[string, string, RegExp]>([
    ["replace_because_tainted", "active", /^Keep the association: .*\nterraform untaint '.*\.d\["x"\]'$/],
    ["replace_because_tainted", "create_failed", /^Keep the service, the domain/],
    ["replace_by_request", "active", /^Keep it: plan again without -replace\.$/],
  ])("says how to keep an association: %s, %s", (action_reason, status, remedy) => {
    const plan = replaced(`${TYPE}.d["x"]`, domain({ status }), {}, { more: { action_reason } });
    expect(findIn(RULE, plan)[0]?.remedy).toMatch(remedy);
  });

  test.each<[string, readonly Planned[]]>([
    ["moves to another address", [destroyed(`${TYPE}.d`, domain()), created(`${TYPE}.e`, domain())]],
    [
      "moves with its service",
      [
        destroyed("aws_apprunner_service.old", serviceValues()),
        created("aws_apprunner_service.new", serviceValues()),
        destroyed(`${TYPE}.d`, domain()),
        created(`${TYPE}.e`, domain({ service_arn: null }), {
          change: { after_unknown: { service_arn: true } },
        }),
      ],
    ],
    ["is forgotten", [forgotten(`${TYPE}.d`, domain())]],
    [
      "is replaced but kept outside the state",
      [
        replaced(
          `${TYPE}.d`,
          domain(),
          { domain_name: "b.com" },
          { change: { actions: ["create", "forget"] } },
        ),
      ],
    ],
    ["is read again", [updated(`${TYPE}.d`, domain(), { status: "active" })]],
    ["is new", [created(`${TYPE}.d`, domain())]],
  ])("does not find a domain that %s", (_, plan) => {
    expect(findIn(RULE, ...plan)).toEqual([]);
  });

  test("finds a domain that moves to a service in another stack", () => {
    const [finding] = findAcross(RULE, {
      one: [destroyed(`${TYPE}.d`, domain())],
      two: [created(`${TYPE}.d`, domain({ service_arn: "arn:other" }))],
    });
    expect(finding).toMatchObject({ stack: "one" });
    expect(finding?.message).toContain("moves to another service");
  });
});
