import type { PlannedValues } from "../../../cli/plan/plan-json";
import { SecretKeys } from "../../../cli/plan/secret-keys";

const FIRST = `xoxb-${"1".repeat(20)}`;
const SECOND = `xoxb-${"2".repeat(20)}`;

describe("hideInAddress", () => {
  test.each([
    ["aws_x.y", "aws_x.y"],
    ['module.m["a.b"].aws_x.y[0]', 'module.m["a.b"].aws_x.y[0]'],
    ['aws_x.y["a\\"]b"]', 'aws_x.y["a\\"]b"]'],
    [`aws_x.y["${FIRST}"]`, 'aws_x.y["(looks like a secret)"]'],
    [`module.m["${FIRST}"].aws_x.y["eu"]`, 'module.m["(looks like a secret)"].aws_x.y["eu"]'],
    [`data.aws_x.y["a\\"${FIRST}"]`, 'data.aws_x.y["(looks like a secret)"]'],
    ['aws_x.y["Bearer abc123def456"]', 'aws_x.y["(looks like a secret)"]'],
    [`aws_x.${FIRST}`, "aws_x.(looks like a secret)"],
  ])("of %s is %s", (address, shown) => {
    expect(new SecretKeys().hideInAddress(address)).toBe(shown);
  });

  test("distinguishes keys, and shows the same key always as the same text", () => {
    const keys = new SecretKeys();
    const shown = [FIRST, SECOND, FIRST].map((key) => keys.hideInAddress(`aws_x.y["${key}"]`));
    expect(shown).toEqual([
      'aws_x.y["(looks like a secret)"]',
      'aws_x.y["(looks like a secret, 2)"]',
      'aws_x.y["(looks like a secret)"]',
    ]);
  });

  test("finishes quickly for a long address of quotes", () => {
    const start = performance.now();
    new SecretKeys().hideInAddress('\\"'.repeat(200_000));
    expect(performance.now() - start).toBeLessThan(3000);
  });
});

describe("hideInChange", () => {
  test("returns a change without such keys as it is", () => {
    const change: PlannedValues = { actions: ["update"], before: { a: [{ b: FIRST }] } };
    expect(new SecretKeys().hideInChange(change)).toBe(change);
  });

  test("hides the same keys in values, marks and paths", () => {
    const change: PlannedValues = {
      actions: ["update"],
      before: { tags: { [FIRST]: "a", [SECOND]: "b" } },
      after: { tags: { [SECOND]: "c" } },
      after_sensitive: { tags: { [SECOND]: true } },
      replace_paths: [
        ["tags", SECOND],
        ["list", 0],
      ],
    };
    const [first, second] = ["(looks like a secret)", "(looks like a secret, 2)"];
    expect(new SecretKeys().hideInChange(change)).toEqual({
      actions: ["update"],
      before: { tags: { [first]: "a", [second]: "b" } },
      after: { tags: { [second]: "c" } },
      after_sensitive: { tags: { [second]: true } },
      replace_paths: [
        ["tags", second],
        ["list", 0],
      ],
    });
  });
});
