import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "plaintext-secret";

describe("plaintext-secret", () => {
  test("finds secrets by name and by value, and never prints the value", () => {
    expect(findingsOf("env-plaintext-secret", RULE)).toEqual([
      expect.objectContaining({ severity: "error" }),
    ]);
    expect(wordsOf(RULE, "env-plaintext-secret", 0)).toContain(
      "'API_TOKEN', 'CACHE_URL' and 'UPLOADER' of the service 'hello-prod' look like secrets",
    );
  });

  test("finds a value that Terraform marks as sensitive", () => {
    expect(findingsOf("sensitive-values", RULE)).toEqual([
      expect.objectContaining({ constructPath: "tools/Api/Resource" }),
    ]);
    expect(wordsOf(RULE, "sensitive-values", 0)).toContain(
      "'LICENSE' of the service 'tools' looks like a secret or is marked as sensitive",
    );
  });

  test.each(["environment-change", "image-change"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });
});
