import {
  created,
  destroyed,
  findIn,
  type Planned,
  replaced,
  secretArn,
  serviceValues,
  updated,
  type Values,
} from "../../support/plans";
import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "made-public";
const SECRET_POLICY = "aws_secretsmanager_secret_policy.db";
const REPOSITORY_POLICY = "aws_ecr_repository_policy.web";
const OUTSIDE = { StringNotEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } };

function policy(...statements: readonly Values[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

function allow(principal: unknown, condition?: Values): Values {
  const [action, resource] = ["secretsmanager:GetSecretValue", "*"];
  return { Effect: "Allow", Principal: principal, Action: action, Resource: resource, Condition: condition };
}

function secretPolicy(...statements: readonly Values[]): Values {
  return { secret_arn: secretArn("db"), policy: policy(...statements) };
}

function network(isPublic: boolean): Values {
  return {
    network_configuration: [{ ingress_configuration: [{ is_publicly_accessible: isPublic }] }],
  };
}

describe("made-public", () => {
  test("finds a private service that becomes public", () => {
    expect(findingsOf("made-public", RULE)).toEqual([expect.objectContaining({ severity: "error" })]);
    expect(wordsOf(RULE, "made-public", 0)).toContain("is private and becomes reachable from the internet");
  });

  test.each(["first-deploy", "no-change"])("finds nothing in %s", (scenario) => {
    expect(findingsOf(scenario, RULE)).toEqual([]);
  });

  test.each<[string, string, ...Planned[]]>([
    [
      "the policy of a new secret",
      "The policy of aws_secretsmanager_secret.db lets everyone read the secret",
      created("aws_secretsmanager_secret.db", { name: "db", policy: policy(allow({ AWS: "*" })) }),
    ],
    [
      "the policy argument of a secret",
      "lets everyone read the secret",
      updated(
        "aws_secretsmanager_secret.db",
        { name: "db", arn: secretArn("db"), policy: "" },
        { policy: JSON.stringify({ Statement: allow("*") }) },
      ),
    ],
    [
      "a secret policy with one of several principals",
      "read the secret",
      created(SECRET_POLICY, secretPolicy(allow({ AWS: ["arn:aws:iam::123456789012:root", "*"] }))),
    ],
    [
      "a secret policy for everyone except an account",
      "read the secret",
      created(SECRET_POLICY, secretPolicy({ ...allow(undefined), NotPrincipal: { AWS: "123456789012" } })),
    ],
    [
      "a condition that any caller meets",
      "read the secret",
      created(SECRET_POLICY, secretPolicy(allow("*", { Bool: { "aws:SecureTransport": "true" } }))),
    ],
    [
      "a condition with a wildcard",
      "read the secret",
      created(SECRET_POLICY, secretPolicy(allow("*", { StringLike: { "aws:PrincipalArn": "*" } }))),
    ],
    [
      "a condition for any organization",
      "read the secret",
      created(SECRET_POLICY, secretPolicy(allow("*", { StringLike: { "aws:PrincipalOrgID": "o-*" } }))),
    ],
    [
      "a condition for any endpoint",
      "read the secret",
      created(SECRET_POLICY, secretPolicy(allow("*", { StringLike: { "aws:SourceVpce": ["vpce-*"] } }))),
    ],
    [
      "one more action for everyone",
      "lets everyone pull images",
      updated(
        REPOSITORY_POLICY,
        { repository: "web", policy: policy({ ...allow("*"), Action: "ecr:DescribeImages" }) },
        { policy: policy({ ...allow("*"), Action: ["ecr:DescribeImages", "ecr:BatchGetImage"] }) },
      ),
    ],
    [
      "a condition for the whole internet",
      "read the secret",
      created(
        SECRET_POLICY,
        secretPolicy(allow("*", { IpAddress: { "aws:SourceIp": ["10.0.0.0/8", "0.0.0.0/0"] } })),
      ),
    ],
    [
      "a condition that callers without an organization meet",
      "read the secret",
      created(
        SECRET_POLICY,
        secretPolicy(allow("*", { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-1" } })),
      ),
    ],
    [
      "a condition that any account can meet",
      "read the secret",
      created(SECRET_POLICY, secretPolicy(allow("*", { StringEquals: { "aws:PrincipalTag/team": "web" } }))),
    ],
    [
      "a condition that excludes one caller",
      "read the secret",
      updated(SECRET_POLICY, secretPolicy(allow({ AWS: "123456789012" })), {
        policy: policy(allow("*", OUTSIDE)),
      }),
    ],
    [
      "a Deny that is for another action",
      "read the secret",
      created(
        SECRET_POLICY,
        secretPolicy(allow("*"), {
          Effect: "Deny",
          Principal: "*",
          Action: "secretsmanager:DeleteSecret",
          Resource: "*",
          Condition: OUTSIDE,
        }),
      ),
    ],
    [
      "a repository policy",
      "lets everyone pull images",
      created(REPOSITORY_POLICY, {
        repository: "web",
        policy: policy({
          Effect: "Allow",
          Principal: "*",
          Action: ["ECR:BatchGet*", "ecr:GetDownloadUrlForLayer"],
        }),
      }),
    ],
    [
      "a repository policy without pulls",
      "lets everyone call 'ecr:ListImages'",
      created(REPOSITORY_POLICY, {
        repository: "web",
        policy: policy({ Effect: "Allow", Principal: "*", Action: "ecr:ListImages" }),
      }),
    ],
    [
      "a service that is replaced",
      "is private and becomes reachable",
      replaced("aws_apprunner_service.web", serviceValues({ values: network(false) }), network(true)),
    ],
  ])("finds %s", (_, words, ...resources) => {
    const findings = findIn(RULE, ...resources);
    expect(findings.map(({ message }) => message)).toEqual([expect.stringContaining(words)]);
  });

  test.each<[string, ...Planned[]]>([
    [
      "a policy for an account",
      created(SECRET_POLICY, secretPolicy(allow({ AWS: "arn:aws:iam::123456789012:root" }))),
    ],
    [
      "a policy for an AWS service",
      created(SECRET_POLICY, secretPolicy(allow({ Service: "build.apprunner.amazonaws.com" }))),
    ],
    [
      "a condition for the organization",
      created(
        SECRET_POLICY,
        secretPolicy(
          allow("*", {
            StringEquals: { "aws:PrincipalOrgID": "o-1" },
            Bool: { "aws:SecureTransport": "true" },
          }),
        ),
      ),
    ],
    [
      "a condition for one endpoint",
      created(
        SECRET_POLICY,
        secretPolicy(allow({ AWS: "*" }, { StringEquals: { "AWS:sourceVpce": "vpce-1" } })),
      ),
    ],
    [
      "a condition for roles of an account",
      created(
        SECRET_POLICY,
        secretPolicy(allow("*", { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::123456789012:role/*" } })),
      ),
    ],
    [
      "a condition for a network",
      created(SECRET_POLICY, secretPolicy(allow("*", { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }))),
    ],
    [
      "a condition for a part of the organization",
      created(
        SECRET_POLICY,
        secretPolicy(
          allow("*", { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-1/r-ab12/ou-ab12-1/*" } }),
        ),
      ),
    ],
    [
      "a policy that AWS rejects if it is public",
      created(SECRET_POLICY, { ...secretPolicy(allow("*")), block_public_policy: true }),
    ],
    [
      "fewer actions for everyone",
      updated(SECRET_POLICY, secretPolicy({ ...allow("*"), Action: "secretsmanager:Get*" }), {
        policy: policy(allow("*")),
      }),
    ],
    [
      "a Deny for everyone outside the organization",
      created(
        SECRET_POLICY,
        secretPolicy(allow("*"), { ...allow("*", OUTSIDE), Effect: "Deny", Action: "secretsmanager:*" }),
      ),
    ],
    ["a Deny for everyone", created(SECRET_POLICY, secretPolicy({ ...allow("*"), Effect: "Deny" }))],
    [
      "a policy that was public before",
      updated(SECRET_POLICY, secretPolicy(allow("*")), { policy: policy(allow({ AWS: "*" })) }),
    ],
    [
      "a public policy that gets a resource of its own",
      updated(
        "aws_secretsmanager_secret.db",
        { name: "db", arn: secretArn("db"), policy: policy(allow("*")) },
        { policy: "{}" },
      ),
      created(SECRET_POLICY, secretPolicy(allow("*"))),
    ],
    [
      "other changes of a secret",
      updated(
        "aws_secretsmanager_secret.db",
        { arn: secretArn("db"), policy: policy(allow("*")), tags: {} },
        { tags: { a: "b" } },
      ),
    ],
    [
      "an unknown policy",
      created(
        SECRET_POLICY,
        { secret_arn: secretArn("db") },
        { change: { after_unknown: { policy: true } } },
      ),
    ],
    [
      "a sensitive policy",
      created(SECRET_POLICY, secretPolicy(allow("*")), { change: { after_sensitive: { policy: true } } }),
    ],
    [
      "an invalid policy",
      created(SECRET_POLICY, { secret_arn: secretArn("db"), policy: '{"Statement": "*"' }),
    ],
    ["a destroyed policy", destroyed(SECRET_POLICY, secretPolicy(allow("*")))],
    ["a new public service", created("aws_apprunner_service.web", serviceValues())],
    ["a service that becomes private", updated("aws_apprunner_service.web", serviceValues(), network(false))],
  ])("finds nothing for %s", (_, ...resources) => {
    expect(findIn(RULE, ...resources)).toEqual([]);
  });
});
