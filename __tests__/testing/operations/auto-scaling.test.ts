import {
  CreateAutoScalingConfigurationCommand,
  CreateServiceCommand,
  DeleteAutoScalingConfigurationCommand,
  DeleteServiceCommand,
  DescribeAutoScalingConfigurationCommand,
  ListAutoScalingConfigurationsCommand,
  ListServicesForAutoScalingConfigurationCommand,
  UpdateDefaultAutoScalingConfigurationCommand,
  UpdateServiceCommand,
  type CreateAutoScalingConfigurationRequest,
  type ListAutoScalingConfigurationsRequest,
} from "@aws-sdk/client-apprunner";

import { defined, publicService, setUp, type Setup } from "../../support/app-runner";

let setup: Setup;

beforeEach(async () => {
  setup = await setUp();
});
afterEach(() => setup.stop());

async function create(settings: Partial<CreateAutoScalingConfigurationRequest> = {}) {
  const request = { AutoScalingConfigurationName: "hello", ...settings };
  const answer = await setup.client.send(new CreateAutoScalingConfigurationCommand(request));
  return defined(answer.AutoScalingConfiguration);
}

async function describeOne(AutoScalingConfigurationArn: string | undefined) {
  const command = new DescribeAutoScalingConfigurationCommand({ AutoScalingConfigurationArn });
  return defined((await setup.client.send(command)).AutoScalingConfiguration);
}

async function remove(AutoScalingConfigurationArn: string | undefined, DeleteAllRevisions?: boolean) {
  const command = new DeleteAutoScalingConfigurationCommand({
    AutoScalingConfigurationArn,
    DeleteAllRevisions,
  });
  return defined((await setup.client.send(command)).AutoScalingConfiguration);
}

/** Lists configurations as `<name>/<revision>`. */
async function list(request: ListAutoScalingConfigurationsRequest = {}): Promise<string[]> {
  const answer = await setup.client.send(new ListAutoScalingConfigurationsCommand(request));
  return defined(answer.AutoScalingConfigurationSummaryList).map(
    (one) => `${one.AutoScalingConfigurationName}/${one.AutoScalingConfigurationRevision}`,
  );
}

async function makeDefault(AutoScalingConfigurationArn: string | undefined) {
  const command = new UpdateDefaultAutoScalingConfigurationCommand({ AutoScalingConfigurationArn });
  return defined((await setup.client.send(command)).AutoScalingConfiguration);
}

async function createService(name: string, AutoScalingConfigurationArn?: string) {
  const request = { ...publicService(name), AutoScalingConfigurationArn };
  const service = defined((await setup.client.send(new CreateServiceCommand(request))).Service);
  await setup.standIn.settled();
  return service;
}

const PARTIAL = "arn:aws:apprunner:us-east-1:123456789012:autoscalingconfiguration";

