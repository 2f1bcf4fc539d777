import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "alarm-removed";

describe("alarm-removed", () => {
  test("names the alarm", () => {
    expect(findingsOf("alarm-removed", RULE)).toEqual([expect.objectContaining({ severity: "warning" })]);
    expect(wordsOf(RULE, "alarm-removed", 0)).toContain("of 'portal' goes, or tells nobody any more");
  });

  test("names all of them", () => {
    expect(findingsOf("monitoring-removed", RULE)).toEqual([
      expect.objectContaining({ severity: "warning" }),
    ]);
    expect(wordsOf(RULE, "monitoring-removed", 0)).toContain("of 'portal' go, or tell nobody any more");
  });

  test.each(["no-change", "waf-change"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });
});
