import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "last-secret-removed";

describe("last-secret-removed", () => {
  test("names the removed secrets and the command to check them", () => {
    expect(findingsOf("last-secret-removed", RULE)).toEqual([
      expect.objectContaining({ severity: "warning" }),
    ]);
    expect(wordsOf(RULE, "last-secret-removed", 0)).toContain(
      "All secrets of the service 'hello-prod' are removed",
    );
    expect(wordsOf(RULE, "last-secret-removed", 0)).toMatch(
      /aws apprunner describe-service --service-arn arn:\S+ --region eu-west-1\. If .*, or leave one secret in the code\.$/,
    );
  });

  test.each(["secret-removed", "environment-change"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });
});
