import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "role-narrowed-in-use";

describe("role-narrowed-in-use", () => {
  test("finds a removed statement", () => {
    expect(findingsOf("role-narrowed", RULE)).toEqual([expect.objectContaining({ severity: "warning" })]);
    expect(wordsOf(RULE, "role-narrowed", 0)).toMatch(/loses '[\w:*]+' on '[^']+'/);
    expect(wordsOf(RULE, "role-narrowed", 0)).toContain(
      "First deploy a version that does not need these permissions. Remove them in a later change.",
    );
    expect(wordsOf(RULE, "role-narrowed", 0)).toContain("including for running instances");
  });

  test("finds a removed policy", () => {
    expect(findingsOf("role-policy-removed", RULE)).toEqual([
      expect.objectContaining({ severity: "warning" }),
    ]);
    expect(wordsOf(RULE, "role-policy-removed", 0)).toContain("loses '");
  });

  test("finds a new permissions boundary", () => {
    expect(findingsOf("permissions-boundary-added", RULE)).toEqual([
      expect.objectContaining({ severity: "warning" }),
    ]);
    expect(wordsOf(RULE, "permissions-boundary-added", 0)).toMatch(
      /loses everything outside the permissions boundary 'arn:aws:iam::[^']+'\. .* does not need these permissions\. Set the permissions boundary in a later change\.$/,
    );
  });

  test.each(["secret-removed", "last-secret-removed", "repository-destroyed", "iam-wildcard"])(
    "finds nothing in %s",
    (scenario) => {
      expect(findingsOf(scenario, RULE)).toEqual([]);
    },
  );
});
