import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "source-kind-switched";

describe("source-kind-switched", () => {
  test("finds a switch from an image to source code", () => {
    expect(findingsOf("image-to-code", RULE)).toEqual([expect.objectContaining({ severity: "error" })]);
    expect(wordsOf(RULE, "image-to-code", 0)).toContain("is switched from an image to source code");
  });

  test("finds a switch from source code to an image", () => {
    expect(findingsOf("code-to-image", RULE)).toEqual([expect.objectContaining({ severity: "error" })]);
    expect(wordsOf(RULE, "code-to-image", 0)).toContain("is switched from source code to an image");
    expect(wordsOf(RULE, "code-to-image", 0)).toContain("a different name next to this one");
  });

  test.each(["image-change", "first-deploy"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });
});
