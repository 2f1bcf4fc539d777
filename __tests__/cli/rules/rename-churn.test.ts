import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "rename-churn";

describe("rename-churn", () => {
  test("lists the addresses to move", () => {
    expect(findingsOf("renamed-construct", RULE)).toEqual([expect.objectContaining({ severity: "error" })]);
    expect(wordsOf(RULE, "renamed-construct", 0)).toContain("has the same values as aws_apprunner_service.");
    expect(wordsOf(RULE, "renamed-construct", 0)).toContain('resource.moveFromId("aws_apprunner_service.');
  });

  test("finds a record that moves to a different construct under the same name", () => {
    expect(findingsOf("www-combined-toggle", RULE)).toEqual([
      expect.objectContaining({ constructPath: "shop/Domain/Domain/Traffic/www" }),
    ]);
    expect(wordsOf(RULE, "www-combined-toggle", 0)).toContain("The same applies to 1 more resource.");
  });

  test.each(["moved-construct", "service-rename", "domain-removed"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });
});
