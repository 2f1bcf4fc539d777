import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "secret-no-recovery";

describe("secret-no-recovery", () => {
  test("finds a secret that is deleted without a recovery window", () => {
    expect(findingsOf("secret-destroyed-no-recovery", RULE)).toEqual([
      expect.objectContaining({ stack: "billing-foundation" }),
    ]);
    expect(wordsOf(RULE, "secret-destroyed-no-recovery", 0)).toContain(
      "'billing/old-key' is deleted immediately",
    );
    expect(wordsOf(RULE, "secret-destroyed-no-recovery", 0)).toContain(
      "get-secret-value --secret-id billing/old-key --region eu-west-1",
    );
  });

  test("finds a new secret without a window and one that loses its window", () => {
    expect(findingsOf("secret-no-recovery", RULE)).toEqual([
      expect.objectContaining({ constructPath: "hello-prod-foundation/Secrets/hello--mail/Resource" }),
      expect.objectContaining({ constructPath: "hello-prod-foundation/Secrets/hello--session-key/Resource" }),
    ]);
    expect(wordsOf(RULE, "secret-no-recovery", 0)).toContain("destroying it deletes its value immediately");
  });

  test.each(["secret-removed-in-use", "first-deploy"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });
});
