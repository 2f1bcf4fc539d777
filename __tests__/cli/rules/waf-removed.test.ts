import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "waf-removed";

describe("waf-removed", () => {
  test("names the service that loses its web ACL", () => {
    expect(findingsOf("waf-removed", RULE)).toEqual([expect.objectContaining({ severity: "error" })]);
    expect(wordsOf(RULE, "waf-removed", 0)).toContain("No web ACL checks requests to 'portal'");
  });

  test.each(["waf-added", "waf-change"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });
});
