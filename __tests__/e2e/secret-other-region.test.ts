import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { CreateRepositoryCommand } from "@aws-sdk/client-ecr";
import { CreateSecretCommand, PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import type { TerraformProvider, TerraformStack } from "cdktf";
import { AppRunnerService, ImageSource, Repository, Secret } from "../../modules";
import { BaseStack } from "../../stacks";
import { type AwsClients, createClients } from "../../testing/references/clients";
import { TEST_CREDENTIALS } from "../../testing/references/credentials";
import { Deployment, flat } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import type { OtherAccount } from "../support/other-account";
import { SecretsGateway } from "../support/secrets-gateway";
import { startWorld, type World } from "../support/world";

const REGION = "us-west-2";

describeEndToEnd("an image and secrets of a different region and account", () => {
  let world: World;
  let deployment: Deployment;
  let far: AwsClients;
  let other: OtherAccount;
  let farSecret: string;
  let otherSecret: string;

  beforeAll(async () => {
    world = await startWorld();
    deployment = new Deployment(world);
    far = createClients({ endpoint: world.moto.endpoint, region: REGION, credentials: TEST_CREDENTIALS });
    other = await world.otherAccount("444455556666");
    farSecret = await createSecret(far, "hello/far");
    otherSecret = await createSecret(other.aws, "hello/other");
    await far.ecr.send(new CreateRepositoryCommand({ repositoryName: "hello" }));
  });

  afterAll(() => world.stop());

  async function createSecret({ secretsManager }: AwsClients, Name: string): Promise<string> {
    return (await secretsManager.send(new CreateSecretCommand({ Name }))).ARN ?? "";
  }

  async function setSecret({ secretsManager }: AwsClients, SecretId: string): Promise<void> {
    await secretsManager.send(new PutSecretValueCommand({ SecretId, SecretString: "a value" }));
  }

  /** A service. With `lookUp`, its image and secrets are looked up in their regions and accounts. */
  function synth(lookUp: boolean): void {
    deployment.synth((app, base) => {
      const stack = new BaseStack(app, "service", { ...base, accountId: world.accountId });
      const [region, account] = lookUp ? providers(stack) : [];
      const arn = `arn:aws:ecr:${REGION}:${world.accountId}:repository/hello`;
      const repository = Repository.fromArn(stack, "Images", arn, { provider: region });
      new AppRunnerService(stack, "Api", {
        serviceName: "hello",
        source: ImageSource.ecr(repository, { tag: "1.0.0" }),
        secrets: {
          FAR: Secret.fromArn(stack, "Far", farSecret, { provider: region }).wholeValue(),
          OTHER: Secret.fromArn(stack, "Other", otherSecret, { provider: account }).wholeValue(),
          ...(region && {
            NAMED: Secret.fromName(stack, "Named", "hello/far", { provider: region }).wholeValue(),
          }),
        },
      });
    });
  }

  function providers(stack: TerraformStack): TerraformProvider[] {
    const { roleArn } = other;
    return [
      new AwsProvider(stack, "FarAws", { alias: "far", region: REGION }),
      new AwsProvider(stack, "OtherAws", { alias: "other", region: world.region, assumeRole: [{ roleArn }] }),
    ];
  }

  async function applyThatStops(): Promise<string> {
    const result = await (await deployment.stack("service")).apply();
    expect(result.exitCode).toBe(1);
    expect(world.appRunner.calls.of("CreateService")).toEqual([]);
    return flat(result.output);
  }

  test("that are missing stop the plan, with providers that look them up", async () => {
    synth(true);
    const output = await applyThatStops();
    expect(output).toContain("the image of service/Api; if it is missing: docker push");
    expect(output).toContain(`.dkr.ecr.${REGION}.amazonaws.com/hello:1.0.0`);
  });

  test("that have no values stop the plan", async () => {
    await world.pushImage("hello", "1.0.0", far.ecr);
    const output = await applyThatStops();
    expect(output).toContain("The secret 'hello/far' (service/Far) has no value");
    expect(output).toContain("The secret 'hello/other' (service/Other) has no value");
  });

  test("are found with providers that look them up", async () => {
    await setSecret(far, farSecret);
    await setSecret(other.aws, otherSecret);
    await deployment.apply("service");
    expect(world.appRunner.describe("hello")?.service.Status).toBe("RUNNING");
    await deployment.expectEmptyPlan("service");
  });

  test("are assumed to exist without a provider", async () => {
    synth(false);
    await deployment.apply("service");
    const { service } = world.appRunner.describe("hello") ?? {};
    const image = service?.SourceConfiguration?.ImageRepository?.ImageConfiguration;
    expect(image?.RuntimeEnvironmentSecrets).toEqual({ FAR: farSecret, OTHER: otherSecret });
  });
});

describeEndToEnd("a service that reads the replica of a secret in another region", () => {
  let world: World;
  let secrets: SecretsGateway;
  let deployment: Deployment;

  beforeAll(async () => {
    world = await startWorld();
    secrets = await SecretsGateway.start(world.moto.endpoint);
    deployment = new Deployment(world, { AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.endpoint });
  });

  afterAll(async () => {
    await secrets.stop();
    await world.stop();
  });

  function synth(): void {
    deployment.synth((app, base) => {
      const secret = new Secret(new BaseStack(app, "far", { ...base, region: REGION }), "Database", {
        secretName: "hello/database",
        replicas: [{ region: world.region }],
      });
      new AppRunnerService(new BaseStack(app, "service", base), "Api", {
        serviceName: "hello",
        source: ImageSource.ecrPublic("public.ecr.aws/aws-containers/hello-app-runner:latest"),
        secrets: { DATABASE_URL: secret.replica(world.region).jsonField("url") },
        redeployOnSecretChange: true,
      });
    });
  }

  test("waits for a value, which only the secret itself accepts", async () => {
    synth();
    await deployment.apply("far");
    const { exitCode, output } = await (await deployment.stack("service")).apply();
    expect(exitCode).toBe(1);
    expect(flat(output)).toContain(`put-secret-value --secret-id hello/database --region ${REGION}`);
  });

  test("starts with the ARN of the replica", async () => {
    const { secretsManager } = createClients({
      endpoint: world.moto.endpoint,
      region: REGION,
      credentials: TEST_CREDENTIALS,
    });
    const SecretString = '{"url":"a value"}';
    await secretsManager.send(new PutSecretValueCommand({ SecretId: "hello/database", SecretString }));
    await deployment.apply("service");
    await deployment.expectEmptyPlan("service");
    const { service } = world.appRunner.describe("hello") ?? {};
    const { DATABASE_URL } =
      service?.SourceConfiguration?.ImageRepository?.ImageConfiguration?.RuntimeEnvironmentSecrets ?? {};
    expect(DATABASE_URL).toMatch(
      new RegExp(
        `^arn:aws:secretsmanager:${world.region}:${world.accountId}:secret:hello/database-\\w{6}:url::$`,
      ),
    );
  });
});
