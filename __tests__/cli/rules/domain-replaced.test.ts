import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "domain-replaced";

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
});
