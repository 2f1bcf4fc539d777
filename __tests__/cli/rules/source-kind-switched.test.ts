import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "source-kind-switched";

describe("source-kind-switched", () => {
  test("from an image to code", () => {
    expect(findingsOf("image-to-code", RULE)).toEqual([expect.objectContaining({ severity: "error" })]);
    expect(wordsOf(RULE, "image-to-code", 0)).toContain("runs an image and is to run code");
  });

  test("from code to an image", () => {
    expect(findingsOf("code-to-image", RULE)).toEqual([expect.objectContaining({ severity: "error" })]);
    expect(wordsOf(RULE, "code-to-image", 0)).toContain("runs code and is to run an image");
    expect(wordsOf(RULE, "code-to-image", 0)).toContain("another name beside this one");
  });

  test.each(["image-change", "first-deploy"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });
});
