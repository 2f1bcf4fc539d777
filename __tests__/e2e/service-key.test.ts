import { AppRunnerService, ImageSource, type IKey, Key } from "../../modules";
import { BaseStack } from "../../stacks";
import { Deployment, expectSuccess, flat } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { Keys } from "../support/keys";
import { PUBLIC_IMAGE } from "../support/services";
import { startWorld, type World } from "../support/world";

const source = ImageSource.ecrPublic(PUBLIC_IMAGE);

describeEndToEnd("a service with an existing key", () => {
  let world: World;
  let deployment: Deployment;
  let keys: Keys;
  let keyArn: string;

  beforeAll(async () => {
    world = await startWorld();
    deployment = new Deployment(world);
    keys = new Keys(world);
    keyArn = await keys.create();
    synth("hello", (stack) => Key.fromAlias(stack, "Key", "team/hello"));
  });

  afterAll(() => world.stop());

  beforeEach(() => {
    world.appRunner.calls.clear();
  });

  function synth(id: string, keyOf: (stack: BaseStack) => IKey): void {
    deployment.synth((app, base) => {
      const stack = new BaseStack(app, id, base);
      const kmsKeyArn = keyOf(stack).keyArn;
      new AppRunnerService(stack, "Api", { serviceName: id, source, kmsKeyArn });
    });
  }

  /** Terraform's error when an apply stops before App Runner is called. */
  async function stopped(id: string): Promise<string> {
    const { exitCode, output } = await (await deployment.stack(id)).apply();
    expect(exitCode).toBe(1);
    expect(world.appRunner.calls.of("CreateService")).toEqual([]);
    expect(world.appRunner.calls.of("UpdateService")).toEqual([]);
    return flat(output);
  }

  test("is not created if no key has the alias", async () => {
    expect(await stopped("hello")).toContain(
      "the key 'alias/team/hello' (hello/Key); if it is missing: aws kms create-alias --alias-name alias/team/hello",
    );
  });

  test("is not created if the key is disabled", async () => {
    await keys.name(keyArn, "team/hello");
    await keys.disable(keyArn);
    expect(await stopped("hello")).toContain(
      `The KMS key of hello/Api, ${keyArn}, is Disabled, not Enabled, so App Runner cannot encrypt with it. ` +
        `Enable it: aws kms enable-key --key-id ${keyArn} --region ${world.region}.`,
    );
  });

  test("is not created if the key is scheduled for deletion", async () => {
    await keys.scheduleDeletion(keyArn);
    const output = await stopped("hello");
    expect(output).toContain("PendingDeletion with data.aws_kms_alias.");
    expect(output).toContain("if it is PendingDeletion: aws kms cancel-key-deletion --key-id <key id>");
  });

  test("is created if the key is enabled", async () => {
    await keys.cancelDeletion(keyArn);
    await keys.enable(keyArn);
    await deployment.apply("hello");
    await deployment.expectEmptyPlan("hello");
    expect(world.appRunner.describe("hello")?.service).toMatchObject({
      Status: "RUNNING",
      EncryptionConfiguration: { KmsKey: keyArn },
    });
  });

  test("is not updated if the key is disabled, but can be destroyed", async () => {
    await keys.disable(keyArn);
    expect(await stopped("hello")).toContain("is Disabled, not Enabled");
    expectSuccess(await (await deployment.stack("hello")).destroy());
    expect(world.appRunner.serviceNames).toEqual([]);
  });

  test("is not created with the ARN of a key that is scheduled for deletion", async () => {
    const doomed = await keys.create();
    await keys.scheduleDeletion(doomed);
    synth("doomed", (stack) => Key.fromArn(stack, "Key", doomed));
    const output = await stopped("doomed");
    expect(output).toContain(`The KMS key of doomed/Api, ${doomed}, is PendingDeletion, not Enabled`);
    expect(output).toContain(
      `If it is PendingDeletion, first run: aws kms cancel-key-deletion --key-id ${doomed} --region ${world.region}.`,
    );
  });

  test("is not created with a key that does not exist", async () => {
    const missing = keyArn.replace(/[^/]+$/, "1234abcd-12ab-34cd-a6ef-1234567890ab");
    synth("missing", (stack) => Key.fromArn(stack, "Key", missing));
    expect(await stopped("missing")).toContain(
      "the KMS key of missing/Api; if it is missing or in another region: pass the ARN of an existing key as kmsKeyArn",
    );
  });

  test("fails with the reason in its log if the key policy does not allow its use", async () => {
    const denied = await keys.createForOneRole();
    synth("denied", (stack) => Key.fromArn(stack, "Key", denied));
    const { exitCode, output } = await (await deployment.stack("denied")).apply();
    expect(exitCode).toBe(1);
    expect(flat(output)).toContain("CREATE_FAILED");
    expect(world.appRunner.describe("denied")?.events.join()).toContain(
      `KMS access denied: the policy of ${denied} does not allow kms:GenerateDataKey`,
    );
  });
});
