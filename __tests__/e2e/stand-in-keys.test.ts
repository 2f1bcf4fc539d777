import { AppRunnerClient, CreateServiceCommand, StartDeploymentCommand } from "@aws-sdk/client-apprunner";
import { TEST_CREDENTIALS } from "../../testing/references/credentials";
import { defined, publicService } from "../support/app-runner";
import { describeEndToEnd } from "../support/end-to-end";
import { Keys } from "../support/keys";
import { startWorld, type World } from "../support/world";

describeEndToEnd("the customer managed key of a service in the stand-in", () => {
  let world: World;
  let keys: Keys;
  let client: AppRunnerClient;

  beforeAll(async () => {
    world = await startWorld({ appRunner: { delays: { deployment: 1, rollback: 1 } } });
    keys = new Keys(world);
    const { endpoint } = world.appRunner;
    client = new AppRunnerClient({
      endpoint,
      region: world.region,
      credentials: TEST_CREDENTIALS,
      maxAttempts: 1,
    });
  });

  afterAll(async () => {
    client.destroy();
    await world.stop();
  });

  /** Creates a service with a key, and returns the result. */
  async function create(ServiceName: string, KmsKey: string) {
    const EncryptionConfiguration = { KmsKey };
    await client.send(new CreateServiceCommand({ ...publicService(ServiceName), EncryptionConfiguration }));
    return outcome(ServiceName);
  }

  async function outcome(ServiceName: string) {
    await world.appRunner.settled();
    const { service, events } = defined(world.appRunner.describe(ServiceName));
    const reason = events.findLast((event) => event.includes("failed:"))?.replace(/^.*failed: /, "");
    return { status: service.Status, reason };
  }

  test("must exist, be enabled and allow the account to use it", async () => {
    const [disabled, deleted, denied] = [
      await keys.create(),
      await keys.create(),
      await keys.createForOneRole(),
    ];
    await keys.disable(disabled);
    await keys.scheduleDeletion(deleted);
    const missing = disabled.replace(/[^/]+$/, "00000000-0000-0000-0000-000000000000");
    const status = "CREATE_FAILED";
    expect(await create("missing", missing)).toEqual({
      status,
      reason: `the KMS key ${missing} does not exist`,
    });
    expect(await create("disabled", disabled)).toEqual({
      status,
      reason: `the KMS key ${disabled} is Disabled`,
    });
    expect(await create("deleted", deleted)).toEqual({
      status,
      reason: `the KMS key ${deleted} is PendingDeletion`,
    });
    expect(await create("denied", denied)).toEqual({
      status,
      reason: `KMS access denied: the policy of ${denied} does not allow kms:GenerateDataKey`,
    });
  });

  test("must be enabled for each deployment", async () => {
    const key = await keys.create();
    expect(await create("hello", key)).toEqual({ status: "RUNNING", reason: undefined });
    await keys.disable(key);
    const { ServiceArn } = defined(world.appRunner.describe("hello")).service;
    await client.send(new StartDeploymentCommand({ ServiceArn }));
    expect(await outcome("hello")).toEqual({ status: "RUNNING", reason: `the KMS key ${key} is Disabled` });
  });

  test("is rejected immediately if it is a multi-Region key", async () => {
    const key = await keys.create({ MultiRegion: true });
    await expect(create("everywhere", key)).rejects.toThrow(
      "at 'encryptionConfiguration.kmsKey' failed to satisfy constraint",
    );
  });
});