describe("an auto scaling configuration", () => {
  test("is created with defaults, and has a status in lowercase", async () => {
    expect(await create()).toMatchObject({
      AutoScalingConfigurationRevision: 1,
      MaxConcurrency: 100,
      MinSize: 1,
      MaxSize: 25,
      Status: "active",
      Latest: true,
      HasAssociatedService: false,
      IsDefault: false,
    });
  });

  test("gets the next revision if the name exists", async () => {
    const first = await create();
    expect(await create()).toMatchObject({ AutoScalingConfigurationRevision: 2, Latest: true });
    expect(await describeOne(first.AutoScalingConfigurationArn)).toMatchObject({ Latest: false });
  });

  test("has at most five active revisions, numbered after the latest active one", async () => {
    const arns: (string | undefined)[] = [];
    for (let count = 0; count < 5; count += 1) arns.push((await create()).AutoScalingConfigurationArn);
    await expect(create()).rejects.toMatchObject({ name: "ServiceQuotaExceededException" });
    await remove(arns[4]);
    const again = await create();
    expect(again).toMatchObject({ AutoScalingConfigurationRevision: 5 });
    expect(again.AutoScalingConfigurationArn).not.toBe(arns[4]);
    await remove(arns[0]);
    expect(await create()).toMatchObject({ AutoScalingConfigurationRevision: 6 });
  });

  test.each([
    ["the highest is deleted", [3], 3],
    ["a lower one is deleted", [1], 4],
    ["the two highest are deleted", [3, 2], 2],
    ["all are deleted", [1, 2, 3], 1],
  ])("gets a revision above the highest active one if %s", async (_, deleted, expected) => {
    const made = [await create(), await create(), await create()];
    for (const revision of deleted) await remove(made[revision - 1]?.AutoScalingConfigurationArn);
    const next = await create();
    expect(next).toMatchObject({ AutoScalingConfigurationRevision: expected, Latest: true });
    expect(made.map((one) => one.AutoScalingConfigurationArn)).not.toContain(
      next.AutoScalingConfigurationArn,
    );
    const partial = await describeOne(`${PARTIAL}/hello/${expected}`);
    expect(partial.AutoScalingConfigurationArn).toBe(next.AutoScalingConfigurationArn);
  });

  test("can have ten names, and a name without active revisions is free", async () => {
    const names = Array.from({ length: 10 }, (_, index) => `name-${index}`);
    for (const AutoScalingConfigurationName of names) await create({ AutoScalingConfigurationName });
    await expect(create()).rejects.toMatchObject({ name: "ServiceQuotaExceededException" });
    await create({ AutoScalingConfigurationName: "name-3" });
    await remove(`${PARTIAL}/name-3`, true);
    expect(await create()).toMatchObject({ AutoScalingConfigurationRevision: 1 });
  });

  test("can't be deleted while a service uses it", async () => {
    const used = await create();
    const next = await create();
    const { Service } = await setup.client.send(
      new CreateServiceCommand({
        ...publicService("hello"),
        AutoScalingConfigurationArn: used.AutoScalingConfigurationArn,
      }),
    );
    await setup.standIn.settled();
    await expect(remove(used.AutoScalingConfigurationArn)).rejects.toThrow(
      /It's used by one or more services/,
    );
    setup.standIn.setDelays({ deployment: 200 });
    await setup.client.send(
      new UpdateServiceCommand({
        ServiceArn: defined(Service).ServiceArn,
        AutoScalingConfigurationArn: next.AutoScalingConfigurationArn,
      }),
    );
    // The running version uses it until the update is complete.
    await expect(remove(used.AutoScalingConfigurationArn)).rejects.toThrow(
      /It's used by one or more services/,
    );
    await setup.standIn.settled();
    await remove(used.AutoScalingConfigurationArn);
    expect(await describeOne(used.AutoScalingConfigurationArn)).toMatchObject({ Status: "inactive" });
  });

  test("is found by an ARN without a revision", async () => {
    await create();
    await create();
    const arn = "arn:aws:apprunner:us-east-1:123456789012:autoscalingconfiguration/hello";
    expect(await describeOne(arn)).toMatchObject({ AutoScalingConfigurationRevision: 2 });
    expect(await describeOne(`${arn}/1`)).toMatchObject({ AutoScalingConfigurationRevision: 1 });
  });

  test.each([
    ["a short name", { AutoScalingConfigurationName: "abc" }],
    ["a long name", { AutoScalingConfigurationName: "a".repeat(33) }],
    ["concurrency 0", { MaxConcurrency: 0 }],
    ["too much concurrency", { MaxConcurrency: 201 }],
    ["minimum size 0", { MinSize: 0 }],
    ["too many instances", { MinSize: 26, MaxSize: 30 }],
    ["min above max", { MinSize: 3, MaxSize: 2 }],
  ])("is rejected with %s", async (_, settings) => {
    await expect(create(settings)).rejects.toMatchObject({ name: "InvalidRequestException" });
  });

  test("exists as the default of a new account, which can't be deleted", async () => {
    const { AutoScalingConfigurationSummaryList: all } = await setup.client.send(
      new ListAutoScalingConfigurationsCommand({}),
    );
    expect(all).toMatchObject([{ AutoScalingConfigurationName: "DefaultConfiguration", IsDefault: true }]);
    await expect(remove(all?.[0]?.AutoScalingConfigurationArn)).rejects.toThrow(
      "You can't delete a reserved auto scaling configuration",
    );
    expect(setup.standIn.isEmpty).toBe(true);
  });
});

describe("a deleted auto scaling configuration", () => {
  test("can be described, but not used, deleted again, made the default or listed", async () => {
    const { AutoScalingConfigurationArn: arn } = await create();
    expect(await remove(arn)).toMatchObject({ Status: "inactive", Latest: false });
    expect((await describeOne(arn)).DeletedAt).toBeInstanceOf(Date);
    const gone = "The auto scaling configuration you specified has been deleted";
    await expect(remove(arn)).rejects.toThrow(gone);
    await expect(makeDefault(arn)).rejects.toThrow(gone);
    await expect(createService("hello", arn)).rejects.toThrow("ARN you specified isn't valid");
    await expect(describeOne(`${PARTIAL}/hello`)).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
    expect(await list()).toEqual(["DefaultConfiguration/1"]);
  });

  test("is the latest revision if the ARN has no number", async () => {
    await create();
    await create();
    expect(await remove(`${PARTIAL}/hello`)).toMatchObject({
      AutoScalingConfigurationRevision: 2,
      Latest: false,
    });
    expect(await describeOne(`${PARTIAL}/hello`)).toMatchObject({
      AutoScalingConfigurationRevision: 1,
      Latest: true,
    });
  });
});

