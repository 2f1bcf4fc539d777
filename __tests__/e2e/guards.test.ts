import { DeleteSecretCommand } from "@aws-sdk/client-secrets-manager";
import { AppRunnerService, ImageSource, Repository, Secret } from "../../modules";
import { BaseStack } from "../../stacks";
import { Deployment, expectSuccess, flat } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { createRepository, createSecret } from "../support/existing";
import { startWorld, type World } from "../support/world";

describeEndToEnd("the start guards", () => {
  let world: World;
  let deployment: Deployment;

  beforeAll(async () => {
    world = await startWorld();
    deployment = new Deployment(world);
    await createRepository(world, "hello");
    await createSecret(world, "hello/database");
  });

  afterAll(() => world.stop());

  beforeEach(() => {
    world.appRunner.calls.clear();
  });

  function synth(tag: string): void {
    deployment.synth((app, base) => {
      const stack = new BaseStack(app, "guarded", base);
      new AppRunnerService(stack, "Api", {
        serviceName: "hello",
        source: ImageSource.ecr(Repository.fromName(stack, "Images", "hello"), { tag }),
        secrets: { DATABASE_URL: Secret.fromName(stack, "Database", "hello/database").jsonField("url") },
      });
    });
  }

  async function applyThatStops(): Promise<string> {
    const run = await deployment.stack("guarded");
    const result = await run.apply();
    expect(result.exitCode).toBe(1);
    expect(world.appRunner.calls.of("CreateService")).toEqual([]);
    expect(world.appRunner.calls.of("UpdateService")).toEqual([]);
    return flat(result.output);
  }

  const secretWithoutValue =
    "The secret 'hello/database' (guarded/Database) has no value, so guarded/Api could not start. " +
    "Set it first: aws secretsmanager put-secret-value --secret-id hello/database --region us-east-1 " +
    "--secret-string file://value.json";

  test("stop the first apply if the image is missing", async () => {
    synth("1.0.0");
    const output = await applyThatStops();
    expect(output).toContain("the image of guarded/Api; if it is missing: docker push ");
    expect(output).toContain("aws ecr describe-repositories --repository-names hello --region us-east-1");
    expect(output).toContain("--output text):1.0.0");
  });

  test("stop the first apply if the secret has no value", async () => {
    await world.pushImage("hello", "1.0.0");
    expect(await applyThatStops()).toContain(secretWithoutValue);
  });

  test("pass if both the image and the value exist", async () => {
    await world.putSecretValue("hello/database", { url: "postgres://db" });
    await deployment.apply("guarded");
    expect(world.appRunner.describe("hello")?.service.Status).toBe("RUNNING");
  });

  test("stop an update to a missing image", async () => {
    synth("2.0.0");
    expect(await applyThatStops()).toContain("the image of guarded/Api; if it is missing: docker push");
  });

  test("stop an update if the secret is scheduled for deletion", async () => {
    await world.pushImage("hello", "2.0.0");
    await world.aws.secretsManager.send(new DeleteSecretCommand({ SecretId: "hello/database" }));
    const output = await applyThatStops();
    expect(output).toContain("couldn't find resource");
    expect(output).toContain(
      "the secret 'hello/database' (guarded/Database); if it is missing or scheduled for deletion: aws secretsmanager",
    );
    expect(output).toContain("restore-secret --secret-id hello/database");
  });

  test("do not read secret values", () => {
    expect(JSON.stringify(world.appRunner.describe("hello"))).not.toContain("postgres://db");
  });

  test("block a destroy, except with -refresh=false", async () => {
    const run = await deployment.stack("guarded");
    expect((await run.destroy()).exitCode).toBe(1);
    expectSuccess(await run.destroy("-refresh=false"));
    expect(world.appRunner.serviceNames).toEqual([]);
  });
});
