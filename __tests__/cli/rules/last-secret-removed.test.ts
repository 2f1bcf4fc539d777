import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "last-secret-removed";

describe("last-secret-removed", () => {
  test("tells how to look", () => {
    expect(findingsOf("last-secret-removed", RULE)).toEqual([
      expect.objectContaining({ severity: "warning" }),
    ]);
    expect(wordsOf(RULE, "last-secret-removed", 0)).toContain("The last secret of the service 'hello-prod'");
    expect(wordsOf(RULE, "last-secret-removed", 0)).toContain("describe-service");
  });

  test.each(["secret-removed", "environment-change"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });
});
