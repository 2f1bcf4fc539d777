import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "traffic-record-removed";

describe("traffic-record-removed", () => {
  test("finds the traffic record of each remaining domain", () => {
    expect(findingsOf("traffic-record-removed", RULE)).toEqual([
      expect.objectContaining({ severity: "error" }),
      expect.objectContaining({ severity: "error" }),
    ]);
    expect(wordsOf(RULE, "traffic-record-removed", 0)).toContain(
      "The traffic record of api.example.com is removed",
    );
    expect(wordsOf(RULE, "traffic-record-removed", 1)).toContain(
      "The traffic record of status.example.com is removed",
    );
  });

  test.each(["domain-removed", "record-type-change", "www-toggle-on"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });
});
