import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "secret-removed-in-use";

describe("secret-removed-in-use", () => {
  test("names the service in another stack that reads the secret", () => {
    expect(findingsOf("secret-removed-in-use", RULE)).toEqual([
      expect.objectContaining({ stack: "billing-foundation", severity: "error" }),
    ]);
    expect(wordsOf(RULE, "secret-removed-in-use", 0)).toContain(
      "'billing/payments' is destroyed, but 'billing' still reads it",
    );
    expect(wordsOf(RULE, "secret-removed-in-use", 0)).toContain("deploy that first");
  });

  test("finds a secret that is destroyed before the service in another stack stops reading it", () => {
    expect(findingsOf("secret-removed", RULE)).toEqual([
      expect.objectContaining({ stack: "hello-prod-foundation" }),
    ]);
    expect(wordsOf(RULE, "secret-removed", 0)).toContain(
      "in another stack reads it until that stack is applied",
    );
  });

  test.each(["last-secret-removed", "secret-destroyed-no-recovery", "two-stacks-at-once"])(
    "finds nothing in %s",
    (scenario) => {
      expect(findingsOf(scenario, RULE)).toEqual([]);
    },
  );
});
