import type { TerraformStack } from "cdktf";
import { Key, type KeyProps, Role } from "../../../modules";
import { refusal, synth } from "../../support/synth";

const ARN = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd";
const ROLE_ARN = "arn:aws:iam::111122223333:role/worker";

type Changes = Partial<Record<keyof KeyProps, unknown>>;

function create(stack: TerraformStack, changes: Changes = {}): Key {
  return new Key(stack, "Key", { alias: "hello", ...changes } as KeyProps);
}

function statements(text: unknown): unknown {
  return (JSON.parse(text as string) as { Statement: unknown }).Statement;
}

describe("Key", () => {
  const root = {
    Effect: "Allow",
    Principal: {
      AWS: expect.stringMatching(/^arn:aws:iam::\$\{data\.aws_caller_identity\..*:root$/) as string,
    },
    Action: "kms:*",
    Resource: "*",
  };

  test("rotates, can be restored and is protected, and the account decides who uses it", () => {
    const result = synth((stack) => create(stack));
    const key = result.only("aws_kms_key");
    expect(key).toMatchObject({
      enable_key_rotation: true,
      deletion_window_in_days: 30,
      lifecycle: { prevent_destroy: true },
    });
    expect(statements(key["policy"])).toEqual([root]);
    expect(result.only("aws_kms_alias")).toMatchObject({ name: "alias/hello" });
  });

  test("does as it is told", () => {
    const changes = {
      enableKeyRotation: false,
      deletionWindowInDays: 7,
      preventDestroy: false,
      description: "x",
    };
    expect(synth((stack) => create(stack, changes)).only("aws_kms_key")).toMatchObject({
      description: "x",
      enable_key_rotation: false,
      deletion_window_in_days: 7,
      lifecycle: { prevent_destroy: false },
    });
  });

  test("lets a service of this account use it, once", () => {
    const { policy } = synth((stack) => {
      const key = create(stack);
      key.allowService("cloudwatch.amazonaws.com");
      key.allowService("cloudwatch.amazonaws.com");
    }).only("aws_kms_key");
    expect(statements(policy)).toEqual([
      root,
      expect.objectContaining({
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Condition: { StringEquals: { "aws:SourceAccount": expect.stringContaining("account_id") as string } },
      }),
    ]);
  });

  test.each<[Changes, RegExp]>([
    [{ alias: "aws/ecr" }, /^'alias' must be 1 to 250 letters, .* got 'aws\/ecr'$/],
    [{ alias: "alias:x" }, /^'alias' must be /],
    [{ deletionWindowInDays: 6 }, /^'deletionWindowInDays' must be a whole number between 7 and 30, got 6$/],
    [{ enableKeyRotation: "yes" }, /^'enableKeyRotation' must be one of true, false, got 'yes'$/],
    [{ description: "${x}" }, /^'description' holds /],
  ])("refuses %j", (changes, fault) => {
    expect(refusal((stack) => create(stack, changes))).toEqual({
      at: "test/Key",
      faults: [expect.stringMatching(fault)],
    });
  });

  test("refuses a service that is none", () => {
    expect(
      refusal((stack) => {
        create(stack).allowService("CloudWatch");
      }).faults,
    ).toEqual([expect.stringMatching(/^'servicePrincipal' must be the name of an AWS service/)]);
  });
});

describe("Key.fromArn", () => {
  test.each([
    ["grantDecrypt", ["kms:Decrypt"]],
    [
      "grantEncryptDecrypt",
      ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"],
    ],
  ] as const)("%s allows exactly that, on this key", (grant, actions) => {
    const { policy } = synth((stack) => {
      Key.fromArn(stack, "Key", ARN)[grant](Role.fromArn(stack, "Worker", ROLE_ARN));
    }).only("aws_iam_role_policy");
    expect(statements(policy)).toEqual([{ Effect: "Allow", Action: actions, Resource: [ARN] }]);
  });

  test("refuses an alias, and a role that is none", () => {
    expect(refusal((stack) => Key.fromArn(stack, "Key", "alias/hello")).faults).toEqual([
      expect.stringMatching(/^'keyArn' must be the ARN of a KMS key/),
    ]);
    expect(
      refusal((stack) => {
        Key.fromArn(stack, "Key", ARN).grantDecrypt("worker" as never);
      }).faults,
    ).toEqual(["'role' must be a Role, got 'worker'"]);
  });
});
