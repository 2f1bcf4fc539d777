import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "auto-deploy-refused";

describe("auto-deploy-refused", () => {
  test("for a public image", () => {
    expect(findingsOf("auto-deploy-refused", RULE)).toEqual([expect.objectContaining({ severity: "error" })]);
    expect(wordsOf(RULE, "auto-deploy-refused", 0)).toContain("does not see pushes to the public gallery");
  });

  test.each(["first-deploy", "mutable-tag"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });
});
