import { Role, type PolicyConditions } from "../../../modules";
import { refusal, synth } from "../../support/synth";

const role = (conditions: PolicyConditions) => (stack: Parameters<Parameters<typeof synth>[0]>[0]) => {
  const worker = new Role(stack, "Worker", { assumedBy: "a.amazonaws.com", namePrefix: "a" });
  worker.addToPolicy({ actions: ["s3:GetObject"], resources: ["*"], conditions });
};

describe("the conditions of a statement", () => {
  test.each<[string, string]>([
    ["StringEquals", "aws:SourceAccount"],
    ["StringNotEqualsIgnoreCase", "aws:PrincipalTag/cost center"],
    ["ForAllValues:StringLike", "aws:TagKeys"],
    ["ForAnyValue:StringEqualsIfExists", "dynamodb:LeadingKeys"],
    ["NumericLessThanEquals", "s3:max-keys"],
    ["DateGreaterThan", "aws:CurrentTime"],
    ["BoolIfExists", "aws:SecureTransport"],
    ["NotIpAddress", "aws:SourceIp"],
    ["ArnNotLike", "aws:SourceArn"],
    ["Null", "kms:EncryptionContext:aws:sns:topicArn"],
    ["StringEquals", "token.actions.githubusercontent.com:sub"],
  ])("accept the operator %s with the key %s", (operator, key) => {
    const { policy } = synth(role({ [operator]: { [key]: ["a"] } })).only("aws_iam_role_policy");
    expect(JSON.parse(policy as string)).toMatchObject({
      Statement: [{ Condition: { [operator]: { [key]: ["a"] } } }],
    });
  });

  test.each(["", "stringEquals", "StringEqual", "ForAnyValues:Bool", "NullIfExists", "DateLike", "IfExists"])(
    "reject the operator %j",
    (operator) => {
      expect(refusal(role({ [operator]: { "aws:SourceAccount": "1" } }))).toEqual({
        at: "test/Worker",
        faults: [
          `a key of 'conditions' must be a condition operator, such as 'StringEquals', got '${operator}'`,
        ],
      });
    },
  );

  test.each(["", "SourceAccount", "aws:", "${aws:a}", "aws:\n"])("reject the key %j", (key) => {
    expect(refusal(role({ Bool: { [key]: "true" } })).faults).toEqual([
      expect.stringMatching(
        /^a key of 'conditions\.Bool' must be a condition key, such as 'aws:SourceAccount', with 1 to 255 characters after the ':', got '/,
      ),
    ]);
  });

  test("reject an empty list of values", () => {
    expect(refusal(role({ Bool: { "aws:a": [] } })).faults).toEqual([
      "'conditions.Bool.aws:a' must be a list of at least one item, got a list",
    ]);
  });

  test("are omitted if empty", () => {
    const { policy } = synth(role({})).only("aws_iam_role_policy");
    expect(policy).not.toContain("Condition");
  });
});
