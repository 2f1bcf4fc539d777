import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "scaling-cost-raised";

describe("scaling-cost-raised", () => {
  test("finds a higher maxSize and minSize", () => {
    expect(findingsOf("scaling-raised", RULE)).toEqual([expect.objectContaining({ severity: "warning" })]);
    expect(wordsOf(RULE, "scaling-raised", 0)).toContain("at least $10.22 → $40.88 (all instances idle)");
    expect(wordsOf(RULE, "scaling-raised", 0)).toContain("at most $284.70 → $1423.50 (all instances active)");
  });

  test("finds a larger instance size", () => {
    expect(findingsOf("instance-size-raised", RULE)).toEqual([
      expect.objectContaining({ constructPath: "hello-prod-service/Service/Resource" }),
    ]);
    expect(wordsOf(RULE, "instance-size-raised", 0)).toContain("$10.22 → $61.32");
  });

  test.each(["scaling-lowered", "first-deploy", "no-change"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });
});
