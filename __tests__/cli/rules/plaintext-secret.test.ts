import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "plaintext-secret";

describe("plaintext-secret", () => {
  test("by name and by value, without a value", () => {
    expect(findingsOf("env-plaintext-secret", RULE)).toEqual([
      expect.objectContaining({ severity: "error" }),
    ]);
    expect(wordsOf(RULE, "env-plaintext-secret", 0)).toContain("'API_TOKEN', 'CACHE_URL' and 'UPLOADER'");
  });

  test("by the mark of Terraform", () => {
    expect(findingsOf("sensitive-values", RULE)).toEqual([
      expect.objectContaining({ constructPath: "tools/Api/Resource" }),
    ]);
    expect(wordsOf(RULE, "sensitive-values", 0)).toContain("'LICENSE' of the service 'tools'");
  });

  test.each(["environment-change", "image-change"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });
});
