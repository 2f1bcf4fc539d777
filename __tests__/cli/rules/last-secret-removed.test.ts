import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "last-secret-removed";

describe("last-secret-removed", () => {
  test("names the last secret and the command to check it", () => {
    expect(findingsOf("last-secret-removed", RULE)).toEqual([
      expect.objectContaining({ severity: "warning" }),
    ]);
    expect(wordsOf(RULE, "last-secret-removed", 0)).toContain(
      "The last secret of the service 'hello-prod' is removed",
    );
    expect(wordsOf(RULE, "last-secret-removed", 0)).toContain("describe-service");
  });

  test.each(["secret-removed", "environment-change"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });
});
