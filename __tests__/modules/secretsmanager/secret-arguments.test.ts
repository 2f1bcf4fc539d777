import { TerraformOutput, TerraformStack } from "cdktf";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { AppRunnerService, ImageSource, Role, Secret, type SecretProps } from "../../../modules";
import { read, refusal, synth, testApp } from "../../support/synth";

const KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd";
const FAR_KEY = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd";
const LAMBDA = "arn:aws:lambda:eu-west-1:111122223333:function:rotate";
const ROTATION = { lambdaArn: LAMBDA, automaticallyAfterDays: 30 };
const ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:hello-AbCdEf";

type Changes = Partial<Record<keyof SecretProps, unknown>>;

const secret = (stack: TerraformStack, changes: Changes) =>
  new Secret(stack, "Database", { secretName: "hello", ...changes } as SecretProps);
const create = (changes: Changes) => synth((stack) => secret(stack, changes));

describe("replicas of a secret", () => {
  test("always have an explicit key, because the provider keeps a removed one", () => {
    const replicas = [{ region: "eu-central-1", kmsKeyArn: FAR_KEY }, { region: "us-east-1" }];
    const resource = create({ replicas, forceOverwriteReplicaSecret: true }).only(
      "aws_secretsmanager_secret",
    );
    expect(resource).toMatchObject({
      replica: [
        { region: "eu-central-1", kms_key_id: FAR_KEY },
        { region: "us-east-1", kms_key_id: "alias/aws/secretsmanager" },
      ],
      force_overwrite_replica_secret: true,
    });
  });

  test("are omitted by default", () => {
    expect(create({ replicas: [] }).only("aws_secretsmanager_secret")).not.toHaveProperty("replica");
  });

  test("are references with the ARN in their region", () => {
    const { outputs } = synth((stack) => {
      const replica = secret(stack, { replicas: [{ region: "us-east-1" }] }).replica("us-east-1");
      expect(replica.secretName).toBe("hello");
      new TerraformOutput(stack, "field", { value: replica.jsonField("url").valueFrom });
    });
    expect(outputs["field"]).toEqual({
      value:
        '${replace(aws_secretsmanager_secret.Database_B269D8BB.arn, "/^(arn:[^:]+:secretsmanager):[^:]+:/", "$1:us-east-1:")}:url::',
    });
  });

  test("are the same object at each call, and grant reading with their own key", () => {
    const result = synth((stack) => {
      const made = secret(stack, {
        kmsKeyArn: KEY,
        replicas: [{ region: "eu-central-1", kmsKeyArn: FAR_KEY }],
      });
      expect(made.replica("eu-central-1")).toBe(made.replica("eu-central-1"));
      made.replica("eu-central-1").grantRead(Role.fromArn(stack, "Role", "arn:aws:iam::111122223333:role/a"));
    });
    const policy = String(result.only("aws_iam_role_policy")["policy"]);
    expect(policy).toContain(":eu-central-1:");
    expect(policy).toContain(FAR_KEY);
    expect(policy).not.toContain(KEY);
  });

  test("are checked by a service in their region, without a warning", () => {
    const app = testApp();
    const stackIn = (region: string) => {
      const stack = new TerraformStack(app, region);
      new AwsProvider(stack, "Aws", { region });
      return stack;
    };
    const made = secret(stackIn("eu-west-1"), { replicas: [{ region: "eu-central-1" }] });
    const source = ImageSource.ecrPublic("public.ecr.aws/a/b:latest");
    const [near, far] = ["eu-central-1", "us-east-1"].map((region) => {
      const secrets = { URL: made.replica("eu-central-1").wholeValue() };
      const stack = stackIn(region);
      const { node } = new AppRunnerService(stack, "Api", { serviceName: "hello", source, secrets });
      const { text } = read(stack);
      return { text, warnings: node.metadata.filter(({ type }) => type === "@cdktf/warn") };
    });
    expect([near?.warnings.length, far?.warnings.length]).toEqual([0, 1]);
    expect(near?.text).toContain("aws_secretsmanager_secret_versions");
    expect(far?.text).not.toContain("aws_secretsmanager_secret_versions");
  });

  test.each<[string, Changes, string]>([
    [
      "an invalid region",
      { replicas: [{ region: "Frankfurt" }] },
      "'replicas[0].region' must be an AWS region, such as 'eu-central-1', got 'Frankfurt'",
    ],
    [
      "a region twice",
      { replicas: [{ region: "us-east-1" }, { region: "us-east-1" }] },
      "'replicas[1].region' must be unique, got 'us-east-1' twice",
    ],
    [
      "the region of the secret",
      { replicas: [{ region: "eu-west-1" }] },
      "'replicas[0].region' must differ from the region of the secret, got 'eu-west-1'",
    ],
    [
      "a key in a different region",
      { replicas: [{ region: "us-east-1", kmsKeyArn: KEY }] },
      "'replicas[0].kmsKeyArn' must be a key in 'us-east-1', got a key in 'eu-west-1'",
    ],
    [
      "an overwrite that is not a boolean",
      { forceOverwriteReplicaSecret: "yes" },
      "'forceOverwriteReplicaSecret' must be true or false, got 'yes'",
    ],
  ])("reject %s", (_, changes, fault) => {
    expect(refusal((stack) => secret(stack, changes))).toEqual({ at: "test/Database", faults: [fault] });
  });

  test("do not exist in other regions", () => {
    expect(
      refusal((stack) => secret(stack, { replicas: [{ region: "us-east-1" }] }).replica("us-west-2")),
    ).toEqual({
      at: "test/Database",
      faults: ["'region' must be the region of a replica ('us-east-1'), got 'us-west-2'"],
    });
  });
});

