import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "made-public";

describe("made-public", () => {
  test("finds a private service that becomes public", () => {
    expect(findingsOf("made-public", RULE)).toEqual([expect.objectContaining({ severity: "error" })]);
    expect(wordsOf(RULE, "made-public", 0)).toContain("is private and becomes reachable from the internet");
  });

  test.each(["first-deploy", "no-change"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });
});
