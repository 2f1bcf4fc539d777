import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "auto-deploy-refused";

describe("auto-deploy-refused", () => {
  test("finds an ECR Public image with automatic deployments", () => {
    expect(findingsOf("auto-deploy-refused", RULE)).toEqual([expect.objectContaining({ severity: "error" })]);
    expect(wordsOf(RULE, "auto-deploy-refused", 0)).toContain("cannot see pushes to ECR Public");
  });

  test.each(["first-deploy", "mutable-tag"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });
});
