import {
  GetRepositoryPolicyCommand,
  PutLifecyclePolicyCommand,
  SetRepositoryPolicyCommand,
} from "@aws-sdk/client-ecr";
import { DescribeSecretCommand, GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import {
  AppRunnerService,
  CustomDomain,
  HealthCheck,
  HostedZone,
  ImageSource,
  InstanceSize,
  lifecyclePolicyDocument,
  ObservabilityConfiguration,
  Repository,
  Role,
  Scaling,
  Secret,
} from "../../modules";
import { crossAccountPullPolicy } from "../../modules/ecr/pull-permissions";
import { BaseStack } from "../../stacks";
import { Console } from "../support/console";
import { Deployment, flat } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { createRepository, createSecret } from "../support/existing";
import { Keys } from "../support/keys";
import { startWorld, type World } from "../support/world";

const XRAY = "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess";
const PULL = "arn:aws:iam::aws:policy/service-role/AWSAppRunnerServicePolicyForECRAccess";
const INSTANCE_ROLE = "hello-instance-20240102030405060700000001";

/** Resources created in the console, which Terraform does not manage. */
interface Existing {
  readonly serviceArn: string;
  readonly serviceUrl: string;
  readonly secretArn: string;
  readonly scalingArn: string;
  readonly tracingArn: string;
  /** A key that the service does not use. */
  readonly keyArn: string;
}

/** Mistakes of a user. */
interface Difference {
  readonly adopt?: boolean;
  readonly ownKey?: boolean;
  readonly maxSize?: number;
  readonly www?: boolean | "combined";
}

async function makeEverything(world: World, zoneId: string): Promise<Existing> {
  const console = new Console(world);
  await createRepository(world, "hello");
  const policyText = JSON.stringify(lifecyclePolicyDocument({ keepNewest: 50 }));
  const { ecr, secretsManager } = world.aws;
  await ecr.send(new PutLifecyclePolicyCommand({ repositoryName: "hello", lifecyclePolicyText: policyText }));
  const pullPolicy = JSON.stringify(crossAccountPullPolicy(["444455556666"]));
  await ecr.send(new SetRepositoryPolicyCommand({ repositoryName: "hello", policyText: pullPolicy }));
  await world.pushImage("hello", "latest");
  await createSecret(world, "hello/database", { url: "postgres://db" });
  const { ARN: secretArn = "" } = await secretsManager.send(
    new DescribeSecretCommand({ SecretId: "hello/database" }),
  );
  const accessRoleArn = await console.createRole("AppRunnerECRAccessRole", {
    assumedBy: "build.apprunner.amazonaws.com",
    Path: "/service-role/",
    managedPolicyArns: [PULL],
    statement: { Action: ["ecr:*"], Resource: ["*"] }, // moto has no managed policies
  });
  const instanceRoleArn = await console.createRole(INSTANCE_ROLE, {
    assumedBy: "tasks.apprunner.amazonaws.com",
    statement: { Action: ["secretsmanager:GetSecretValue"], Resource: [secretArn] },
    managedPolicyArns: [XRAY],
  });
  const scalingArn = await console.createScaling("busy", 1, 5);
  const tracingArn = await console.createTracing("traces");
  const { ServiceArn: serviceArn, ServiceUrl: serviceUrl } = await console.createService({
    ServiceName: "hello",
    SourceConfiguration: {
      AutoDeploymentsEnabled: true,
      AuthenticationConfiguration: { AccessRoleArn: accessRoleArn },
      ImageRepository: {
        ImageIdentifier: `${world.accountId}.dkr.ecr.${world.region}.amazonaws.com/hello:latest`,
        ImageRepositoryType: "ECR",
        ImageConfiguration: {
          Port: "8000",
          RuntimeEnvironmentVariables: { LOG_LEVEL: "info" },
          RuntimeEnvironmentSecrets: { DATABASE_URL: `${secretArn}:url::` },
        },
      },
    },
    InstanceConfiguration: { Cpu: "1024", Memory: "2048", InstanceRoleArn: instanceRoleArn },
    AutoScalingConfigurationArn: scalingArn,
    ObservabilityConfiguration: { ObservabilityEnabled: true, ObservabilityConfigurationArn: tracingArn },
  });
  await console.associateDomain(
    { ServiceArn: serviceArn, ServiceUrl: serviceUrl },
    "api.example.com",
    zoneId,
  );
  const keyArn = await new Keys(world).create();
  return { serviceArn, serviceUrl, secretArn, scalingArn, tracingArn, keyArn };
}

function adoptEverything(stack: BaseStack, existing: Existing, difference: Difference = {}): void {
  const { adopt = true, ownKey, maxSize = 5, www = "combined" } = difference;
  const images = new Repository(stack, "Images", {
    repositoryName: "hello",
    imageTagMutability: "MUTABLE",
    scanOnPush: false,
    keepNewest: 50,
    pullAccountIds: ["444455556666"],
    adopt: adopt ? { lifecyclePolicy: true, policy: true } : undefined,
  });
  const { secretArn, scalingArn, serviceArn, tracingArn, keyArn } = existing;
  const database = new Secret(stack, "Database", {
    secretName: "hello/database",
    adopt: adopt ? { secretArn } : undefined,
  });
  const instanceRole = new Role(stack, "InstanceRole", {
    assumedBy: "tasks.apprunner.amazonaws.com",
    namePrefix: "hello-instance-",
    adopt: adopt ? { roleName: INSTANCE_ROLE, policyName: "access", managedPolicyArns: [XRAY] } : undefined,
  });
  const scaling = new Scaling(stack, "Scaling", {
    name: "busy",
    maxSize,
    maxConcurrency: 80,
    adopt: adopt ? { autoScalingConfigurationArn: scalingArn } : undefined,
  });
  const tracing = new ObservabilityConfiguration(stack, "Tracing", {
    name: "traces",
    adopt: adopt ? { observabilityConfigurationArn: tracingArn } : undefined,
  });
  const service = new AppRunnerService(stack, "Api", {
    serviceName: "hello",
    source: ImageSource.ecr(images, { tag: "latest", autoDeploy: true }),
    port: 8000,
    instance: InstanceSize.of({ vcpu: 1, memoryGb: 2 }),
    environment: { LOG_LEVEL: "info" },
    secrets: { DATABASE_URL: database.jsonField("url") },
    healthCheck: HealthCheck.tcp({ intervalSeconds: 10, timeoutSeconds: 5 }),
    accessRole: Role.fromName(stack, "AccessRole", "AppRunnerECRAccessRole", { mutable: false }),
    instanceRole,
    scaling,
    tracing,
    kmsKeyArn: ownKey ? keyArn : undefined,
    adopt: adopt ? { serviceArn } : undefined,
  });
  new CustomDomain(stack, "Domain", {
    service,
    domainName: "api.example.com",
    zone: HostedZone.lookup(stack, "Zone", { domainName: "example.com" }),
    www,
    adopt: adopt ? { validationRecords: true, trafficRecords: true } : undefined,
  });
}

describeEndToEnd("adopting everything that was created in the console", () => {
  let world: World;
  let deployment: Deployment;
  let zoneId: string;
  let existing: Existing;
  let records: unknown;

  beforeAll(async () => {
    world = await startWorld();
    deployment = new Deployment(world);
    zoneId = await world.createZone("example.com");
    existing = await makeEverything(world, zoneId);
    records = await world.records(zoneId);
  });

  afterAll(() => world.stop());

  const synth = (difference?: Difference) => {
    deployment.synth((app, base) => {
      adoptEverything(new BaseStack(app, "all", base), existing, difference);
    });
  };

  async function refusalOf(difference: Difference): Promise<string> {
    synth(difference);
    const { exitCode, output } = await (await deployment.stack("all")).plan();
    expect(exitCode).toBe(1);
    return flat(output);
  }

  test.each<[string, Difference, string]>([
    ["a key that the service does not have", { ownKey: true }, "aws_apprunner_service.Api_"],
    [
      "a maxSize that differs from the existing scaling configuration",
      { maxSize: 6 },
      "aws_apprunner_auto_scaling_configuration_version.Scaling_",
    ],
    ["two associations instead of one", { www: true }, "aws_apprunner_custom_domain_association.Domain_"],
    ["no www instead of www", { www: false }, "aws_apprunner_custom_domain_association.Domain_"],
  ])("does not replace anything given %s", async (_, difference, address) => {
    const output = await refusalOf(difference);
    expect(output).toContain("Error: Instance cannot be destroyed");
    expect(output).toContain(`Resource ${address}`);
  });

  test("imports everything without a change in AWS", async () => {
    synth();
    const { actions, updated } = await deployment.plannedActions("all");
    expect(actions).toEqual({
      create: ["terraform_data"],
      "import no-op": [
        "aws_apprunner_auto_scaling_configuration_version",
        "aws_apprunner_custom_domain_association",
        "aws_apprunner_observability_configuration",
        "aws_apprunner_service",
        "aws_ecr_lifecycle_policy",
        "aws_ecr_repository",
        "aws_ecr_repository_policy",
        "aws_iam_role",
        "aws_iam_role_policy",
        "aws_iam_role_policy_attachment",
        "aws_route53_record",
        "aws_route53_record",
      ],
      "import update": [
        "aws_route53_record",
        "aws_route53_record",
        "aws_route53_record",
        "aws_secretsmanager_secret",
      ],
    });
    // Arguments that exist only in Terraform, not in AWS.
    expect(updated).toEqual([
      "aws_route53_record.allow_overwrite",
      "aws_secretsmanager_secret.force_overwrite_replica_secret",
      "aws_secretsmanager_secret.recovery_window_in_days",
    ]);
  });

  test("changes nothing in AWS, and the plan is empty with and without 'adopt'", async () => {
    await deployment.apply("all");
    await deployment.expectEmptyPlan("all");
    synth({ adopt: false });
    await deployment.expectEmptyPlan("all");

    const { service, domains } = world.appRunner.describe("hello") ?? {};
    expect(service).toMatchObject({
      ServiceArn: existing.serviceArn,
      ServiceUrl: existing.serviceUrl,
      Status: "RUNNING",
    });
    expect(domains?.map(({ DomainName, Status }) => [DomainName, Status])).toEqual([
      ["api.example.com", "active"],
    ]);
    expect(await world.records(zoneId)).toEqual(records);
    const { SecretString } = await world.aws.secretsManager.send(
      new GetSecretValueCommand({ SecretId: existing.secretArn }),
    );
    expect(SecretString).toBe('{"url":"postgres://db"}');
    await world.aws.ecr.send(new GetRepositoryPolicyCommand({ repositoryName: "hello" }));
    for (const call of [
      "UpdateService",
      "DeleteService",
      "AssociateCustomDomain",
      "DisassociateCustomDomain",
    ] as const) {
      expect([call, world.appRunner.calls.of(call).length]).toEqual([
        call,
        call === "AssociateCustomDomain" ? 1 : 0,
      ]);
    }
    expect(world.appRunner.calls.of("CreateService")).toHaveLength(1);
  });
});
