import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
import { AppRunnerService, ImageSource, Secret, type SecretProps } from "../../../modules";
import { read, refusal, synth, testApp } from "../../support/synth";

const LAMBDA = "arn:aws:lambda:eu-west-1:111122223333:function:rotate";
const KEY_ID = "key/1234abcd";

type Changes = Partial<Record<keyof SecretProps, unknown>>;

const secret = (stack: TerraformStack, changes: Changes) =>
  new Secret(stack, "Database", { secretName: "hello", ...changes } as SecretProps);
const variable = (stack: TerraformStack, name: string) => new TerraformVariable(stack, name, {}).stringValue;

describe("replicas with regions that only Terraform knows", () => {
  test("are references with the ARN in their region", () => {
    const result = synth((stack) => {
      const [place, other] = [variable(stack, "place"), variable(stack, "other")];
      const made = secret(stack, { replicas: [{ region: place }, { region: `${other}-1` }] });
      expect(made.replica(place)).toBe(made.replica(place));
      expect(made.replica(place)).not.toBe(made.replica(`${other}-1`));
      new TerraformOutput(stack, "arn", { value: made.replica(`${other}-1`).secretArn });
    });
    expect(result.only("aws_secretsmanager_secret")).toMatchObject({
      replica: [{ region: "${var.place}" }, { region: "${var.other}-1" }],
    });
    expect(result.outputs["arn"]).toEqual({
      value:
        '${replace(aws_secretsmanager_secret.Database_B269D8BB.arn, "/^(arn:[^:]+:secretsmanager):[^:]+:/", "$1:${var.other}-1:")}',
    });
  });

  test("are found under their own token only", () => {
    const { faults } = refusal((stack) => {
      const made = secret(stack, { replicas: [{ region: variable(stack, "place") }] });
      made.replica("eu-central-1");
    });
    expect(faults).toEqual([expect.stringMatching(/^'region' must be the region of a replica/)]);
  });

  test.each<[string, (token: string) => readonly unknown[], RegExp]>([
    ["the same token twice", (token) => [{ region: token }, { region: token }], /must be unique/],
    ["an invalid literal part", (token) => [{ region: `EU-${token}` }], /must be an AWS region/],
    [
      "a key in another region and an account that only Terraform knows",
      (token) => [{ region: "us-east-1", kmsKeyArn: `arn:aws:kms:eu-west-1:${token}:${KEY_ID}` }],
      /^'replicas\[0\]\.kmsKeyArn' must be a key in 'us-east-1', got a key in 'eu-west-1'$/,
    ],
  ])("are rejected with %s", (_, replicas, fault) => {
    const { faults } = refusal((stack) => secret(stack, { replicas: replicas(variable(stack, "place")) }));
    expect(faults).toEqual([expect.stringMatching(fault)]);
  });

  test("accept keys in regions that only Terraform knows", () => {
    const result = synth((stack) => {
      const place = variable(stack, "place");
      const kmsKeyArn = `arn:aws:kms:${place}:111122223333:${KEY_ID}`;
      secret(stack, {
        replicas: [
          { region: "us-east-1", kmsKeyArn },
          { region: place, kmsKeyArn },
        ],
      });
    });
    expect(result.only("aws_secretsmanager_secret")["replica"]).toHaveLength(2);
  });
});

