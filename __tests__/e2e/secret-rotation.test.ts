import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { type SecretReference, Secret } from "../../modules";
import { createSecret } from "../support/existing";
import { Deployment, flat } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { publicService } from "../support/services";
import { BaseStack } from "../../stacks";
import { startWorld, type World } from "../support/world";

describeEndToEnd("a service that is deployed again when a secret changes", () => {
  let world: World;
  let deployment: Deployment;
  const synth = (refer: (secret: ReturnType<typeof Secret.fromName>) => SecretReference) => {
    deployment.synth((app, base) => {
      const arns = new BaseStack(app, "secrets", base);
      const secrets = { API_KEY: refer(Secret.fromName(arns, "ApiKey", "hello/key")) };
      publicService(app, base, { secrets, redeployOnSecretChange: true });
    });
  };

  beforeAll(async () => {
    world = await startWorld();
    deployment = new Deployment(world);
    await createSecret(world, "hello/key", "first");
    synth((secret) => secret.wholeValue());
    await deployment.apply("secrets");
    await deployment.apply("service");
    await deployment.expectEmptyPlan("service");
  });

  afterAll(() => world.stop());

  test("deploys once for a new value, and then has an empty plan", async () => {
    const before = world.appRunner.calls.of("StartDeployment").length;
    await world.putSecretValue("hello/key", "second");
    const changes = await deployment.plannedChanges("service");
    expect(Object.entries(changes).map(([address, action]) => [address.split(".")[0], action])).toEqual([
      ["aws_apprunner_deployment", "delete+create"],
      ["terraform_data", "delete+create"],
    ]);
    await deployment.apply("service");
    expect(world.appRunner.calls.of("StartDeployment")).toHaveLength(before + 1);
    expect(world.appRunner.calls.of("UpdateService")).toEqual([]);
    await deployment.expectEmptyPlan("service");
  });

  test("uses AWSPREVIOUS, and a version by ID", async () => {
    const get = new GetSecretValueCommand({ SecretId: "hello/key", VersionStage: "AWSPREVIOUS" });
    const { ARN, VersionId } = await world.aws.secretsManager.send(get);
    const configured = () =>
      world.appRunner.describe("hello")?.service.SourceConfiguration?.ImageRepository?.ImageConfiguration;
    synth((secret) => secret.wholeValue({ versionStage: "AWSPREVIOUS" }));
    await deployment.apply("service");
    expect(configured()?.RuntimeEnvironmentSecrets).toEqual({ API_KEY: `${ARN}::AWSPREVIOUS:` });
    synth((secret) => secret.wholeValue({ versionId: VersionId }));
    await deployment.apply("service");
    expect(configured()?.RuntimeEnvironmentSecrets).toEqual({ API_KEY: `${ARN}:::${VersionId}` });
  });

  test("stops before App Runner is called if the version does not exist", async () => {
    const updates = world.appRunner.calls.of("UpdateService").length;
    synth((secret) => secret.wholeValue({ versionStage: "canary" }));
    const run = await deployment.stack("service");
    const { exitCode, output } = await run.apply();
    expect(exitCode).toBe(1);
    expect(flat(output)).toContain("has no version with the stage canary");
    expect(flat(output)).toContain(
      "List the existing versions: aws secretsmanager list-secret-version-ids --secret-id hello/key --region us-east-1",
    );
    expect(world.appRunner.calls.of("UpdateService")).toHaveLength(updates);
  });
});
