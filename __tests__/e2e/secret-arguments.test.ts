import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetResourcePolicyCommand,
  PutResourcePolicyCommand,
  RotateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import { Fn } from "cdktf";
import { Secret, type SecretProps } from "../../modules";
import { BaseStack } from "../../stacks";
import { createClients } from "../../testing/references/clients";
import { TEST_CREDENTIALS } from "../../testing/references/credentials";
import { Deployment, expectSuccess, flat } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { Lambda } from "../support/lambda";
import { SecretsGateway } from "../support/secrets-gateway";
import { startWorld, type World } from "../support/world";

const KEY = "arn:aws:kms:us-east-1:123456789012:key/primary";
const FAR_KEY = "arn:aws:kms:us-west-2:123456789012:key/far";

describeEndToEnd("replicas, rotation and the policy of a secret", () => {
  let world: World;
  let secrets: SecretsGateway;
  let deployment: Deployment;
  let lambdaArn: string;

  const synth = (props: Partial<SecretProps>, secretName = "hello") => {
    deployment.synth((app, base) => {
      new Secret(new BaseStack(app, secretName, base), "Database", {
        secretName,
        kmsKeyArn: KEY,
        preventDestroy: false,
        ...props,
      });
    });
  };
  const apply = async (props: Partial<SecretProps>, secretName = "hello") => {
    synth(props, secretName);
    await deployment.apply(secretName);
    await deployment.expectEmptyPlan(secretName);
  };
  const client = () =>
    createClients({ endpoint: secrets.endpoint, region: world.region, credentials: TEST_CREDENTIALS })
      .secretsManager;
  const describe = (SecretId = "hello") => client().send(new DescribeSecretCommand({ SecretId }));
  const policyOf = async (SecretId = "hello") =>
    (await client().send(new GetResourcePolicyCommand({ SecretId }))).ResourcePolicy;
  const everything = (): Partial<SecretProps> => ({
    replicas: [{ region: "us-west-2", kmsKeyArn: FAR_KEY }, { region: "eu-central-1" }],
    rotation: { lambdaArn, scheduleExpression: "cron(0 8 1 * ? *)", durationInHours: 3 },
    readAccountIds: ["444455556666"],
    policyStatements: [
      {
        effect: "Deny",
        principals: ["*"],
        actions: ["secretsmanager:GetSecretValue"],
        conditions: { StringNotEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
      },
    ],
  });

  beforeAll(async () => {
    world = await startWorld();
    secrets = await SecretsGateway.start(world.moto.endpoint);
    deployment = new Deployment(world, { AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.endpoint });
    lambdaArn = await new Lambda(world).create("rotate");
  });

  afterAll(async () => {
    await secrets.stop();
    await world.stop();
  });

  test("rotation waits for a value: the apply stops and says so", async () => {
    synth(everything());
    const { exitCode, output } = await (await deployment.stack("hello")).apply();
    expect(exitCode).toBe(1);
    expect(flat(output)).toContain(
      "The secret 'hello' (hello/Database) has no value, so the function of hello/Database cannot rotate it.",
    );
    expect(secrets.rotations).toEqual([]);
  });

  test("are created, and the second plan is empty", async () => {
    await world.putSecretValue("hello", "first");
    await apply(everything());
    expect(secrets.rotations).toMatchObject([
      {
        RotationLambdaARN: lambdaArn,
        RotateImmediately: false,
        RotationRules: { ScheduleExpression: "cron(0 8 1 * ? *)", Duration: "3h" },
      },
    ]);
    const { ReplicationStatus } = await describe();
    expect(new Map(ReplicationStatus?.map(({ Region, KmsKeyId }) => [Region, KmsKeyId]))).toEqual(
      new Map([
        ["us-west-2", FAR_KEY],
        ["eu-central-1", "alias/aws/secretsmanager"],
      ]),
    );
    expect(await policyOf()).toContain("444455556666");
    expect(await new Lambda(world).permissions("rotate")).toMatchObject([
      {
        Principal: { Service: "secretsmanager.amazonaws.com" },
        Condition: { StringEquals: { "AWS:SourceAccount": world.accountId } },
      },
    ]);
  });

  test("change without replacing the secret", async () => {
    const { ARN } = await describe();
    await apply({
      ...everything(),
      replicas: [{ region: "us-west-2" }],
      rotation: { lambdaArn, automaticallyAfterDays: 30 },
      readAccountIds: [],
    });
    const changed = await describe();
    expect(changed.ARN).toBe(ARN);
    expect(changed.ReplicationStatus?.map(({ Region, KmsKeyId }) => [Region, KmsKeyId])).toEqual([
      ["us-west-2", "alias/aws/secretsmanager"],
    ]);
    expect(secrets.rotations).toHaveLength(2);
    expect(secrets.rotations[1]).toMatchObject({
      RotateImmediately: false,
      RotationRules: { AutomaticallyAfterDays: 30 },
    });
    expect(await policyOf()).not.toContain("444455556666");
  });

  test("rotate with an alias of the function, whose permission stays the same", async () => {
    const alias = await new Lambda(world).createAlias("rotate", "live");
    const rotation = { lambdaArn: alias, automaticallyAfterDays: 30 };
    await apply({ replicas: [{ region: "us-west-2" }], rotation });
    expect(secrets.rotations.at(-1)).toMatchObject({ RotationLambdaARN: alias });
    expect(await new Lambda(world).permissions("rotate", "live")).toMatchObject([{ Resource: alias }]);
    const computed = { ...rotation, lambdaArn: Fn.trimspace(alias) };
    synth({ replicas: [{ region: "us-west-2" }], rotation: computed });
    await deployment.expectEmptyPlan("hello");
  });

  test("are removed with their props, except the last replica, which provider 5 keeps", async () => {
    await apply({});
    const { RotationEnabled, ReplicationStatus } = await describe();
    expect(RotationEnabled).toBe(false);
    expect(await policyOf()).toBeUndefined();
    expect(await new Lambda(world).permissions("rotate")).toEqual([]);
    expect(ReplicationStatus).toHaveLength(1);
  });

  test("do not stop a destroy, which also deletes the replicas", async () => {
    await apply(everything());
    expectSuccess(await (await deployment.stack("hello")).destroy());
    const { DeletedDate, ReplicationStatus } = await describe();
    expect(DeletedDate).toBeDefined();
    expect(ReplicationStatus).toBeUndefined();
  });

  test("of an existing secret are adopted without a change in AWS", async () => {
    const { ARN = "" } = await client().send(
      new CreateSecretCommand({
        Name: "console",
        KmsKeyId: KEY,
        SecretString: "a",
        AddReplicaRegions: [{ Region: "us-west-2" }],
      }),
    );
    const ResourcePolicy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::444455556666:root" },
          Action: "secretsmanager:GetSecretValue",
          Resource: "*",
        },
      ],
    });
    await client().send(new PutResourcePolicyCommand({ SecretId: ARN, ResourcePolicy }));
    await client().send(
      new RotateSecretCommand({
        SecretId: ARN,
        RotationLambdaARN: lambdaArn,
        RotationRules: { AutomaticallyAfterDays: 7 },
      }),
    );
    const { ReplicationStatus, ...before } = await describe("console");
    const props: Partial<SecretProps> = {
      replicas: [{ region: "us-west-2" }],
      rotation: { lambdaArn, automaticallyAfterDays: 7 },
      readAccountIds: ["444455556666"],
      adopt: { secretArn: ARN, policy: true },
    };
    synth(props, "console");
    // Creating the rotation sets the same schedule again and does not rotate.
    expect(await deployment.plannedActions("console")).toEqual({
      actions: {
        create: ["aws_lambda_permission", "aws_secretsmanager_secret_rotation"],
        "import update": ["aws_secretsmanager_secret", "aws_secretsmanager_secret_policy"],
      },
      updated: [
        "aws_secretsmanager_secret.force_overwrite_replica_secret",
        "aws_secretsmanager_secret.recovery_window_in_days",
        "aws_secretsmanager_secret_policy.block_public_policy",
      ],
    });
    await apply(props, "console");
    expect(await describe("console")).toEqual({
      ...before,
      ReplicationStatus: ReplicationStatus?.map(
        (replica) => expect.objectContaining({ Region: replica.Region }) as unknown,
      ),
      $metadata: expect.anything() as unknown,
    });
    expect(secrets.rotations.at(-1)).toMatchObject({ RotateImmediately: false });
    await apply({ ...props, adopt: undefined }, "console");
  });

  test("of an existing secret that are not in the props stay", async () => {
    const { ARN = "" } = await client().send(
      new CreateSecretCommand({
        Name: "other",
        SecretString: "a",
        AddReplicaRegions: [{ Region: "us-west-2" }],
      }),
    );
    await apply({ adopt: { secretArn: ARN } }, "other");
    expect((await describe("other")).ReplicationStatus).toHaveLength(1);
  });
});
