import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "rename-churn";

describe("rename-churn", () => {
  test("lists what to move", () => {
    expect(findingsOf("renamed-construct", RULE)).toEqual([expect.objectContaining({ severity: "error" })]);
    expect(wordsOf(RULE, "renamed-construct", 0)).toContain("has the values of aws_apprunner_service.");
    expect(wordsOf(RULE, "renamed-construct", 0)).toContain('resource.moveFromId("aws_apprunner_service.');
  });

  test("finds a record that another construct writes, under the very same name", () => {
    expect(findingsOf("www-combined-toggle", RULE)).toEqual([
      expect.objectContaining({ constructPath: "shop/Domain/Domain/Traffic/www" }),
    ]);
    expect(wordsOf(RULE, "www-combined-toggle", 0)).toContain("It is the same with 1 more");
  });

  test.each(["moved-construct", "service-rename", "domain-removed"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });
});