describe("the rotation of a secret", () => {
  test("waits for the permission and a value, and for the schedule", () => {
    const result = create({ rotation: ROTATION });
    const rotation = result.only("aws_secretsmanager_secret_rotation");
    expect(rotation).toMatchObject({
      rotation_lambda_arn: LAMBDA,
      rotate_immediately: false,
      rotation_rules: { automatically_after_days: 30 },
      depends_on: [expect.stringContaining("aws_lambda_permission.") as string],
    });
    expect(JSON.stringify(rotation["lifecycle"])).toContain("has no value");
    expect(result.only("aws_lambda_permission")).toEqual({
      action: "lambda:InvokeFunction",
      function_name: LAMBDA,
      principal: "secretsmanager.amazonaws.com",
      source_account: '${element(split(":", aws_secretsmanager_secret.Database_B269D8BB.arn), 4)}',
    });
  });

  test("has a schedule, a window and an immediate rotation if they are given", () => {
    const rotation = {
      lambdaArn: LAMBDA,
      scheduleExpression: "rate(10 days)",
      durationInHours: 3,
      rotateImmediately: true,
    };
    expect(create({ rotation }).only("aws_secretsmanager_secret_rotation")).toMatchObject({
      rotate_immediately: true,
      rotation_rules: { schedule_expression: "rate(10 days)", duration: "3h" },
    });
  });

  test.each(["rate(4 hours)", "rate(24 hours)", "rate(1 day)", "rate(999 days)", "cron(0 8,20 ? * MON#1 *)"])(
    "accepts %s",
    (scheduleExpression) => {
      const result = create({ rotation: { lambdaArn: LAMBDA, scheduleExpression } });
      expect(JSON.stringify(result.only("aws_secretsmanager_secret_rotation"))).toContain(scheduleExpression);
    },
  );

  test.each([
    "rate(3 hours)",
    "rate(1000 days)",
    "rate(0 days)",
    "rate(30 minutes)",
    "cron(5 8 * * ? *)",
    "cron(0 8 * * ? 2030)",
    "30 days",
    "",
  ])("rejects %j", (scheduleExpression) => {
    const rotation = { lambdaArn: LAMBDA, scheduleExpression };
    expect(refusal((stack) => secret(stack, { rotation })).faults).toEqual([
      expect.stringMatching(
        /^'rotation\.scheduleExpression' must be 'rate\(<number> hours\)' of at least 4 hours/,
      ),
    ]);
  });

  test.each<[string, Changes, RegExp]>([
    ["no schedule", { rotation: { lambdaArn: LAMBDA } }, /^'rotation' must have either .* got neither$/],
    [
      "two schedules",
      { rotation: { ...ROTATION, scheduleExpression: "rate(1 day)" } },
      /^'rotation' must have either .* got both$/,
    ],
    [
      "too many days",
      { rotation: { ...ROTATION, automaticallyAfterDays: 1001 } },
      /between 1 and 1000, got 1001$/,
    ],
    ["a long window", { rotation: { ...ROTATION, durationInHours: 25 } }, /between 1 and 24, got 25$/],
    [
      "no function",
      { rotation: { automaticallyAfterDays: 1 } },
      /^'rotation\.lambdaArn' is required: it must be the ARN of a Lambda function/,
    ],
    [
      "a misspelled member",
      { rotation: { ...ROTATION, lambda: LAMBDA } },
      /^unknown prop 'rotation\.lambda'/,
    ],
    [
      "a value that Terraform writes",
      { rotation: ROTATION, value: { variableName: "hello", version: 1 } },
      /^'value' must be omitted with 'rotation': Terraform would later write the old value over a rotated one$/,
    ],
  ])("rejects %s", (_, changes, fault) => {
    expect(refusal((stack) => secret(stack, changes))).toEqual({
      at: "test/Database",
      faults: [expect.stringMatching(fault)],
    });
  });
});

