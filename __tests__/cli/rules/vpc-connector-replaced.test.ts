import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "vpc-connector-replaced";

describe("vpc-connector-replaced", () => {
  test("tells that the service moves first", () => {
    expect(findingsOf("vpc-change", RULE)).toEqual([expect.objectContaining({ severity: "warning" })]);
    expect(wordsOf(RULE, "vpc-change", 0)).toContain("The service moves to the new one before this one goes");
    expect(wordsOf(RULE, "vpc-change", 0)).toContain("security groups in");
  });

  test.each(["no-change", "waf-change"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });
});
