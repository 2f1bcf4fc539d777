import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "traffic-record-removed";

describe("traffic-record-removed", () => {
  test("tells of the record of each domain that stays", () => {
    expect(findingsOf("traffic-record-removed", RULE)).toEqual([
      expect.objectContaining({ severity: "error" }),
      expect.objectContaining({ severity: "error" }),
    ]);
    expect(wordsOf(RULE, "traffic-record-removed", 0)).toContain("The record of api.example.com goes");
    expect(wordsOf(RULE, "traffic-record-removed", 1)).toContain("The record of status.example.com goes");
  });

  test.each(["domain-removed", "record-type-change", "www-toggle-on"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });
});
