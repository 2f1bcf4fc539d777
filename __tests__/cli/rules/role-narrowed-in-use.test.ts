import {
  ACCOUNT,
  created,
  destroyed,
  findAcross,
  findIn,
  forgotten,
  type Planned,
  replaced,
  replacedFirst,
  roleArn,
  serviceValues,
  secretArn,
  unchanged,
  updated,
  type Values,
} from "../../support/plans";
import { findingsOf, wordsOf } from "../../support/review-fixture";

const RULE = "role-narrowed-in-use";
const SERVICE = "aws_apprunner_service.web";
const BUCKET = "arn:aws:s3:::uploads/*";
const QUEUE = "arn:aws:sqs:eu-west-1:123456789012:jobs";
const POLICY_ARN = `arn:aws:iam::${ACCOUNT}:policy/app`;

const web = unchanged(SERVICE, serviceValues({ role: "web" }));
const read = { Effect: "Allow", Action: "s3:GetObject", Resource: BUCKET };
const send = { Effect: "Allow", Action: "sqs:SendMessage", Resource: QUEUE };
const all = { Effect: "Allow", Action: "*", Resource: "*" };

function policy(...statements: readonly Values[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

function inline(name: string, ...statements: readonly Values[]): Values {
  return { id: `web:${name}`, name, role: "web", policy: policy(...statements) };
}

function role(values: Values = {}): Values {
  const empty = { inline_policy: [], managed_policy_arns: [], permissions_boundary: "", path: "/" };
  return { name: "web", id: "web", arn: roleArn("web"), ...empty, ...values };
}

function attachment(arn = POLICY_ARN): Values {
  return { id: `web-${arn}`, role: "web", policy_arn: arn };
}

function managed(name: string): string {
  return `arn:aws:iam::aws:policy/${name}`;
}

/** A policy of the role whose statements change. */
function rewritten(before: readonly Values[], after: readonly Values[]): Planned {
  return updated("aws_iam_role_policy.app", inline("app", ...before), { policy: policy(...after) });
}

const TASKS = "tasks.apprunner.amazonaws.com";
const BUILD = "build.apprunner.amazonaws.com";
const parameter = { Effect: "Allow", Action: "ssm:GetParameter*", Resource: "arn:aws:ssm:*:*:parameter/web" };

/** A role whose trust policy changes. */
function trusting(before: Values, after: Values): Planned {
  const trust = (statement: Values): Values => ({
    assume_role_policy: policy({ Effect: "Allow", Action: "sts:AssumeRole", ...statement }),
  });
  return updated("aws_iam_role.web", role(trust(before)), trust(after));
}

const customer = { name: "app", arn: POLICY_ARN, policy: policy(read, send) };

describe("role-narrowed-in-use", () => {
  test("finds a removed statement", () => {
    expect(findingsOf("role-narrowed", RULE)).toEqual([expect.objectContaining({ severity: "warning" })]);
    expect(wordsOf(RULE, "role-narrowed", 0)).toMatch(/loses '[\w:*]+' on '[^']+'/);
    expect(wordsOf(RULE, "role-narrowed", 0)).toContain(
      "First deploy a version that does not need these permissions. Remove them in a later change.",
    );
    expect(wordsOf(RULE, "role-narrowed", 0)).toContain("including for running instances");
  });

  test("finds a removed policy", () => {
    expect(findingsOf("role-policy-removed", RULE)).toEqual([
      expect.objectContaining({ severity: "warning" }),
    ]);
    expect(wordsOf(RULE, "role-policy-removed", 0)).toContain("loses '");
  });

  test("finds a new permissions boundary", () => {
    expect(findingsOf("permissions-boundary-added", RULE)).toEqual([
      expect.objectContaining({ severity: "warning" }),
    ]);
    expect(wordsOf(RULE, "permissions-boundary-added", 0)).toMatch(
      /loses everything outside the permissions boundary 'arn:aws:iam::[^']+'\. .* does not need these permissions\. Set the permissions boundary in a later change\.$/,
    );
  });

  test.each(["secret-removed", "last-secret-removed", "repository-destroyed", "iam-wildcard"])(
    "finds nothing in %s",
    (scenario) => {
      expect(findingsOf(scenario, RULE)).toEqual([]);
    },
  );

  test.each<[string, string, string, ...Planned[]]>([
    [
      "a condition is added",
      "aws_iam_role_policy.app",
      `loses 's3:GetObject' on '${BUCKET}' unless a new condition is met.`,
      rewritten([read], [{ ...read, Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } }]),
    ],
    [
      "a condition allows fewer values",
      "aws_iam_role_policy.app",
      "'s3:GetObject'",
      rewritten(
        [{ ...read, Condition: { StringEquals: { "aws:SourceVpce": ["vpce-1", "vpce-2"] } } }],
        [{ ...read, Condition: { StringEquals: { "aws:SourceVpce": "vpce-1" } } }],
      ),
    ],
    [
      "a Deny is added to another policy of the role",
      "aws_iam_role_policy.deny",
      `loses 's3:GetObject' on '${BUCKET}' (denied).`,
      unchanged("aws_iam_role_policy.app", inline("app", read)),
      created(
        "aws_iam_role_policy.deny",
        inline("deny", { Effect: "Deny", Action: "s3:Get*", Resource: "*" }),
      ),
    ],
    [
      "a Deny is added, and what the role may do is not in the plan",
      "aws_iam_role_policy.deny",
      `loses 's3:*' on '*' (denied).`,
      created("aws_iam_role_policy.deny", inline("deny", { Effect: "Deny", Action: "s3:*", Resource: "*" })),
    ],
    [
      "a Deny is added to an AWS-managed policy with unknown contents",
      "aws_iam_role_policy.deny",
      `loses 's3:*' on '*' (denied).`,
      unchanged("aws_iam_role_policy_attachment.aws", attachment(managed("AWSDirectConnectFullAccess"))),
      created("aws_iam_role_policy.deny", inline("deny", { Effect: "Deny", Action: "s3:*", Resource: "*" })),
    ],
    [
      "a Deny of everything else is added",
      "aws_iam_role_policy.app",
      `loses 's3:GetObject' on '${BUCKET}' (denied).`,
      rewritten([read], [read, { Effect: "Deny", NotAction: ["sqs:*"], Resource: "*" }]),
    ],
    [
      "a Deny with a condition is added",
      "aws_iam_role_policy.app",
      `loses 's3:*' except 's3:Get*' on '${BUCKET}' (denied if a condition is met).`,
      rewritten(
        [{ ...read, Action: "s3:*" }],
        [
          { ...read, Action: "s3:*" },
          {
            Effect: "Deny",
            NotAction: ["s3:Get*", "iam:*"],
            Resource: "*",
            Condition: { StringNotEquals: { "aws:RequestedRegion": "eu-west-1" } },
          },
        ],
      ),
    ],
    [
      "a wildcard becomes a list of actions",
      "aws_iam_role_policy.app",
      `loses 's3:*' on '${BUCKET}'.`,
      rewritten([{ ...read, Action: "s3:*" }], [{ ...read, Action: ["s3:GetObject", "s3:PutObject"] }]),
    ],
    [
      "a wildcard becomes a list of some of its actions",
      "aws_iam_role_policy.app",
      "loses 'ssm:GetParameter*'",
      rewritten([parameter], [{ ...parameter, Action: ["ssm:GetParameter", "ssm:GetParameters"] }]),
    ],
    [
      "all buckets become one",
      "aws_iam_role_policy.app",
      "loses 's3:GetObject' on 'arn:aws:s3:::*'.",
      rewritten([{ ...read, Resource: "arn:aws:s3:::*" }], [read]),
    ],
    [
      "a condition accepts no wildcard any more",
      "aws_iam_role_policy.app",
      "unless a new condition is met",
      rewritten(
        [{ ...read, Condition: { StringLike: { "s3:prefix": "a/*" } } }],
        [{ ...read, Condition: { StringEquals: { "s3:prefix": "a/" } } }],
      ),
    ],
    [
      "the trust policy is for another service of AWS",
      "aws_iam_role.web",
      `no longer lets '${TASKS}' assume it: deployments fail, and running instances soon have no permissions.`,
      trusting({ Principal: { Service: TASKS } }, { Principal: { Service: "ecs-tasks.amazonaws.com" } }),
    ],
    [
      "the trust policy has a new condition",
      "aws_iam_role.web",
      `lets '${TASKS}' assume it only if a new condition is met.`,
      trusting(
        { Principal: { Service: TASKS } },
        { Principal: { Service: TASKS }, Condition: { StringEquals: { "sts:ExternalId": "web" } } },
      ),
    ],
    [
      "the trust policy denies it",
      "aws_iam_role.web",
      "no longer lets",
      trusting({ Principal: { Service: TASKS } }, { Effect: "Deny", Principal: { Service: TASKS } }),
    ],
    [
      "NotAction has a new exception",
      "aws_iam_role_policy.app",
      "loses everything except 'iam:*' on '*'.",
      rewritten(
        [{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }],
        [{ Effect: "Allow", NotAction: ["iam:*", "sqs:*"], Resource: "*" }],
      ),
    ],
    [
      "an inline_policy of the role is removed",
      "aws_iam_role.web",
      `loses 's3:GetObject' on '${BUCKET}'.`,
      updated("aws_iam_role.web", role({ inline_policy: [{ name: "app", policy: policy(read) }] }), {
        inline_policy: [],
      }),
    ],
    [
      "a policy of the role is destroyed, of which the role has a copy",
      'aws_iam_role_policy.app["a"]',
      "'sqs:SendMessage'",
      unchanged("aws_iam_role.web", role({ inline_policy: [{ name: "app", policy: policy(send) }] })),
      destroyed('aws_iam_role_policy.app["a"]', inline("app", send)),
    ],
    [
      "a customer-managed policy allows less",
      "module.iam.aws_iam_policy.app",
      `loses 'sqs:SendMessage' on '${QUEUE}'.`,
      unchanged("aws_iam_role.web", role({ managed_policy_arns: [POLICY_ARN] })),
      unchanged("aws_iam_role_policy_attachment.app[0]", attachment()),
      updated("module.iam.aws_iam_policy.app", customer, { policy: policy(read) }),
    ],
    [
      "a customer-managed policy is detached",
      "aws_iam_role_policy_attachment.app",
      `loses 's3:GetObject' on '${BUCKET}' and 'sqs:SendMessage' on '${QUEUE}'.`,
      unchanged("aws_iam_policy.app", customer),
      destroyed("aws_iam_role_policy_attachment.app", attachment()),
    ],
    [
      "a policy that is not in the plan is detached",
      "aws_iam_role_policy_attachment.app",
      `loses the policy '${POLICY_ARN}'.`,
      destroyed("aws_iam_role_policy_attachment.app", attachment()),
    ],
    [
      "AdministratorAccess is replaced with a smaller policy of AWS",
      "aws_iam_role_policy_attachment.admin",
      "loses '*' on '*'.",
      destroyed("aws_iam_role_policy_attachment.admin", attachment(managed("AdministratorAccess"))),
      created("aws_iam_role_policy_attachment.dx", attachment(managed("AWSDirectConnectFullAccess"))),
    ],
    [
      "a policy of AWS is replaced with one that only reads",
      "aws_iam_role_policy_attachment.s3",
      "loses 's3:*' on '*'",
      destroyed("aws_iam_role_policy_attachment.s3", attachment(managed("AmazonS3FullAccess"))),
      created("aws_iam_role_policy_attachment.read", attachment(managed("AmazonS3ReadOnlyAccess"))),
    ],
    [
      "a policy is no longer attached to all roles",
      "aws_iam_policy_attachment.app",
      "'sqs:SendMessage'",
      unchanged("aws_iam_policy.app", customer),
      updated(
        "aws_iam_policy_attachment.app",
        { name: "app", roles: ["other", "web"], policy_arn: POLICY_ARN },
        { roles: ["other"] },
      ),
    ],
    [
      "managed_policy_arns of the role has one less",
      "aws_iam_role.web",
      "loses 's3:*' on '*'",
      updated("aws_iam_role.web", role({ managed_policy_arns: [managed("AmazonS3FullAccess")] }), {
        managed_policy_arns: [],
      }),
    ],
    [
      "a list of the only attached policies is created",
      "aws_iam_role_policy_attachments_exclusive.web",
      "'s3:GetObject'",
      unchanged("aws_iam_policy.app", customer),
      unchanged("aws_iam_role.web", role({ managed_policy_arns: [POLICY_ARN] })),
      created("aws_iam_role_policy_attachments_exclusive.web", { role_name: "web", policy_arns: [] }),
    ],
    [
      "a list of the only inline policies does not have one",
      "aws_iam_role_policies_exclusive.web",
      "'sqs:SendMessage'",
      unchanged("aws_iam_role.web", role({ inline_policy: [{ name: "by-hand", policy: policy(send) }] })),
      created("aws_iam_role_policies_exclusive.web", { role_name: "web", policy_names: ["app"] }),
    ],
    [
      "the permissions boundary allows less than before",
      "aws_iam_policy.app",
      `loses 's3:GetObject' on '${BUCKET}'.`,
      unchanged("aws_iam_role.web", role({ permissions_boundary: POLICY_ARN })),
      unchanged("aws_iam_role_policy.app", inline("app", read)),
      updated("aws_iam_policy.app", customer, { policy: policy(send) }),
    ],
    [
      "a new permissions boundary denies something",
      "aws_iam_role.web",
      `loses 's3:GetObject' on '${BUCKET}' (denied).`,
      updated("aws_iam_role.web", role(), { permissions_boundary: POLICY_ARN }),
      unchanged("aws_iam_role_policy.app", inline("app", read)),
      unchanged("aws_iam_policy.app", {
        ...customer,
        policy: policy(all, { Effect: "Deny", Action: "s3:*", Resource: "*" }),
      }),
    ],
    [
      "an unknown permissions boundary is added",
      "aws_iam_role.web",
      "loses everything outside its new permissions boundary.",
      unchanged("aws_iam_role_policy.app", inline("app", read)),
      updated(
        "aws_iam_role.web",
        role(),
        { permissions_boundary: undefined },
        { change: { after_unknown: { permissions_boundary: true } } },
      ),
    ],
    [
      "the role is destroyed with its policies",
      "aws_iam_role.web",
      "The role 'web' of 'web' is destroyed. Running instances lose all its permissions immediately.",
      destroyed("aws_iam_role.web", role()),
      destroyed("aws_iam_role_policy.app", inline("app", read)),
    ],
    [
      "another policy with the same contents is for another role",
      "aws_iam_role_policy.app",
      "'s3:GetObject'",
      rewritten([read, send], [send]),
      created("aws_iam_role_policy.other", { ...inline("app", read), role: "other" }),
    ],
    [
      "the new policy of the stack does not allow what is detached",
      "aws_iam_role_policy_attachment.app",
      `loses 'sqs:SendMessage' on '${QUEUE}'.`,
      unchanged("aws_iam_policy.app", customer),
      destroyed("aws_iam_role_policy_attachment.app", attachment()),
      created(
        "aws_iam_policy.new",
        { name: "new", policy: policy(read) },
        { change: { after_unknown: { arn: true } } },
      ),
      created(
        "aws_iam_role_policy_attachment.new",
        { role: "web" },
        { change: { after_unknown: { policy_arn: true } } },
      ),
    ],
  ])("finds a loss if %s", (_, address, words, ...resources) => {
    const findings = findIn(RULE, web, ...resources);
    expect(findings.map((finding) => finding.address)).toEqual([address]);
    expect(findings[0]?.message).toContain(words);
  });

  test("finds a role that is destroyed before it is created again", () => {
    const arn = { change: { after_unknown: { arn: true }, replace_paths: [["path"]] } };
    const unknown = { change: { after_unknown: { instance_configuration: [{ instance_role_arn: true }] } } };
    const findings = findIn(
      RULE,
      updated(SERVICE, serviceValues({ role: "web" }), {}, unknown),
      replaced("aws_iam_role.web", role(), { path: "/app/", arn: undefined }, arn),
      replaced("aws_iam_role_policy.app", inline("app", read), {}),
    );
    expect(findings.map(({ message }) => message)).toEqual([
      "The role 'web' of 'web' is destroyed and created again, because 'path' cannot be changed. Running instances lose all its permissions immediately.",
    ]);
  });

  test("finds an access role that can no longer pull the image", () => {
    const pull = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:DescribeImages"];
    const findings = findIn(
      RULE,
      unchanged(SERVICE, serviceValues({ accessRole: "web" })),
      destroyed(
        "aws_iam_role_policy_attachment.ecr",
        attachment(managed("service-role/AWSAppRunnerServicePolicyForECRAccess")),
      ),
      created(
        "aws_iam_role_policy.pull",
        inline("pull", { Effect: "Allow", Action: [...pull, "ecr:GetAuthorizationToken"], Resource: "*" }),
      ),
    );
    expect(findings[0]?.message).toContain("loses 'ecr:GetDownloadUrlForLayer' on '*'.");
  });

  test.each([{ accessRole: "web" }, { role: "web", accessRole: "web" }])(
    "finds an access role that App Runner can no longer assume: %j",
    (roles) => {
      const findings = findIn(
        RULE,
        unchanged(SERVICE, serviceValues(roles)),
        trusting({ Principal: { Service: [BUILD, TASKS] } }, { Principal: { Service: TASKS } }),
      );
      expect(findings.map(({ message }) => message)).toEqual([
        `The trust policy of the role 'web' of 'web' no longer lets '${BUILD}' assume it: deployments fail, because App Runner cannot pull the image.`,
      ]);
    },
  );

  test("finds what a role in another stack loses", () => {
    const foundation = [unchanged("aws_iam_role.web", role()), rewritten([read, send], [send])];
    expect(findAcross(RULE, { foundation, service: [web] })).toEqual([
      expect.objectContaining({ stack: "foundation", address: "aws_iam_role_policy.app" }),
    ]);
  });

  test("does not confuse a role with one of the same name in an account whose stack is reviewed too", () => {
    const other = role({ arn: "arn:aws:iam::999999999999:role/web" });
    const prod = [
      destroyed("aws_iam_role.web", other),
      destroyed("aws_iam_role_policy.app", inline("app", read)),
    ];
    expect(findAcross(RULE, { dev: [web], prod })).toEqual([]);
  });

  test("does not confuse roles with the same name in two accounts", () => {
    const other = role({ arn: "arn:aws:iam::999999999999:role/web" });
    const dev = [
      web,
      unchanged("aws_iam_role.web", role()),
      unchanged("aws_iam_role_policy.app", inline("app", read)),
    ];
    const prod = [unchanged("aws_iam_role.web", other), rewritten([read, send], [read])];
    expect(findAcross(RULE, { dev, prod })).toEqual([]);
  });

  test.each<[string, ...Planned[]]>([
    ["an action becomes a wildcard", rewritten([read], [{ ...read, Action: "s3:Get*" }])],
    ["a resource becomes a wildcard", rewritten([read], [{ ...read, Resource: "arn:aws:s3:::up*" }])],
    [
      "the case and the form change",
      rewritten([read], [{ ...read, Action: ["S3:getobject"], Resource: [BUCKET], Sid: "Read" }]),
    ],
    [
      "a wildcard becomes the list of all its actions",
      rewritten(
        [parameter],
        [
          { ...parameter, Action: ["ssm:GetParameter", "ssm:GetParameterHistory"] },
          { ...parameter, Action: "ssm:GetParameters*", Resource: "*" },
        ],
      ),
    ],
    [
      "all resources become all of the service",
      rewritten([{ ...read, Resource: "*" }], [{ ...read, Resource: "arn:aws:s3:::*" }]),
    ],
    [
      "a condition accepts more",
      rewritten(
        [{ ...read, Condition: { StringEquals: { "s3:prefix": "a/" } } }],
        [{ ...read, Condition: { StringLike: { "s3:prefix": "a/*" } } }],
      ),
    ],
    [
      "the operator of a condition gets another name",
      rewritten(
        [{ ...read, Condition: { ArnEquals: { "aws:SourceArn": "arn:aws:sns:*:*:web" } } }],
        [{ ...read, Condition: { ArnLike: { "aws:SourceArn": "arn:aws:sns:*:*:web" } } }],
      ),
    ],
    [
      "only TLS is allowed",
      rewritten([read], [{ ...read, Condition: { Bool: { "aws:SecureTransport": "true" } } }]),
    ],
    [
      "the trust policy is for one more service of AWS",
      trusting({ Principal: { Service: TASKS } }, { Principal: { Service: ["ec2.amazonaws.com", TASKS] } }),
    ],
    [
      "the role no longer lets App Runner pull images, which it does not do for the service",
      trusting({ Principal: { Service: [BUILD, TASKS] } }, { Principal: { Service: TASKS } }),
    ],
    [
      "the trust policy is unknown",
      updated(
        "aws_iam_role.web",
        role({ assume_role_policy: policy({ ...all, Principal: { Service: TASKS } }) }),
        { assume_role_policy: undefined },
        { change: { after_unknown: { assume_role_policy: true } } },
      ),
    ],
    ["the order changes", rewritten([read, send], [send, read])],
    [
      "two statements become one",
      rewritten([read, { ...read, Action: "s3:PutObject" }], [{ ...read, Action: ["s3:*Object"] }]),
    ],
    [
      "a list of statements becomes a single statement",
      updated("aws_iam_role_policy.app", inline("app", read), {
        policy: JSON.stringify({ Statement: read }),
      }),
    ],
    [
      "NotAction has one exception less",
      rewritten(
        [{ ...all, Action: undefined, NotAction: ["iam:*", "sqs:*"] }],
        [{ ...all, Action: undefined, NotAction: "iam:*" }],
      ),
    ],
    [
      "everything except something else is allowed",
      rewritten([read], [{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }]),
    ],
    [
      "a condition is removed",
      rewritten([{ ...read, Condition: { Bool: { "aws:SecureTransport": "true" } } }], [read]),
    ],
    [
      "a condition allows more values",
      rewritten(
        [{ ...read, Condition: { StringEquals: { "aws:SourceVpce": "vpce-1" } } }],
        [{ ...read, Condition: { StringEquals: { "aws:sourcevpce": ["vpce-2", "vpce-1"] } } }],
      ),
    ],
    ["a Deny is removed", rewritten([read, { Effect: "Deny", Action: "sqs:*", Resource: "*" }], [read])],
    [
      "a Deny is for what the role may not do anyway",
      rewritten([read], [read, { Effect: "Deny", Action: "iam:*", Resource: "*" }]),
    ],
    [
      "a Deny is only for requests without TLS",
      rewritten(
        [read],
        [
          read,
          {
            Effect: "Deny",
            Action: "*",
            Resource: "*",
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ],
      ),
    ],
    [
      "a Deny moves to another policy",
      rewritten(
        [read, { Effect: "Deny", Action: "s3:GetObject", Resource: "arn:aws:s3:::uploads/x" }],
        [read],
      ),
      created(
        "aws_iam_role_policy.deny",
        inline("deny", { Effect: "Deny", Action: "s3:Get*", Resource: "arn:aws:s3:::uploads/x" }),
      ),
    ],
    [
      "a statement moves to another policy",
      rewritten([read, send], [read]),
      created("aws_iam_role_policy.more", inline("more", send)),
    ],
    [
      "a policy of the role gets an address of its own",
      updated("aws_iam_role.web", role({ inline_policy: [{ name: "app", policy: policy(read) }] }), {
        inline_policy: [],
      }),
      created("aws_iam_role_policy.app", inline("app", read)),
    ],
    [
      "a policy allows more, of which the role has an old copy",
      unchanged("aws_iam_role.web", role({ inline_policy: [{ name: "app", policy: policy(read) }] })),
      rewritten([read], [{ ...read, Action: "s3:*" }]),
    ],
    ["a policy is renamed", replaced("aws_iam_role_policy.app", inline("app", read), { name: "reads" })],
    [
      "a policy is attached under another address",
      destroyed("aws_iam_role_policy_attachment.app", attachment()),
      created('aws_iam_role_policy_attachment.all["app"]', attachment()),
    ],
    [
      "a statement moves to a new customer-managed policy",
      rewritten([read, send], [read]),
      created(
        "aws_iam_policy.new",
        { name: "new", policy: policy(send) },
        { change: { after_unknown: { arn: true } } },
      ),
      created(
        "aws_iam_role_policy_attachment.new",
        { role: "web" },
        { change: { after_unknown: { policy_arn: true } } },
      ),
    ],
    [
      "a policy with unknown contents is attached instead",
      rewritten([read, send], [read]),
      created("aws_iam_role_policy_attachment.jobs", attachment(`arn:aws:iam::${ACCOUNT}:policy/jobs`)),
    ],
    [
      "a list of the only attached policies has all of them",
      unchanged("aws_iam_role_policy_attachment.app", attachment()),
      created("aws_iam_role_policy_attachments_exclusive.web", {
        role_name: "web",
        policy_arns: [POLICY_ARN],
      }),
    ],
    [
      "a list of the only policies is destroyed",
      destroyed("aws_iam_role_policy_attachments_exclusive.web", {
        role_name: "web",
        policy_arns: [POLICY_ARN],
      }),
    ],
    [
      "an AWS-managed policy is replaced with one that allows more",
      destroyed("aws_iam_role_policy_attachment.read", attachment(managed("AmazonSQSReadOnlyAccess"))),
      created("aws_iam_role_policy_attachment.all", attachment(managed("AmazonSQSFullAccess"))),
    ],
    [
      "a policy is replaced with AdministratorAccess",
      destroyed("aws_iam_role_policy_attachment.app", attachment()),
      created("aws_iam_role_policy_attachment.all", attachment(managed("AdministratorAccess"))),
    ],
    [
      "the new contents are unknown",
      updated(
        "aws_iam_role_policy.app",
        inline("app", read),
        { policy: undefined },
        { change: { after_unknown: { policy: true } } },
      ),
    ],
    [
      "the new contents are sensitive",
      updated(
        "aws_iam_role_policy.app",
        inline("app", read),
        { policy: policy(send) },
        { change: { after_sensitive: { policy: true } } },
      ),
    ],
    [
      "all inline policies of the role are unknown",
      updated(
        "aws_iam_role.web",
        role({ inline_policy: [{ name: "app", policy: policy(read) }] }),
        { inline_policy: undefined },
        { change: { after_unknown: { inline_policy: true } } },
      ),
    ],
    [
      "the permissions boundary is removed",
      updated("aws_iam_role.web", role({ permissions_boundary: POLICY_ARN }), { permissions_boundary: "" }),
    ],
    [
      "the permissions boundary is replaced with an unknown one",
      unchanged("aws_iam_role_policy.app", inline("app", read)),
      updated(
        "aws_iam_role.web",
        role({ permissions_boundary: POLICY_ARN }),
        { permissions_boundary: undefined },
        { change: { after_unknown: { permissions_boundary: true } } },
      ),
    ],
    [
      "the permissions boundary allows all that the role may do",
      updated("aws_iam_role.web", role(), { permissions_boundary: POLICY_ARN }),
      unchanged("aws_iam_role_policy.app", inline("app", read)),
      unchanged("aws_iam_policy.app", { ...customer, policy: policy({ ...all, Action: ["s3:*", "sqs:*"] }) }),
    ],
    [
      "only the tags of the role change",
      updated("aws_iam_role.web", role({ tags: {}, managed_policy_arns: [POLICY_ARN] }), {
        tags: { team: "web" },
      }),
    ],
    ["the policy is removed from the state only", forgotten("aws_iam_role_policy.app", inline("app", read))],
    [
      "the policies are for another role",
      destroyed("aws_iam_role_policy.other", { ...inline("app", read), role: "other" }),
    ],
  ])("finds nothing if %s", (_, ...resources) => {
    expect(findIn(RULE, web, ...resources)).toEqual([]);
  });

  test.each<[string, Planned]>([
    ["is destroyed", destroyed(SERVICE, serviceValues({ role: "web" }))],
    ["gets another role", updated(SERVICE, serviceValues({ role: "web" }), serviceValues({ role: "other" }))],
    [
      "gets a new role",
      updated(
        SERVICE,
        serviceValues({ role: "web" }),
        {},
        { change: { after_unknown: { instance_configuration: [{ instance_role_arn: true }] } } },
      ),
    ],
    ["is created", created(SERVICE, serviceValues({ role: "web" }))],
  ])("finds nothing if the role is destroyed and the service %s", (_, service) => {
    expect(
      findIn(
        RULE,
        service,
        destroyed("aws_iam_role.web", role()),
        destroyed("aws_iam_role_policy.app", inline("app", read)),
      ),
    ).toEqual([]);
  });

  test("finds nothing if the service moves to the new role before the old one is destroyed", () => {
    const unknown = { change: { after_unknown: { instance_configuration: [{ instance_role_arn: true }] } } };
    const service = updated(SERVICE, serviceValues({ role: "web" }), {}, unknown);
    const moved = replacedFirst(
      "aws_iam_role.web",
      role(),
      { name: "web-2", arn: undefined },
      { change: { after_unknown: { arn: true } } },
    );
    expect(findIn(RULE, service, moved)).toEqual([]);
  });

  test("finds nothing if the service is destroyed before its role, and both are created again", () => {
    const unknown = { change: { after_unknown: { instance_configuration: [{ instance_role_arn: true }] } } };
    const service = replaced(SERVICE, serviceValues({ role: "web" }), { service_name: "api" }, unknown);
    const again = replaced(
      "aws_iam_role.web",
      role(),
      { path: "/api/", arn: undefined },
      { change: { after_unknown: { arn: true } } },
    );
    expect(findIn(RULE, service, again)).toEqual([]);
  });

  test.each([
    ["db", "parameter/db"],
    ["/app/db", "parameter/app/db"],
    [secretArn("db"), "secret:db-??????"],
  ])("finds nothing for %s, which the service no longer reads", (from, resource) => {
    const [before, after] = [{ DB: from, KEY: secretArn("key") }, { KEY: secretArn("key") }];
    const service = updated(
      SERVICE,
      serviceValues({ role: "web", secrets: before }),
      serviceValues({ role: "web", secrets: after }),
    );
    const kind = resource.startsWith("secret") ? "secretsmanager" : "ssm";
    const statement = { ...read, Resource: `arn:aws:${kind}:eu-west-1:${ACCOUNT}:${resource}` };
    expect(findIn(RULE, service, rewritten([statement], []))).toEqual([]);
    expect(findIn(RULE, web, rewritten([statement], []))).toHaveLength(1);
  });

  test("finds nothing if the access role can still pull the image of the service", () => {
    const pull = [
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:DescribeImages",
      "ecr:GetDownloadUrlForLayer",
    ];
    const repository = `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/web`;
    expect(
      findIn(
        RULE,
        unchanged(SERVICE, serviceValues({ accessRole: "web" })),
        destroyed(
          "aws_iam_role_policy_attachment.ecr",
          attachment(managed("service-role/AWSAppRunnerServicePolicyForECRAccess")),
        ),
        created(
          "aws_iam_role_policy.pull",
          inline(
            "pull",
            { Effect: "Allow", Action: pull, Resource: repository },
            { Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
          ),
        ),
      ),
    ).toEqual([]);
  });
});
