import { readdirSync } from "node:fs";
import path from "node:path";
import { RULES } from "../../../cli/rules/all-rules";
import { REVIEW_RULES } from "../../../contract/review-rules";

describe("the rules of the review", () => {
  test("are exactly the rules that PlanReview can accept", () => {
    expect(RULES.map(({ name }) => name).sort()).toEqual(REVIEW_RULES);
  });

  test("each have a test file", () => {
    const tests = readdirSync(__dirname).map((file) => path.basename(file, ".test.ts"));
    expect(REVIEW_RULES.filter((name) => !tests.includes(name))).toEqual([]);
  });
});
