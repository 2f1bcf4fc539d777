import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "repository-destroyed";

describe("repository-destroyed", () => {
  test("says that the apply fails while the repository contains images", () => {
    expect(findingsOf("repository-destroyed", RULE)).toEqual([
      expect.objectContaining({ stack: "hello-prod-foundation" }),
    ]);
    expect(wordsOf(RULE, "repository-destroyed", 0)).toContain(
      "ECR rejects the deletion and the apply fails",
    );
  });

  test("says that force_delete deletes all images", () => {
    expect(findingsOf("repository-destroyed-with-images", RULE)).toEqual([
      expect.objectContaining({ stack: "thumbnails" }),
    ]);
    expect(wordsOf(RULE, "repository-destroyed-with-images", 0)).toContain(
      "All its images are deleted with it",
    );
  });

  test("names the key that forces the replacement", () => {
    expect(findingsOf("repository-kms", RULE)).toEqual([expect.objectContaining({ stack: "shop" })]);
    expect(wordsOf(RULE, "repository-kms", 0)).toContain("cannot be changed");
  });

  test.each(["no-change", "import-block"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });
});
