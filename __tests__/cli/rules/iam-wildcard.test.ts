import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "iam-wildcard";

describe("iam-wildcard", () => {
  test("names the added wildcard permission", () => {
    expect(findingsOf("iam-wildcard", RULE)).toEqual([expect.objectContaining({ severity: "warning" })]);
    expect(wordsOf(RULE, "iam-wildcard", 0)).toContain("allows 's3:*' on '*'. ");
  });

  test.each(["first-deploy", "role-narrowed"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });
});
