import {
  created,
  destroyed,
  findIn,
  type Planned,
  replaced,
  roleArn,
  unchanged,
  updated,
  type Values,
} from "../../support/plans";
import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "iam-wildcard";
const ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";
const OWN = "arn:aws:iam::123456789012:policy/app";
const POLICY = "aws_iam_role_policy.app";

function policy(...statements: readonly Values[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

function inline(...statements: readonly Values[]): Values {
  return { name: "app", role: "web", policy: policy(...statements) };
}

function allow(action: unknown, resource: unknown = "*", more: Values = {}): Values {
  return { Effect: "Allow", Action: action, Resource: resource, ...more };
}

function role(values: Values): Values {
  return { name: "web", arn: roleArn("web"), inline_policy: [], managed_policy_arns: [], ...values };
}

describe("iam-wildcard", () => {
  test("names the added wildcard permission", () => {
    expect(findingsOf("iam-wildcard", RULE)).toEqual([expect.objectContaining({ severity: "warning" })]);
    expect(wordsOf(RULE, "iam-wildcard", 0)).toContain("allows 's3:*' on '*'. ");
  });

  test.each(["first-deploy", "role-narrowed"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });

  test.each<[string, string, ...Planned[]]>([
    ["all actions", "'*' on '*'", created(POLICY, inline(allow("*")))],
    [
      "all actions of a service",
      "'S3:*' on 'arn:aws:s3:::uploads'",
      created(POLICY, inline(allow(["S3:*"], ["arn:aws:s3:::uploads"]))),
    ],
    [
      "everything with exceptions",
      "everything except 'iam:*' on '*'",
      created(POLICY, inline({ Effect: "Allow", NotAction: "iam:*", Resource: "*" })),
    ],
    [
      "an action on everything with exceptions",
      "'s3:GetObject' on everything except 'arn:aws:s3:::private/*'",
      created(
        POLICY,
        inline({ Effect: "Allow", Action: "s3:GetObject", NotResource: "arn:aws:s3:::private/*" }),
      ),
    ],
    [
      "an action that AWS allows on single resources",
      "'s3:ListBucket' on '*'",
      created(POLICY, inline(allow("s3:ListBucket"))),
    ],
    [
      "an action on all resources with TLS",
      "'sqs:SendMessage' on '*'",
      created(
        POLICY,
        inline(allow("sqs:SendMessage", "*", { Condition: { Bool: { "aws:SecureTransport": "true" } } })),
      ),
    ],
    [
      "a wildcard that matches more than lists",
      "'s3:List*' on '*' and 'ec2:D*' on '*'",
      created(POLICY, inline(allow(["s3:List*", "ec2:Describe*", "ec2:D*"]))),
    ],
    [
      "an action on all that a service has",
      "'s3:GetObject' on 'arn:aws:s3:::*' and 's3:GetObject' on 'arn:aws:s3:::*/*'",
      created(POLICY, inline(allow("s3:GetObject", ["arn:aws:s3:::*", "arn:aws:s3:::*/*"]))),
    ],
    [
      "an action on all of one kind",
      "'sts:AssumeRole' on 'arn:aws:iam::*:role/*'",
      created(
        POLICY,
        inline(
          allow("sts:AssumeRole", ["arn:aws:iam::*:role/*", `arn:aws:iam::123456789012:role/app-*`]),
          allow("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:*:*:secret:app-*"),
        ),
      ),
    ],
    [
      "a policy of AWS for one service",
      "everything in 'arn:aws:iam::aws:policy/SecretsManagerReadWrite'",
      created("aws_iam_role_policy_attachment.app", {
        role: "web",
        policy_arn: "arn:aws:iam::aws:policy/SecretsManagerReadWrite",
      }),
    ],
    [
      "a single statement instead of a list",
      "'dynamodb:*' on '*'",
      created("aws_iam_policy.app", {
        name: "app",
        policy: JSON.stringify({ Statement: allow("dynamodb:*") }),
      }),
    ],
    [
      "an inline_policy of the role",
      "'sqs:*' on '*'",
      updated("aws_iam_role.web", role({}), {
        inline_policy: [{ name: "app", policy: policy(allow("sqs:*")) }],
      }),
    ],
    [
      "managed_policy_arns",
      `everything in '${ADMIN}'`,
      created("aws_iam_role.web", role({ managed_policy_arns: [ADMIN] })),
    ],
    [
      "an attachment of AdministratorAccess",
      `everything in '${ADMIN}'`,
      created('module.app.aws_iam_role_policy_attachment.app["admin"]', { role: "web", policy_arn: ADMIN }),
    ],
    [
      "an attachment of an unchanged policy with wildcards",
      "everything in 'arn:aws:iam::123456789012:policy/admin'",
      unchanged("aws_iam_policy.admin", {
        arn: "arn:aws:iam::123456789012:policy/admin",
        policy: policy(allow("*")),
      }),
      created("aws_iam_role_policy_attachment.app", {
        role: "web",
        policy_arn: "arn:aws:iam::123456789012:policy/admin",
      }),
    ],
    [
      "an attachment to several roles",
      "everything in 'arn:aws-cn:iam::aws:policy/PowerUserAccess'",
      created("aws_iam_policy_attachment.app", {
        name: "app",
        roles: ["web"],
        policy_arn: "arn:aws-cn:iam::aws:policy/PowerUserAccess",
      }),
    ],
    [
      "a list of the only attached policies",
      "everything in 'arn:aws:iam::aws:policy/AmazonS3FullAccess'",
      updated(
        "aws_iam_role_policy_attachments_exclusive.web",
        { role_name: "web", policy_arns: [] },
        { policy_arns: ["arn:aws:iam::aws:policy/AmazonS3FullAccess"] },
      ),
    ],
    [
      "one more resource",
      "'s3:*' on 'arn:aws:s3:::b'",
      updated(POLICY, inline(allow("s3:*", ["arn:aws:s3:::a"])), {
        policy: policy(allow("s3:*", ["arn:aws:s3:::a", "arn:aws:s3:::b"])),
      }),
    ],
    [
      "a wildcard of another role",
      "'s3:*' on '*'",
      destroyed("aws_iam_role_policy.other", { ...inline(allow("s3:*")), role: "other" }),
      created(POLICY, inline(allow("s3:*"))),
    ],
  ])("finds %s", (_, words, ...resources) => {
    const findings = findIn(RULE, ...resources);
    expect(findings.map(({ message }) => message)).toEqual([expect.stringContaining(` allows ${words}. `)]);
  });

  test.each<[string, ...Planned[]]>([
    [
      "actions that AWS allows only on all resources",
      created(
        POLICY,
        inline(
          allow([
            "ecr:GetAuthorizationToken",
            "cloudwatch:PutMetricData",
            "xray:PutTraceSegments",
            "ec2:DescribeNetworkInterfaces",
            "s3:ListAllMyBuckets",
            "STS:getcalleridentity",
            "ssmmessages:OpenDataChannel",
          ]),
        ),
      ),
    ],
    [
      "a wildcard for lists that AWS allows only on all resources",
      created(
        POLICY,
        inline(allow(["ec2:Describe*", "rds:Describe*", "elasticloadbalancing:describe*", "tag:Get*"])),
      ),
    ],
    ["an action on one resource", created(POLICY, inline(allow("s3:Get*", "arn:aws:s3:::uploads/*")))],
    [
      "a condition that limits the resources",
      created(
        POLICY,
        inline(
          allow("kms:Decrypt", "*", {
            Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } },
          }),
        ),
      ),
    ],
    ["a Deny", created(POLICY, inline({ Effect: "Deny", NotAction: "s3:*", Resource: "*" }))],
    [
      "an AWS-managed policy without wildcards",
      created("aws_iam_role_policy_attachment.app", {
        role: "web",
        policy_arn: "arn:aws:iam::aws:policy/service-role/AWSAppRunnerServicePolicyForECRAccess",
      }),
    ],
    [
      "a policy of the account that has the name of one of AWS",
      created("aws_iam_role_policy_attachment.app", {
        role: "web",
        policy_arn: "arn:aws:iam::123456789012:policy/AdministratorAccess",
      }),
    ],
    [
      "a wildcard in another order",
      updated(POLICY, inline(allow("s3:*", ["arn:aws:s3:::a", "arn:aws:s3:::b"]), allow("sqs:*")), {
        policy: policy(allow("sqs:*"), allow("S3:*", ["arn:aws:s3:::b", "arn:aws:s3:::a"])),
      }),
    ],
    [
      "a wildcard that allows less than before",
      updated(POLICY, inline(allow("*")), { policy: policy(allow(["s3:*"])) }),
    ],
    [
      "a wildcard that moves to a policy of its own",
      updated(POLICY, inline(allow(["s3:*"], "arn:aws:s3:::a"), allow("sqs:SendMessage", "q")), {
        policy: policy(allow("sqs:SendMessage", "q")),
      }),
      created("aws_iam_role_policy.s3", { ...inline(allow(["s3:*"], "arn:aws:s3:::a")), name: "s3" }),
    ],
    [
      "a wildcard that moves from an attached policy into the role",
      destroyed("aws_iam_policy.app", { name: "app", arn: OWN, policy: policy(allow("sqs:*", "q")) }),
      destroyed("aws_iam_role_policy_attachment.app", { role: "web", policy_arn: OWN }),
      created(POLICY, inline(allow("sqs:*", "q"))),
    ],
    [
      "a policy of AWS that allows less than the previous one",
      destroyed("aws_iam_role_policy_attachment.admin", { role: "web", policy_arn: ADMIN }),
      created("aws_iam_role_policy_attachment.sqs", {
        role: "web",
        policy_arn: "arn:aws:iam::aws:policy/AmazonSQSFullAccess",
      }),
    ],
    [
      "an attachment that is created again",
      replaced("aws_iam_role_policy_attachment.app", { role: "web", policy_arn: ADMIN }, {}),
    ],
    [
      "an attachment under another address",
      destroyed("aws_iam_role_policy_attachment.app", { role: "web", policy_arn: ADMIN }),
      created("aws_iam_role_policy_attachment.app[0]", { role: "web", policy_arn: ADMIN }),
    ],
    [
      "other changes of a role with a wildcard",
      updated("aws_iam_role.web", role({ managed_policy_arns: [ADMIN], tags: {} }), {
        tags: { team: "web" },
      }),
    ],
    ["an unchanged policy", unchanged(POLICY, inline(allow("*")))],
    [
      "an unknown policy",
      created(POLICY, { name: "app", role: "web" }, { change: { after_unknown: { policy: true } } }),
    ],
    [
      "a sensitive policy",
      created(POLICY, inline(allow("*")), { change: { after_sensitive: { policy: true } } }),
    ],
    ["a destroyed policy", destroyed(POLICY, inline(allow("*")))],
  ])("finds nothing for %s", (_, ...resources) => {
    expect(findIn(RULE, ...resources)).toEqual([]);
  });
});