describe("DeleteAllRevisions", () => {
  test("deletes all active revisions of a name", async () => {
    const first = await create();
    await create();
    expect(await remove(`${PARTIAL}/hello`, true)).toMatchObject({ AutoScalingConfigurationRevision: 2 });
    expect(await describeOne(first.AutoScalingConfigurationArn)).toMatchObject({ Status: "inactive" });
    expect(await list({ AutoScalingConfigurationName: "hello", LatestOnly: false })).toEqual([]);
  });

  test.each<[string, (arn: string) => Promise<unknown>, RegExp]>([
    ["the ARN has a revision", () => remove(`${PARTIAL}/hello/1`, true), /ends with the name/],
    ["the ARN is complete", (arn) => remove(arn, true), /ends with the name/],
    [
      "a service uses one",
      async (arn) => [await createService("api1", arn), await remove(`${PARTIAL}/hello`, true)],
      /used by one or more services/,
    ],
    [
      "one is the default",
      async (arn) => [await makeDefault(arn), await remove(`${PARTIAL}/hello`, true)],
      /reserved/,
    ],
  ])("deletes nothing if %s", async (_, act, message) => {
    const { AutoScalingConfigurationArn: arn } = await create();
    await create();
    await expect(act(defined(arn))).rejects.toThrow(message);
    expect(await list({ AutoScalingConfigurationName: "hello", LatestOnly: false })).toEqual([
      "hello/1",
      "hello/2",
    ]);
  });
});

describe("ListAutoScalingConfigurations", () => {
  test.each<[ListAutoScalingConfigurationsRequest, string[]]>([
    [{}, ["DefaultConfiguration/1", "hello/2", "other/1"]],
    [{ LatestOnly: true }, ["DefaultConfiguration/1", "hello/2", "other/1"]],
    [{ LatestOnly: false }, ["DefaultConfiguration/1", "hello/1", "hello/2", "other/1"]],
    [{ AutoScalingConfigurationName: "hello" }, ["hello/2"]],
    [{ AutoScalingConfigurationName: "hello", LatestOnly: false }, ["hello/1", "hello/2"]],
    [{ AutoScalingConfigurationName: "missing" }, []],
  ])("%j returns %j", async (request, expected) => {
    await create();
    await create();
    await create({ AutoScalingConfigurationName: "other" });
    expect(await list(request)).toEqual(expected);
  });
});

describe("the default auto scaling configuration", () => {
  test("is assigned to new services only", async () => {
    const before = await createService("before");
    const { AutoScalingConfigurationArn: arn } = await create();
    expect(await makeDefault(arn)).toMatchObject({ IsDefault: true });
    await createService("after");
    const used = (name: string) => setup.standIn.describe(name)?.service.AutoScalingConfigurationSummary;
    expect(used("before")).toMatchObject({
      AutoScalingConfigurationName: "DefaultConfiguration",
      IsDefault: false,
    });
    expect(used("after")).toMatchObject({ AutoScalingConfigurationArn: arn, IsDefault: true });
    const InstanceConfiguration = { Cpu: "2048", Memory: "4096" };
    await setup.client.send(
      new UpdateServiceCommand({ ServiceArn: before.ServiceArn, InstanceConfiguration }),
    );
    expect(used("before")).toMatchObject({ AutoScalingConfigurationName: "DefaultConfiguration" });
  });

  test("can be any revision, and the latest for an ARN without a number", async () => {
    await create();
    await create();
    expect(await makeDefault(`${PARTIAL}/hello/1`)).toMatchObject({ AutoScalingConfigurationRevision: 1 });
    expect(await makeDefault(`${PARTIAL}/hello`)).toMatchObject({ AutoScalingConfigurationRevision: 2 });
    expect(await describeOne(`${PARTIAL}/hello/1`)).toMatchObject({ IsDefault: false });
    await expect(makeDefault(`${PARTIAL}/missing`)).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });

  test("can be replaced, and then App Runner's own can be changed and deleted", async () => {
    const own = { AutoScalingConfigurationName: "DefaultConfiguration", MinSize: 2 };
    expect(await create(own)).toMatchObject({ AutoScalingConfigurationRevision: 2, IsDefault: false });
    expect(setup.standIn.isEmpty).toBe(false);
    await makeDefault((await create()).AutoScalingConfigurationArn);
    await remove(`${PARTIAL}/DefaultConfiguration`, true);
    expect(await list()).toEqual(["hello/1"]);
    expect(await create(own)).toMatchObject({ AutoScalingConfigurationRevision: 1, IsDefault: false });
  });
});

test("the services of an auto scaling configuration are listed until they are deleted", async () => {
  const { AutoScalingConfigurationArn: arn } = await create();
  const services = async (AutoScalingConfigurationArn = arn) => {
    const command = new ListServicesForAutoScalingConfigurationCommand({ AutoScalingConfigurationArn });
    return (await setup.client.send(command)).ServiceArnList;
  };
  const { ServiceArn } = await createService("hello", `${PARTIAL}/hello`);
  await createService("other");
  expect(await services()).toEqual([ServiceArn]);
  expect(await services(`${PARTIAL}/hello/1`)).toEqual([ServiceArn]);
  expect(await describeOne(arn)).toMatchObject({ HasAssociatedService: true });
  await setup.client.send(new DeleteServiceCommand({ ServiceArn }));
  await setup.standIn.settled();
  expect(await services()).toEqual([]);
  expect(await describeOne(arn)).toMatchObject({ HasAssociatedService: false });
});
