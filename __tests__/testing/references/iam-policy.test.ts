import {
  isAllowed,
  UnsupportedPolicyError,
  type PolicyDocument,
  type Statement,
} from "../../../testing/references/iam-policy";

const secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:hello/database-AbCdEf";

function policy(...statements: Partial<Statement>[]): PolicyDocument[] {
  return [{ Statement: statements.map((statement) => ({ Effect: "Allow", Resource: "*", ...statement })) }];
}

const read = { action: "secretsmanager:GetSecretValue", resource: secret };

describe("an access request", () => {
  test.each<[string, Partial<Statement>, boolean]>([
    ["the action", { Action: "secretsmanager:GetSecretValue" }, true],
    ["the action in a different case", { Action: "SecretsManager:getsecretvalue" }, true],
    ["an action pattern", { Action: "secretsmanager:Get*" }, true],
    ["one of several actions", { Action: ["a:B", "secretsmanager:*"] }, true],
    ["another action", { Action: "secretsmanager:DescribeSecret" }, false],
    ["all but a different action", { NotAction: "s3:*" }, true],
    ["all but this action", { NotAction: "secretsmanager:*" }, false],
    ["the resource", { Action: "*", Resource: secret }, true],
    [
      "a resource pattern",
      { Action: "*", Resource: "arn:aws:secretsmanager:*:*:secret:hello/*-??????" },
      true,
    ],
    ["a resource without its suffix", { Action: "*", Resource: secret.slice(0, -7) }, false],
    ["the resource in a different case", { Action: "*", Resource: secret.toUpperCase() }, false],
    ["all but this resource", { Action: "*", Resource: undefined, NotResource: secret }, false],
    ["no resource", { Action: "*", Resource: undefined }, false],
  ])("meets a statement for %s", (_, statement, expected) => {
    expect(isAllowed(policy(statement), read)).toBe(expected);
  });

  test("is not allowed without policies", () => {
    expect(isAllowed([], read)).toBe(false);
  });

  test("is not allowed if a statement denies it", () => {
    expect(isAllowed(policy({ Action: "*" }, { Effect: "Deny", Action: "secretsmanager:*" }), read)).toBe(
      false,
    );
  });

  test("accepts a single statement instead of a list", () => {
    const Statement = { Effect: "Allow", Action: "*", Resource: "*" } as const;
    expect(isAllowed([{ Statement }], read)).toBe(true);
  });
});

describe("a trust policy", () => {
  const trust = (Principal: Statement["Principal"]) =>
    policy({ Action: "sts:AssumeRole", Resource: undefined, Principal });
  const request = { action: "sts:AssumeRole", principal: { Service: "tasks.apprunner.amazonaws.com" } };

  test.each<[string, Statement["Principal"], boolean]>([
    ["the service", { Service: "tasks.apprunner.amazonaws.com" }, true],
    ["one of several services", { Service: ["ecs.amazonaws.com", "tasks.apprunner.amazonaws.com"] }, true],
    ["everyone", "*", true],
    ["another service", { Service: "build.apprunner.amazonaws.com" }, false],
    ["an account", { AWS: "arn:aws:iam::123456789012:root" }, false],
    ["no principal", undefined, false],
  ])("that names %s", (_, principal, expected) => {
    expect(isAllowed(trust(principal), request)).toBe(expected);
  });
});

describe("a condition", () => {
  const context = {
    "aws:SourceAccount": "123456789012",
    "aws:SourceArn": "arn:aws:apprunner:us-east-1:1:service/a/b",
  };

  test.each<[string, Statement["Condition"], boolean]>([
    ["an equal value", { StringEquals: { "aws:SourceAccount": "123456789012" } }, true],
    ["a key in a different case", { StringEquals: { "AWS:sourceaccount": "123456789012" } }, true],
    ["one of several values", { StringEquals: { "aws:SourceAccount": ["1", "123456789012"] } }, true],
    ["a different value", { StringEquals: { "aws:SourceAccount": "1" } }, false],
    ["a value to differ from", { StringNotEquals: { "aws:SourceAccount": "1" } }, true],
    ["values to differ from", { StringNotEquals: { "aws:SourceAccount": ["1", "123456789012"] } }, false],
    ["a pattern", { ArnLike: { "aws:SourceArn": "arn:aws:apprunner:*:*:service/a/*" } }, true],
    ["a pattern for text", { StringLike: { "aws:SourceArn": "*ecs*" } }, false],
    ["a missing key", { StringEquals: { "aws:PrincipalTag/x": "1" } }, false],
    ["an optional key that is missing", { StringEqualsIfExists: { "aws:PrincipalTag/x": "1" } }, true],
    ["a key that must be missing", { Null: { "aws:PrincipalTag/x": "true" } }, true],
    [
      "several keys, one of which differs",
      { StringEquals: { "aws:SourceAccount": "123456789012", b: "1" } },
      false,
    ],
  ])("with %s", (_, Condition, expected) => {
    expect(isAllowed(policy({ Action: "*", Condition }), { ...read, context })).toBe(expected);
  });

  test("that is not supported throws an error", () => {
    const strange = policy({ Action: "*", Condition: { DateLessThan: { "aws:CurrentTime": "2030-01-01" } } });
    expect(() => isAllowed(strange, read)).toThrow(UnsupportedPolicyError);
    const variable = policy({ Action: "*", Resource: "arn:aws:s3:::${aws:username}" });
    expect(() => isAllowed(variable, read)).toThrow(UnsupportedPolicyError);
  });
});