describe("the policy of a secret", () => {
  test("allows other accounts to read, with its own statements, and never the public", () => {
    const deny = { effect: "Deny", principals: ["*"], actions: ["secretsmanager:DeleteSecret"] };
    const resource = create({
      kmsKeyArn: KEY,
      readAccountIds: ["444455556666"],
      policyStatements: [deny],
    }).only("aws_secretsmanager_secret_policy");
    expect(resource["block_public_policy"]).toBe(true);
    expect(JSON.parse(resource["policy"] as string)).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: ["444455556666"] },
          Action: ["secretsmanager:GetSecretValue"],
          Resource: "*",
        },
        { Effect: "Deny", Principal: "*", Action: ["secretsmanager:DeleteSecret"], Resource: "*" },
      ],
    });
  });

  test("does not exist without statements", () => {
    const result = create({ readAccountIds: [], policyStatements: [] });
    expect(result.resources("aws_secretsmanager_secret_policy")).toEqual({});
  });

  test("is imported only if 'adopt' says so", () => {
    const statement = { principals: ["444455556666"], actions: ["secretsmanager:GetSecretValue"] };
    const imports = (policy?: boolean) =>
      create({ policyStatements: [statement], adopt: { secretArn: ARN, policy } }).json["import"];
    expect(imports()).toHaveLength(1);
    expect(imports(true)).toHaveLength(2);
  });

  test.each<[string, Changes, RegExp]>([
    [
      "other accounts without a customer key",
      { readAccountIds: ["444455556666"] },
      /^'kmsKeyArn' is required with 'readAccountIds'/,
    ],
    [
      "an invalid account",
      { kmsKeyArn: KEY, readAccountIds: ["1"] },
      /^'readAccountIds\[0\]' must be a 12-digit AWS account id, got '1'$/,
    ],
    [
      "everyone",
      { policyStatements: [{ principals: ["*"], actions: ["secretsmanager:GetSecretValue"] }] },
      /^'policyStatements\[0\]\.conditions' is required if 'principals' is '\*'/,
    ],
    [
      "an adoption without statements",
      { adopt: { secretArn: ARN, policy: true } },
      /^'adopt\.policy' must be false without 'readAccountIds' or 'policyStatements'/,
    ],
  ])("rejects %s", (_, changes, fault) => {
    expect(refusal((stack) => secret(stack, changes))).toEqual({
      at: "test/Database",
      faults: [expect.stringMatching(fault)],
    });
  });
});
