import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "rename-churn";

describe(RULE, () => {
  test("lists what to move", () => {
    expect(findingsOf("renamed-construct", RULE)).toEqual([expect.objectContaining({ severity: "error" })]);
    expect(wordsOf(RULE, "renamed-construct", 0)).toContain("has the values of aws_apprunner_service.");
    expect(wordsOf(RULE, "renamed-construct", 0)).toContain('resource.moveFromId("aws_apprunner_service.');
  });

  test.each(["moved-construct", "service-rename", "domain-removed", "www-combined-toggle"])(
    "finds nothing in %s",
    (scenario) => {
      expect(findingsOf(scenario, RULE)).toEqual([]);
    },
  );
});
