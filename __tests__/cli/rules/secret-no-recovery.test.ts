import {
  created,
  destroyed,
  findIn,
  forgotten,
  type Planned,
  replaced,
  replacedFirst,
  secretArn,
  unchanged,
  updated,
  type Values,
} from "../../support/plans";
import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "secret-no-recovery";
const DB = "aws_secretsmanager_secret.db";

/** Values of a secret. */
function secretValues(recovery_window_in_days: number | null, name = "db"): Values {
  return { arn: secretArn(name), id: secretArn(name), name, recovery_window_in_days };
}

describe("secret-no-recovery", () => {
  test("finds a secret that is deleted without a recovery window", () => {
    expect(findingsOf("secret-destroyed-no-recovery", RULE)).toEqual([
      expect.objectContaining({ stack: "billing-foundation" }),
    ]);
    expect(wordsOf(RULE, "secret-destroyed-no-recovery", 0)).toContain(
      "'billing/old-key' is deleted immediately",
    );
    expect(wordsOf(RULE, "secret-destroyed-no-recovery", 0)).toContain(
      "get-secret-value --secret-id billing/old-key --region eu-west-1",
    );
  });

  test("finds a new secret without a window and one that loses its window", () => {
    expect(findingsOf("secret-no-recovery", RULE)).toEqual([
      expect.objectContaining({ constructPath: "hello-prod-foundation/Secrets/hello--mail/Resource" }),
      expect.objectContaining({ constructPath: "hello-prod-foundation/Secrets/hello--session-key/Resource" }),
    ]);
    expect(wordsOf(RULE, "secret-no-recovery", 0)).toContain("destroying it deletes its value immediately");
  });

  test.each<[string, Planned, RegExp]>([
    ["a destroyed secret", destroyed(DB, secretValues(0)), /^'db' is deleted immediately, .* is 0 days\.$/],
    [
      "a secret that was imported and never applied",
      destroyed(DB, secretValues(null)),
      /^'db' is deleted immediately, .* is not in the state, which counts as 0 days\.$/,
    ],
    ["a replaced secret", replaced(DB, secretValues(0), { name: "db-2" }), /^'db' is deleted immediately/],
    [
      "a replaced secret that gets a window, because the old one counts",
      replaced(DB, secretValues(0), secretValues(30, "db-2")),
      /^'db' is deleted immediately/,
    ],
    [
      "a replaced secret that is created first",
      replacedFirst(DB, secretValues(0), { name: "db-2" }),
      /^'db' is deleted immediately/,
    ],
    [
      "a replaced secret that loses its window",
      replaced(DB, secretValues(30), secretValues(0, "db-2")),
      /^'db-2' gets a recovery window of 0 days/,
    ],
    [
      "a secret that loses its window",
      updated(DB, secretValues(30), secretValues(0)),
      /^'db' gets a recovery window of 0 days/,
    ],
    ["a new secret without a window", created(DB, secretValues(0)), /^'db' gets a recovery window of 0 days/],
    [
      "a leftover of a failed replacement",
      destroyed(DB, secretValues(0), { more: { deposed: "0123abcd" } }),
      /^'db' is deleted immediately/,
    ],
    [
      "a secret in a module",
      { ...destroyed(DB, secretValues(0)), address: `module.m["a"].${DB}[0]` },
      /^'db' is deleted immediately/,
    ],
  ])("finds %s", (_, secret, words) => {
    const [finding, ...others] = findIn(RULE, secret);
    expect(finding?.message).toMatch(words);
    expect(others).toEqual([]);
  });

  test.each<[string, Planned]>([
    ["a destroyed secret with a window", destroyed(DB, secretValues(30))],
    ["the shortest window", destroyed(DB, secretValues(7))],
    ["a replaced secret with a window", replaced(DB, secretValues(30), { name: "db-2" })],
    ["a secret that gets a window", updated(DB, secretValues(0), secretValues(30))],
    ["another change of a secret without a window", updated(DB, secretValues(0), { description: "a" })],
    ["an imported secret that gets its window", updated(DB, secretValues(null), secretValues(30))],
    ["a secret that is only removed from the state", forgotten(DB, secretValues(0))],
    ["an unchanged secret", unchanged(DB, secretValues(0))],
    [
      "a window that is known after the apply",
      updated(DB, secretValues(30), secretValues(null), {
        change: { after_unknown: { recovery_window_in_days: true } },
      }),
    ],
  ])("finds nothing for %s", (_, secret) => {
    expect(findIn(RULE, secret)).toEqual([]);
  });

  test("says first how to save the value, then how to keep the secret", () => {
    expect(findIn(RULE, destroyed(DB, secretValues(0)))[0]?.remedy).toMatch(
      /save it: aws secretsmanager get-secret-value --secret-id db --region eu-west-1\. .* apply only that\. Destroy it in a later change\.$/,
    );
  });

  test.each(["secret-removed-in-use", "first-deploy"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });
});
