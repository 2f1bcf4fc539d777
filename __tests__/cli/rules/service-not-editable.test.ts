import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "service-not-editable";

describe("service-not-editable", () => {
  test("finds a change of a paused service", () => {
    expect(findingsOf("paused-service", RULE)).toEqual([expect.objectContaining({ severity: "error" })]);
    expect(wordsOf(RULE, "paused-service", 0)).toContain("is PAUSED");
    expect(wordsOf(RULE, "paused-service", 0)).toMatch(
      /aws apprunner resume-service --service-arn arn:aws:apprunner:\S+ --region eu-west-1$/,
    );
  });

  test("finds a change while an operation is in progress", () => {
    expect(findingsOf("operation-in-progress", RULE)).toEqual([
      expect.objectContaining({ severity: "error" }),
    ]);
    expect(wordsOf(RULE, "operation-in-progress", 0)).toContain("is OPERATION_IN_PROGRESS");
    expect(wordsOf(RULE, "operation-in-progress", 0)).toContain("list-operations");
  });

  test.each(["environment-change", "no-change"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });
});
