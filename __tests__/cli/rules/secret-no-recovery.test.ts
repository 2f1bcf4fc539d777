import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "secret-no-recovery";

describe("secret-no-recovery", () => {
  test("tells of a secret that is gone at once", () => {
    expect(findingsOf("secret-destroyed-no-recovery", RULE)).toEqual([
      expect.objectContaining({ stack: "billing-foundation" }),
    ]);
    expect(wordsOf(RULE, "secret-destroyed-no-recovery", 0)).toContain(
      "'billing/old-key' is deleted at once",
    );
    expect(wordsOf(RULE, "secret-destroyed-no-recovery", 0)).toContain(
      "get-secret-value --secret-id billing/old-key",
    );
  });

  test("tells of a new one and of one that loses its window", () => {
    expect(findingsOf("secret-no-recovery", RULE)).toEqual([
      expect.objectContaining({ constructPath: "hello-prod-foundation/Secrets/hello--mail/Resource" }),
      expect.objectContaining({ constructPath: "hello-prod-foundation/Secrets/hello--session-key/Resource" }),
    ]);
    expect(wordsOf(RULE, "secret-no-recovery", 0)).toContain("whoever destroys it");
  });

  test.each(["secret-removed-in-use", "first-deploy"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });
});
