import { excessOf, policiesIn } from "./policies";

/** Excess permissions of a stack with one resource, whose argument `policy` is given. */
function excess(policy: unknown, type = "aws_iam_role_policy"): string[] {
  const json = { resource: { [type]: { A: { policy } } } };
  return policiesIn(json).flatMap((found) => excessOf(found, EXCEPTIONS));
}

const EXCEPTIONS = [{ action: "ecr:GetAuthorizationToken", resource: /^\*$/ }];
const ARN = "arn:aws:s3:::a/b";
const ROOT = { AWS: "arn:aws:iam::${data.aws_caller_identity.a.account_id}:root" };

function document(...statements: Record<string, unknown>[]): string {
  const Statement = statements.map((members) => ({ Effect: "Allow", ...members }));
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

describe("a policy is narrow when it", () => {
  test.each<[string, Record<string, unknown>, string | undefined]>([
    [
      "names actions and resources",
      { Action: ["s3:GetObject"], Resource: [ARN, "${aws_s3_bucket.a.arn}"] },
      undefined,
    ],
    [
      "names the role's service",
      { Action: "sts:AssumeRole", Principal: { Service: "a.amazonaws.com" } },
      undefined,
    ],
    ["uses an allowed exception", { Action: ["ecr:GetAuthorizationToken"], Resource: ["*"] }, undefined],
    ["denies", { Effect: "Deny", Action: "*", Resource: "*" }, undefined],
    [
      "is a key policy for its own account",
      { Action: "kms:*", Resource: "*", Principal: ROOT },
      "aws_kms_key",
    ],
    [
      "is a key policy for a service",
      { Action: ["kms:Decrypt"], Resource: "*", Principal: { Service: "a.amazonaws.com" } },
      "aws_kms_key",
    ],
    [
      "is the policy of a secret for an account",
      { Action: ["secretsmanager:GetSecretValue"], Resource: "*", Principal: { AWS: ["444455556666"] } },
      "aws_secretsmanager_secret_policy",
    ],
    [
      "allows everyone under a condition",
      { Action: "s3:GetObject", Resource: ARN, Principal: "*", Condition: { a: {} } },
      undefined,
    ],
  ])("%s", (_, statement, type) => {
    expect(excess(document(statement), type)).toEqual([]);
  });
});

describe("a policy allows too much when it", () => {
  const at = "resource.aws_iam_role_policy.A.policy";

  test.each<[string, Record<string, unknown>, string[]]>([
    [
      "has a wildcard action",
      { Action: ["s3:Get*", "*"], Resource: ARN },
      [`${at} allows the actions s3:Get*`, `${at} allows the actions *`],
    ],
    [
      "has a wildcard resource",
      { Action: "s3:GetObject", Resource: [ARN, "*"] },
      [`${at} allows s3:GetObject on *`],
    ],
    [
      "has a wildcard in a resource",
      { Action: ["s3:GetObject"], Resource: "${aws_s3_bucket.a.arn}/?" },
      [`${at} allows s3:GetObject on \${aws_s3_bucket.a.arn}/?`],
    ],
    [
      "has an action that is not an exception on its resource",
      { Action: ["ecr:GetAuthorizationToken", "ecr:BatchGetImage"], Resource: "*" },
      [`${at} allows ecr:BatchGetImage on *`],
    ],
    ["has NotAction", { NotAction: "s3:*", Resource: ARN }, [`${at} allows all but what NotAction names`]],
    [
      "allows everyone",
      { Action: "s3:GetObject", Resource: ARN, Principal: { AWS: ["*"] } },
      [`${at} allows everybody`],
    ],
    [
      "is not a key policy but allows kms:*",
      { Action: "kms:*", Resource: ARN, Principal: ROOT },
      [`${at} allows the actions kms:*`],
    ],
  ])("%s", (_, statement, faults) => {
    expect(excess(document({ Action: "s3:GetObject", Resource: ARN }, statement))).toEqual(faults);
  });

  test("is a key policy that allows a service everything", () => {
    const statement = { Action: "kms:*", Resource: "*", Principal: { ...ROOT, Service: "a.amazonaws.com" } };
    expect(excess(document(statement), "aws_kms_key")).toEqual([
      "resource.aws_kms_key.A.policy allows the actions kms:*",
    ]);
  });

  test("is a key policy that names a different key", () => {
    const statement = { Action: ["kms:Decrypt"], Resource: "arn:aws:kms:a:1:key/*", Principal: ROOT };
    expect(excess(document(statement), "aws_kms_key")).toEqual([
      "resource.aws_kms_key.A.policy is a key policy for another key",
    ]);
  });

  test.each([["${var.policy}"], ['${jsonencode({Statement = [{Effect = "Allow"}]})}'], ["{"]])(
    "cannot be parsed: %j",
    (text) => {
      expect(excess(text)).toEqual(["resource.aws_iam_role_policy.A.policy is a policy that cannot be read"]);
    },
  );
});

describe("policies are found", () => {
  test("in nested blocks", () => {
    const policy = document({ Action: "a:*", Resource: ARN });
    const json = { resource: { aws_iam_role: { A: { inline_policy: [{ name: "a", policy }] } } } };
    expect(policiesIn(json).flatMap((found) => excessOf(found))).toEqual([
      "resource.aws_iam_role.A.inline_policy.0.policy allows the actions a:*",
    ]);
  });

  test("in a data source, but not in a reference to it", () => {
    const statement = [
      { actions: ["a:B"], resources: [ARN] },
      {
        effect: "Allow",
        actions: ["a:B"],
        resources: ["*"],
        principals: [{ type: "AWS", identifiers: ["*"] }],
      },
    ];
    const json = {
      data: { aws_iam_policy_document: { A: { statement } } },
      resource: { aws_sns_topic_policy: { A: { policy: "${data.aws_iam_policy_document.A.json}" } } },
    };
    expect(policiesIn(json).flatMap((found) => excessOf(found))).toEqual([
      "data.aws_iam_policy_document.A allows everybody",
      "data.aws_iam_policy_document.A allows a:B on *",
    ]);
  });

  test("not in an argument that only has the name of a policy", () => {
    const rules = JSON.stringify({ rules: [] });
    expect(policiesIn({ resource: { aws_ecr_lifecycle_policy: { A: { policy: rules } } } })).toEqual([]);
  });
});
