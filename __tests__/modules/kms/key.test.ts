import type { TerraformStack } from "cdktf";
import { Key, type KeyProps, Role, Secret } from "../../../modules";
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

  test("rotates, can be restored, is protected and lets the account control access by default", () => {
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

  test("passes its props to the resource", () => {
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

  /** Returns the statements that `allow` adds to the key policy, without the account's own. */
  function allowed(allow: (key: Key) => void): unknown[] {
    const { policy } = synth((stack) => {
      allow(create(stack));
    }).only("aws_kms_key");
    const [first, ...services] = statements(policy) as unknown[];
    expect(first).toEqual(root);
    return services;
  }

  const use = {
    Effect: "Allow",
    Action: ["kms:Decrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext"],
    Resource: "*",
  };

  test("allows a service to use the key for this account, with one statement", () => {
    const account = expect.stringMatching(/^\$\{data\.aws_caller_identity\..*\.account_id\}$/) as string;
    const services = allowed((key) => {
      key.allowService("cloudwatch.amazonaws.com");
      key.allowService("cloudwatch.amazonaws.com");
    });
    expect(services).toEqual([
      {
        ...use,
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Condition: { StringEquals: { "aws:SourceAccount": account } },
      },
    ]);
  });

  test("has no account condition for EventBridge, which does not send the account", () => {
    const services = allowed((key) => {
      key.allowService("events.amazonaws.com");
    });
    expect(services).toEqual([{ ...use, Principal: { Service: "events.amazonaws.com" } }]);
  });

  test("accepts custom or empty conditions for a service", () => {
    const conditions = { StringEquals: { "kms:ViaService": "sns.eu-west-1.amazonaws.com" } };
    const services = allowed((key) => {
      key.allowService("events.amazonaws.com", conditions);
      key.allowService("cloudwatch.amazonaws.com", {});
    });
    expect(services).toEqual([
      { ...use, Principal: { Service: "events.amazonaws.com" }, Condition: conditions },
      { ...use, Principal: { Service: "cloudwatch.amazonaws.com" } },
    ]);
  });

  test("sets the rotation period only with rotationPeriodInDays", () => {
    const key = synth((stack) => create(stack, { rotationPeriodInDays: 90 })).only("aws_kms_key");
    expect(key).toMatchObject({ enable_key_rotation: true, rotation_period_in_days: 90 });
    expect(synth((stack) => create(stack)).only("aws_kms_key")).not.toHaveProperty("rotation_period_in_days");
  });

  test.each<[Changes, RegExp]>([
    [{ alias: "aws/ecr" }, /^'alias' must be 1 to 250 letters, .* got 'aws\/ecr'$/],
    [{ alias: "alias:x" }, /^'alias' must be /],
    [{ alias: "alias/hello" }, /not starting with 'aws\/' or 'alias\/', got 'alias\/hello'$/],
    [
      { rotationPeriodInDays: 89 },
      /^'rotationPeriodInDays' must be a whole number between 90 and 2560, got 89$/,
    ],
    [{ rotationPeriodInDays: 2561 }, /between 90 and 2560, got 2561$/],
    [
      { rotationPeriodInDays: 90, enableKeyRotation: false },
      /^'enableKeyRotation' must be true with 'rotationPeriodInDays', got false$/,
    ],
    [{ deletionWindowInDays: 6 }, /^'deletionWindowInDays' must be a whole number between 7 and 30, got 6$/],
    [{ enableKeyRotation: "yes" }, /^'enableKeyRotation' must be true or false, got 'yes'$/],
    [{ description: "${x}" }, /^'description' contains /],
  ])("rejects %j", (changes, fault) => {
    expect(refusal((stack) => create(stack, changes))).toEqual({
      at: "test/Key",
      faults: [expect.stringMatching(fault)],
    });
  });

  test("lets other accounts decrypt only with decryptAccountIds", () => {
    const policyOf = (changes: Partial<KeyProps>) => {
      const result = synth((stack) => create(stack, changes));
      return statements(result.only("aws_kms_key")["policy"]);
    };
    expect(policyOf({ decryptAccountIds: [] })).toEqual([root]);
    expect(policyOf({ decryptAccountIds: ["444455556666"] })).toEqual([
      root,
      {
        Effect: "Allow",
        Principal: { AWS: ["444455556666"] },
        Action: ["kms:Decrypt", "kms:DescribeKey"],
        Resource: "*",
      },
    ]);
    expect(refusal((stack) => create(stack, { decryptAccountIds: ["1"] })).faults).toEqual([
      "'decryptAccountIds[0]' must be a 12-digit AWS account id, got '1'",
    ]);
  });

  test("rejects an invalid service principal", () => {
    expect(
      refusal((stack) => {
        create(stack).allowService("CloudWatch");
      }).faults,
    ).toEqual([expect.stringMatching(/^'servicePrincipal' must be the name of an AWS service/)]);
  });

  test("rejects invalid conditions", () => {
    expect(
      refusal((stack) => {
        create(stack).allowService("sns.amazonaws.com", { StringEqual: { account: "1" } });
      }).faults,
    ).toEqual([
      "a key of 'conditions' must be a condition operator, such as 'StringEquals', got 'StringEqual'",
      "a key of 'conditions.StringEqual' must be a condition key, such as 'aws:SourceAccount', with 1 to 255 characters after the ':', got 'account'",
    ]);
  });
});

describe("Key.fromArn", () => {
  test.each([
    ["grantDecrypt", ["kms:Decrypt"]],
    ["grantEncrypt", ["kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"]],
    [
      "grantEncryptDecrypt",
      ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"],
    ],
  ] as const)("%s allows exactly its actions, on this key", (grant, actions) => {
    const { policy } = synth((stack) => {
      Key.fromArn(stack, "Key", ARN)[grant](Role.fromArn(stack, "Worker", ROLE_ARN));
    }).only("aws_iam_role_policy");
    expect(statements(policy)).toEqual([{ Effect: "Allow", Action: actions, Resource: [ARN] }]);
  });

  test("rejects an alias, and a grant to something that is not a role", () => {
    expect(refusal((stack) => Key.fromArn(stack, "Key", "alias/hello")).faults).toEqual([
      expect.stringMatching(/^'keyArn' must be the ARN of a KMS key/),
    ]);
    expect(
      refusal((stack) => {
        Key.fromArn(stack, "Key", ARN).grantDecrypt("worker" as never);
      }).faults,
    ).toEqual(["'role' must be a Role, got 'worker': write Role.fromName(this, \"Role\", \"worker\")"]);
  });
});

describe("Key.fromAlias", () => {
  test("looks up the key, with an address that explains what to do", () => {
    const result = synth((stack) => {
      const { keyArn } = Key.fromAlias(stack, "Key", "team/hello");
      new Secret(stack, "Secret", { secretName: "hello", kmsKeyArn: keyArn });
    });
    expect(result.onlyData("aws_kms_alias")).toMatchObject({
      name: "alias/team/hello",
      for_each: {
        "the key 'alias/team/hello' (test/Key); if it is missing: aws kms create-alias --alias-name alias/team/hello --target-key-id <key id>; if it is PendingDeletion: aws kms cancel-key-deletion --key-id <key id>":
          "",
      },
    });
    expect(result.only("aws_secretsmanager_secret")["kms_key_id"]).toMatch(
      /^\$\{one\(values\(data\.aws_kms_alias\.Key_\w+\)\)\.target_key_arn\}$/,
    );
  });

  test.each(["aws/secretsmanager", "alias/hello", "", "a b"])("rejects %j", (alias) => {
    expect(refusal((stack) => Key.fromAlias(stack, "Key", alias))).toEqual({
      at: "test/Key",
      faults: [expect.stringMatching(/^'alias' must be 1 to 250 letters/)],
    });
  });
});
