import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "scaling-replaced-in-use";

describe("scaling-replaced-in-use", () => {
  test("finds the provider's own resource without create_before_destroy", () => {
    expect(findingsOf("scaling-replaced-in-use", RULE)).toEqual([
      expect.objectContaining({ address: "aws_apprunner_auto_scaling_configuration_version.Scaling" }),
    ]);
    expect(wordsOf(RULE, "scaling-replaced-in-use", 0)).toContain("is destroyed while 'legacy' uses it");
    expect(wordsOf(RULE, "scaling-replaced-in-use", 0)).toContain("create_before_destroy");
  });

  test.each(["scaling-raised", "scaling-lowered"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });
});
