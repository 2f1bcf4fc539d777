import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "mutable-tag";

describe("mutable-tag", () => {
  test("finds a service with the tag latest, and a repository whose tags become mutable", () => {
    expect(findingsOf("mutable-tag", RULE)).toEqual([
      expect.objectContaining({ stack: "hello-prod-service" }),
      expect.objectContaining({ stack: "hello-prod-foundation" }),
    ]);
    expect(wordsOf(RULE, "mutable-tag", 0)).toContain("hello:latest, a tag that can be overwritten");
    expect(wordsOf(RULE, "mutable-tag", 1)).toContain("Tags of 'hello' can be overwritten");
  });

  test.each(["renamed-construct", "image-change", "two-stacks-at-once", "no-change"])(
    "finds nothing in %s",
    (scenario) => {
      expect(findingsOf(scenario, RULE)).toEqual([]);
    },
  );
});
