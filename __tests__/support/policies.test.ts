import { excessOf, policiesIn } from "./policies";

/** What is found and wrong in a stack with one resource whose argument `policy` is given. */
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
    ["needs the exception", { Action: ["ecr:GetAuthorizationToken"], Resource: ["*"] }, undefined],
    ["denies", { Effect: "Deny", Action: "*", Resource: "*" }, undefined],
    ["is of a key that the account owns", { Action: "kms:*", Resource: "*", Principal: ROOT }, "aws_kms_key"],
    [
      "is of a key that a service may use",
      { Action: ["kms:Decrypt"], Resource: "*", Principal: { Service: "a.amazonaws.com" } },
      "aws_kms_key",
    ],
    [
      "is for everybody who",
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
      "has more than the exception on its resource",
      { Action: ["ecr:GetAuthorizationToken", "ecr:BatchGetImage"], Resource: "*" },
      [`${at} allows ecr:BatchGetImage on *`],
    ],
    [
      "is about all others",
      { NotAction: "s3:*", Resource: ARN },
      [`${at} allows all but what NotAction names`],
    ],
    [
      "is for everybody",
      { Action: "s3:GetObject", Resource: ARN, Principal: { AWS: ["*"] } },
      [`${at} allows everybody`],
    ],
    [
      "is no key policy",
      { Action: "kms:*", Resource: ARN, Principal: ROOT },
      [`${at} allows the actions kms:*`],
    ],
  ])("%s", (_, statement, faults) => {
    expect(excess(document({ Action: "s3:GetObject", Resource: ARN }, statement))).toEqual(faults);
  });

  test("is of a key, and a service may do anything with it", () => {
    const statement = { Action: "kms:*", Resource: "*", Principal: { ...ROOT, Service: "a.amazonaws.com" } };
    expect(excess(document(statement), "aws_kms_key")).toEqual([
      "resource.aws_kms_key.A.policy allows the actions kms:*",
    ]);
  });

  test("is of a key, and names another one", () => {
    const statement = { Action: ["kms:Decrypt"], Resource: "arn:aws:kms:a:1:key/*", Principal: ROOT };
    expect(excess(document(statement), "aws_kms_key")).toEqual([
      "resource.aws_kms_key.A.policy is a key policy for another key",
    ]);
  });

  test.each([["${var.policy}"], ['${jsonencode({Statement = [{Effect = "Allow"}]})}'], ["{"]])(
    "cannot be read: %j",
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

  test("in the blocks of a data source, which then may be referred to", () => {
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

  test("not in what only has such a name", () => {
    const rules = JSON.stringify({ rules: [] });
    expect(policiesIn({ resource: { aws_ecr_lifecycle_policy: { A: { policy: rules } } } })).toEqual([]);
  });
});
