import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "alarm-removed";

describe("alarm-removed", () => {
  test("names the removed alarm", () => {
    expect(findingsOf("alarm-removed", RULE)).toEqual([expect.objectContaining({ severity: "warning" })]);
    expect(wordsOf(RULE, "alarm-removed", 0)).toContain(
      "The alarm 'portal-latency' of the service 'portal' is removed. ",
    );
  });

  test("names all removed alarms in one finding", () => {
    expect(findingsOf("monitoring-removed", RULE)).toEqual([
      expect.objectContaining({ severity: "warning" }),
    ]);
    expect(wordsOf(RULE, "monitoring-removed", 0)).toContain(
      "'portal-memory' and 'portal-server-errors' of the service 'portal' are removed. ",
    );
  });

  test.each(["no-change", "waf-change"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });
});
