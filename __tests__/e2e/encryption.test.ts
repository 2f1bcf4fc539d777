import { AppRunnerService, ImageSource, Key, Repository, Secret } from "../../modules";
import { BaseStack } from "../../stacks";
import { Deployment, flat } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { startWorld, type World } from "../support/world";

/** Everything uses one key; the service uses a different key if an alias is given. */
function define(stack: BaseStack, serviceKey?: string): void {
  const key = new Key(stack, "Key", { alias: "hello", preventDestroy: false, deletionWindowInDays: 7 });
  const kmsKeyArn = key.keyArn;
  const protection = { preventDestroy: false };
  const repository = new Repository(stack, "Images", { repositoryName: "hello", kmsKeyArn, ...protection });
  const secret = new Secret(stack, "Database", { secretName: "hello/database", kmsKeyArn, ...protection });
  const other = serviceKey && new Key(stack, "Other", { alias: serviceKey, preventDestroy: false });
  if (serviceKey === undefined) return;
  new AppRunnerService(stack, "Api", {
    serviceName: "hello",
    source: ImageSource.ecr(repository, { tag: "1.0.0" }),
    secrets: { DATABASE_URL: secret.jsonField("url") },
    kmsKeyArn: other ? other.keyArn : kmsKeyArn,
    preventDestroy: true,
  });
}

describeEndToEnd("repository, secret and service with a customer managed key", () => {
  let world: World;
  let deployment: Deployment;
  const synth = (serviceKey?: string) => {
    deployment.synth((app, base) => {
      define(new BaseStack(app, "all", base), serviceKey);
    });
  };

  beforeAll(async () => {
    world = await startWorld();
    deployment = new Deployment(world);
  });

  afterAll(() => world.stop());

  test("are deployed with an instance role that can decrypt", async () => {
    synth();
    await deployment.apply("all");
    await world.pushImage("hello", "1.0.0");
    await world.putSecretValue("hello/database", { url: "postgres://db" });
    synth("");
    await deployment.apply("all");
    await deployment.expectEmptyPlan("all");
    // The stand-in fails a deployment whose role cannot decrypt the secret.
    expect(world.appRunner.describe("hello")?.service).toMatchObject({
      Status: "RUNNING",
      EncryptionConfiguration: { KmsKey: expect.stringMatching(/^arn:aws:kms:/) as string },
    });
  });

  test("a different key does not replace a protected service: the plan fails", async () => {
    synth("other");
    const run = await deployment.stack("all");
    const { exitCode, output } = await run.plan();
    expect(exitCode).toBe(1);
    expect(flat(output)).toContain("Instance cannot be destroyed");
    expect(world.appRunner.calls.of("DeleteService")).toEqual([]);
  });
});
