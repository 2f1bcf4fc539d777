import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "alarm-removed";

describe("alarm-removed", () => {
  test("names the removed alarm", () => {
    expect(findingsOf("alarm-removed", RULE)).toEqual([expect.objectContaining({ severity: "warning" })]);
    expect(wordsOf(RULE, "alarm-removed", 0)).toContain(
      "of 'portal' is removed or no longer notifies anyone",
    );
  });

  test("names all removed alarms in one finding", () => {
    expect(findingsOf("monitoring-removed", RULE)).toEqual([
      expect.objectContaining({ severity: "warning" }),
    ]);
    expect(wordsOf(RULE, "monitoring-removed", 0)).toContain(
      "of 'portal' are removed or no longer notify anyone",
    );
  });

  test.each(["no-change", "waf-change"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });
});
