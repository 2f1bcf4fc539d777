import { TerraformVariable, type TerraformStack } from "cdktf";
import {
  Repository,
  type RepositoryProps,
  type ResourcePolicyStatement,
  Secret,
  type SecretProps,
} from "../../../modules";
import { refusal, synth } from "../../support/synth";

const KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd";
const ROLE = "arn:aws:iam::444455556666:role/deploy";

const repository = (stack: TerraformStack, props: Partial<RepositoryProps>) =>
  new Repository(stack, "Images", { repositoryName: "hello", ...props });
const secret = (stack: TerraformStack, props: Partial<SecretProps>) =>
  new Secret(stack, "Secret", { secretName: "hello", kmsKeyArn: KEY, ...props });
const variable = (stack: TerraformStack) => new TerraformVariable(stack, "part", {}).stringValue;
const pulledBy = (...principals: readonly string[]): ResourcePolicyStatement => ({
  principals,
  actions: ["ecr:BatchGetImage"],
});

describe("the principals of a statement", () => {
  const principal = (define: (token: string) => readonly string[]): unknown => {
    const result = synth((stack) => {
      repository(stack, { policyStatements: [pulledBy(...define(variable(stack)))] });
    });
    const { Statement } = JSON.parse(result.only("aws_ecr_repository_policy")["policy"] as string) as {
      Statement: { Principal: unknown }[];
    };
    return Statement[0]?.Principal;
  };

  test.each<[string, (token: string) => readonly string[], unknown]>([
    ["an account", (token) => [token], { AWS: ["${var.part}"] }],
    ["a part of an account", (token) => [`4444${token}`], { AWS: ["4444${var.part}"] }],
    [
      "the account of a role",
      (token) => [`arn:aws:iam::${token}:role/deploy`],
      { AWS: ["arn:aws:iam::${var.part}:role/deploy"] },
    ],
    [
      "a service",
      (token) => [`logs.${token}.amazonaws.com`],
      { Service: ["logs.${var.part}.amazonaws.com"] },
    ],
    [
      "the name of a service",
      (token) => [`${token}.amazonaws.com`],
      { Service: ["${var.part}.amazonaws.com"] },
    ],
    ["the end of a service", (token) => [`lambda.${token}`], { Service: ["lambda.${var.part}"] }],
    [
      "accounts and services",
      (token) => ["444455556666", `${token}.amazonaws.com`, token],
      { AWS: ["444455556666", "${var.part}"], Service: ["${var.part}.amazonaws.com"] },
    ],
  ])("can have %s that only Terraform knows", (_, define, expected) => {
    expect(principal(define)).toEqual(expected);
  });

  test("are written once, because AWS keeps no duplicates", () => {
    const twice = (token: string) => [
      ROLE,
      token,
      ROLE,
      "lambda.amazonaws.com",
      token,
      "lambda.amazonaws.com",
    ];
    expect(principal(twice)).toEqual({ AWS: [ROLE, "${var.part}"], Service: ["lambda.amazonaws.com"] });
  });

  test.each<[string, (token: string) => string]>([
    ["the ARN of a different service", (token) => `arn:aws:s3:::${token}`],
    ["a wildcard in a text", (token) => `*${token}`],
    ["a service of a different domain", (token) => `lambda.${token}.example.com`],
    ["a sentence", (token) => `the account ${token}`],
  ])("cannot be %s with a part that only Terraform knows", (_, define) => {
    const { faults } = refusal((stack) =>
      repository(stack, { policyStatements: [pulledBy(define(variable(stack)))] }),
    );
    expect(faults).toEqual([
      expect.stringMatching(/^'policyStatements\[0\]\.principals\[0\]' must be a 12-digit account id/),
    ]);
  });
});

describe("the length of a policy", () => {
  const accounts = (count: number) => Array.from({ length: count }, (_, index) => String(10 ** 11 + index));

  test.each<[string, (stack: TerraformStack, count: number) => unknown, number, RegExp]>([
    [
      "a repository",
      (stack, count) => repository(stack, { pullAccountIds: accounts(count) }),
      303,
      /^'pullAccountIds' and 'policyStatements' must make a policy of at most 10240 characters, got 10\d{3}$/,
    ],
    [
      "a secret",
      (stack, count) => secret(stack, { readAccountIds: accounts(count) }),
      1356,
      /^'readAccountIds' and 'policyStatements' must make a policy of at most 20480 characters, got 20\d{3}$/,
    ],
  ])("of %s has a maximum", (_, create, most, fault) => {
    expect(() =>
      synth((stack) => {
        create(stack, most);
      }),
    ).not.toThrow();
    expect(refusal((stack) => create(stack, most + 1)).faults).toEqual([expect.stringMatching(fault)]);
  });

  test("does not count what only Terraform knows", () => {
    const result = synth((stack) => {
      const part = variable(stack);
      const ids = Array.from({ length: 700 }, (_, index) => `${part}${index}`);
      repository(stack, { policyStatements: [pulledBy(...ids)] });
    });
    expect(String(result.only("aws_ecr_repository_policy")["policy"]).length).toBeGreaterThan(10_240);
  });
});
