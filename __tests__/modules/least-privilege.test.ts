import { readFileSync } from "node:fs";
import path from "node:path";
import type { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import * as modules from "../../modules";
import { Role } from "../../modules";
import { FoundationStack } from "../../stacks";
import { EVERYTHING, GRANTS, nameOf } from "../support/everything";
import { type Exception, excessOf, policiesIn, statementsOf } from "../support/policies";
import { read, type Synthesized, synth, testApp } from "../support/synth";

/** Necessary wildcards, each explained in docs/role.md. */
const EXCEPTIONS: readonly Exception[] = [
  // The token is for the whole registry: the action does not support resources.
  { action: "ecr:GetAuthorizationToken", resource: /^\*$/ },
  // ECR creates the repositories of a pull-through cache automatically: their names are not known in advance.
  { action: "ecr:CreateRepository", resource: /:repository\/quay\/\*$/ },
  { action: "ecr:TagResource", resource: /:repository\/quay\/\*$/ },
  // Route 53 names the log streams.
  { action: "logs:CreateLogStream", resource: /^\$\{aws_cloudwatch_log_group\.\w+\.arn\}:\*$/ },
  { action: "logs:PutLogEvents", resource: /^\$\{aws_cloudwatch_log_group\.\w+\.arn\}:\*$/ },
];

/** Attached policies that AWS manages, each explained in docs/role.md. */
const MANAGED = ["arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess"];

/** Permissions that the entries of `Role` add themselves, and not the library. */
const OWN = ["s3:GetObject", "arn:aws:iam::111122223333:policy/AWSXRayDaemonWriteAccess"];

/** Every construct and grant that may write a policy. */
const OPTIONS: Record<string, (stack: TerraformStack) => unknown> = {
  ...EVERYTHING,
  ...Object.fromEntries(
    Object.entries(GRANTS).map(([name, grant]) => [
      name,
      (stack: TerraformStack) => {
        grant(stack, new Role(stack, "Worker", { assumedBy: "a.amazonaws.com", namePrefix: "a" }));
      },
    ]),
  ),
};

/** Returns the names of the methods of public constructs that grant permissions to a role. */
function grantMethods(): string[] {
  return Object.entries(modules).flatMap(([name, exported]) => {
    if (typeof exported !== "function" || !(exported.prototype instanceof Construct)) return [];
    const methods = new Set<string>();
    for (let level: object = exported.prototype; level !== Construct.prototype; level = parent(level)) {
      Object.getOwnPropertyNames(level).forEach((method) => methods.add(method));
    }
    return [...methods].filter((method) => /^grant[A-Z]/.test(method)).map((method) => `${name}.${method}`);
  });
}

function parent(level: object): object {
  return Object.getPrototypeOf(level) as object;
}

function attached(result: Synthesized): unknown[] {
  return Object.values(result.resources("aws_iam_role_policy_attachment")).map((one) => one["policy_arn"]);
}

describe("least privilege:", () => {
  test.each(Object.entries(OPTIONS))("%s", (_, build) => {
    const result = synth(build);
    expect(policiesIn(result.json).flatMap((policy) => excessOf(policy, EXCEPTIONS))).toEqual([]);
    expect([...MANAGED, ...OWN]).toEqual(expect.arrayContaining(attached(result)));
  });

  test("FoundationStack with repositories and secrets", () => {
    const stack = new FoundationStack(testApp(), "test", {
      region: "eu-west-1",
      repositories: [{ repositoryName: "hello", pullAccountIds: ["111122223333"] }],
      secrets: [{ secretName: "hello" }],
    });
    const policies = policiesIn(read(stack).json);
    expect(policies).toHaveLength(3);
    expect(policies.flatMap((policy) => excessOf(policy, EXCEPTIONS))).toEqual([]);
  });

  test("every grant method has an entry", () => {
    expect(Object.keys(GRANTS).sort()).toEqual(grantMethods().sort());
  });

  test.each(Object.entries(GRANTS))("%s adds a policy to the role", (name, grant) => {
    const result = synth((stack) => {
      grant(stack, new Role(stack, "Worker", { assumedBy: "a.amazonaws.com", namePrefix: "a" }));
    });
    const places = policiesIn(result.json).map(({ place }) => place);
    expect(places).toContainEqual(expect.stringMatching(/^resource\.aws_iam_role_policy\.Worker_Policy_/));
    expect(name).toMatch(/^\w+\.grant\w+$/);
  });

  test("docs/role.md explains every allowed action and every managed policy", () => {
    const page = readFileSync(path.join(__dirname, "../../docs/role.md"), "utf8");
    const section = page.split("\n## Least privilege\n")[1]?.split("\n## ")[0] ?? "";
    const explained = [...section.matchAll(/`([a-z0-9-]+:[A-Z*]\w*\*?)`/g)].map(([, action]) => action);
    const all = Object.values(OPTIONS).map((build) => synth(build));
    const allowed = all
      .flatMap((result) => policiesIn(result.json).flatMap(statementsOf))
      .flatMap(({ actions }) => actions);
    expect([...new Set(explained)].sort()).toEqual(
      [...new Set(allowed)].filter((action) => !OWN.includes(action)).sort(),
    );
    for (const arn of MANAGED) {
      expect(section).toContain(arn.slice(arn.lastIndexOf("/") + 1));
      expect(all.flatMap(attached)).toContain(arn);
    }
  });
});

describe("everything", () => {
  const constructs = Object.entries(modules)
    .filter(([, exported]) => typeof exported === "function" && exported.prototype instanceof Construct)
    .map(([name]) => name);

  test("has an entry for each public construct", () => {
    const named = new Set(Object.keys(EVERYTHING).map(nameOf));
    expect([...named].sort()).toEqual([...constructs].sort());
  });
});
