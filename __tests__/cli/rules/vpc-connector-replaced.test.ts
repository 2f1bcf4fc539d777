import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "vpc-connector-replaced";

describe("vpc-connector-replaced", () => {
  test("says that services move to the new connector first", () => {
    expect(findingsOf("vpc-change", RULE)).toEqual([expect.objectContaining({ severity: "warning" })]);
    expect(wordsOf(RULE, "vpc-change", 0)).toContain(
      "Services move to the new connector before this one is deleted",
    );
    expect(wordsOf(RULE, "vpc-change", 0)).toContain("security groups on everything the service connects to");
  });

  test.each(["no-change", "waf-change"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });
});