test("a service that reads a replica is told how to create it and where to set its value", () => {
  const app = testApp();
  const [near, far] = ["eu-west-1", "eu-central-1"].map((region) => {
    const stack = new TerraformStack(app, region);
    new AwsProvider(stack, "Aws", { region });
    return stack;
  }) as [TerraformStack, TerraformStack];
  const made = secret(near, { replicas: [{ region: "eu-central-1" }] });
  new AppRunnerService(far, "Api", {
    serviceName: "hello",
    source: ImageSource.ecrPublic("public.ecr.aws/a/b:latest"),
    secrets: { URL: made.replica("eu-central-1").wholeValue() },
  });
  const { text } = read(far);
  expect(text).toContain("if it is missing: apply eu-west-1 first");
  expect(text).not.toContain("create-secret");
  expect(text).toMatch(/put-secret-value --secret-id hello --region \$\{element\(split\(/);
});

describe("the permission of the function that rotates a secret", () => {
  const permission = (define: (stack: TerraformStack) => string) =>
    synth((stack) => {
      secret(stack, { rotation: { lambdaArn: define(stack), automaticallyAfterDays: 30 } });
    }).only("aws_lambda_permission");

  test.each([
    ["without a qualifier", LAMBDA, {}],
    ["of an alias", `${LAMBDA}:live`, { qualifier: "live" }],
    ["of a version", `${LAMBDA}:12`, { qualifier: "12" }],
    ["of the latest version", `${LAMBDA}:$LATEST`, { qualifier: "$LATEST" }],
  ])("has the function %s apart from its qualifier", (_, arn, qualifier) => {
    expect(permission(() => arn)).toEqual({
      action: "lambda:InvokeFunction",
      function_name: LAMBDA,
      ...qualifier,
      principal: "secretsmanager.amazonaws.com",
      source_account: expect.any(String) as string,
    });
  });

  test.each<[string, (token: string) => string, string]>([
    ["an ARN", (token) => token, "var.arn"],
    ["a name", (token) => `${LAMBDA}-${token}:live`, `"${LAMBDA}-\${var.arn}:live"`],
  ])("lets Terraform take %s that it computes apart", (_, arn, text) => {
    const { function_name, qualifier } = permission((stack) => arn(variable(stack, "arn")));
    const parts = `split(":", ${text})`;
    expect(function_name).toBe(`\${join(":", slice(${parts}, 0, min(7, length(${parts}))))}`);
    expect(qualifier).toBe(`\${length(${parts}) > 7 ? element(${parts}, 7) : null}`);
  });

  test.each([
    ["a different service", (token: string) => `arn:aws:sns:eu-west-1:${token}:function:rotate`],
    ["no function", (token: string) => `arn:aws:lambda:eu-west-1:111122223333:layer:${token}`],
  ])("rejects the ARN of %s", (_, arn) => {
    const { faults } = refusal((stack) => {
      const lambdaArn = arn(variable(stack, "part"));
      secret(stack, { rotation: { lambdaArn, automaticallyAfterDays: 30 } });
    });
    expect(faults).toEqual([expect.stringMatching(/^'rotation\.lambdaArn' must be the ARN of a Lambda/)]);
  });

  test("rejects a schedule that starts wrongly before a token", () => {
    const { faults } = refusal((stack) => {
      const scheduleExpression = `every ${variable(stack, "part")} days`;
      secret(stack, { rotation: { lambdaArn: LAMBDA, scheduleExpression } });
    });
    expect(faults).toEqual([expect.stringMatching(/^'rotation\.scheduleExpression' must be 'rate/)]);
  });

  test("rejects a function in another region", () => {
    const lambdaArn = "arn:aws:lambda:us-east-1:111122223333:function:rotate";
    const { faults } = refusal((stack) =>
      secret(stack, { rotation: { lambdaArn, automaticallyAfterDays: 30 } }),
    );
    expect(faults).toEqual([
      "'rotation.lambdaArn' must be in region eu-west-1, where test/Database is, got one in us-east-1",
    ]);
  });
});

describe("the window of a rotation", () => {
  const rotation = (scheduleExpression: string | undefined, durationInHours: number) => ({
    rotation: {
      lambdaArn: LAMBDA,
      durationInHours,
      ...(scheduleExpression === undefined ? { automaticallyAfterDays: 1 } : { scheduleExpression }),
    },
  });

  const LONGEST: [string | undefined, number][] = [
    ["rate(4 hours)", 4],
    ["rate(30 hours)", 24],
    ["rate(2 days)", 24],
    ["cron(0 20 * * ? *)", 4],
    ["cron(0 20,8,14 * * ? *)", 4],
    ["cron(0 8,10,10 * * ? *)", 2],
    ["cron(0 /6 * * ? *)", 24],
    [undefined, 24],
  ];

  test.each(LONGEST)("with %s can be %d hours long", (schedule, longest) => {
    const result = synth((stack) => {
      secret(stack, rotation(schedule, longest));
    });
    expect(result.only("aws_secretsmanager_secret_rotation")).toMatchObject({
      rotation_rules: { duration: `${longest}h` },
    });
  });

  test.each(LONGEST.filter(([, longest]) => longest < 24))(
    "with %s cannot be longer",
    (schedule, longest) => {
      expect(refusal((stack) => secret(stack, rotation(schedule, longest + 1))).faults).toEqual([
        `'rotation.durationInHours' must be at most ${longest} with this schedule, because the window must end before the next rotation and on ` +
          `the same UTC day, got ${longest + 1}`,
      ]);
    },
  );
});
