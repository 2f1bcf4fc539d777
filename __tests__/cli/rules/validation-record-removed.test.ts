import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "validation-record-removed";

describe("validation-record-removed", () => {
  test("finds each validation record of a remaining domain", () => {
    expect(findingsOf("traffic-record-removed", RULE)).toEqual([
      expect.objectContaining({ stack: "hello-prod-domain", severity: "error" }),
      expect.objectContaining({ stack: "hello-prod-domain", severity: "error" }),
      expect.objectContaining({ stack: "hello-prod-domain", severity: "error" }),
      expect.objectContaining({ stack: "hello-prod-domain", severity: "error" }),
    ]);
    expect(wordsOf(RULE, "traffic-record-removed", 0)).toContain("at every certificate renewal");
    expect(wordsOf(RULE, "traffic-record-removed", 1)).toContain("at every certificate renewal");
    expect(wordsOf(RULE, "traffic-record-removed", 2)).toContain("at every certificate renewal");
    expect(wordsOf(RULE, "traffic-record-removed", 3)).toContain("at every certificate renewal");
  });

  test.each(["domain-removed", "www-toggle-on", "www-toggle-off", "service-rename-one-stack"])(
    "finds nothing in %s",
    (scenario) => {
      expect(findingsOf(scenario, RULE)).toEqual([]);
    },
  );
});
