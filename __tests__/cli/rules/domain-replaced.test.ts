import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "domain-replaced";

describe("domain-replaced", () => {
  test("names the argument", () => {
    expect(findingsOf("service-rename-one-stack", RULE)).toEqual([
      expect.objectContaining({ constructPath: "shop/Domain/Domain/Resource" }),
      expect.objectContaining({ constructPath: "shop/Domain/Www/Resource" }),
    ]);
    expect(wordsOf(RULE, "service-rename-one-stack", 0)).toContain("'service_arn' cannot be changed");
    expect(wordsOf(RULE, "service-rename-one-stack", 0)).toContain("minutes, at times hours");
    expect(wordsOf(RULE, "service-rename-one-stack", 1)).toContain("www.shop.example");
  });

  test("tells of a domain that goes", () => {
    expect(findingsOf("domain-removed", RULE)).toEqual([
      expect.objectContaining({ stack: "hello-prod-domain" }),
    ]);
    expect(wordsOf(RULE, "domain-removed", 0)).toContain(
      "The domain status.example.com is taken from its service",
    );
  });

  test("tells what to switch www to a combined association costs", () => {
    expect(findingsOf("www-combined-toggle", RULE)).toEqual([
      expect.objectContaining({ stack: "shop" }),
      expect.objectContaining({ stack: "shop" }),
    ]);
    expect(wordsOf(RULE, "www-combined-toggle", 0)).toContain("'enable_www_subdomain' cannot be changed");
    expect(wordsOf(RULE, "www-combined-toggle", 0)).toContain("www: true");
    expect(wordsOf(RULE, "www-combined-toggle", 1)).toContain("www.shop.example is taken");
  });

  test.each(["www-toggle-on", "no-change"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });
});
