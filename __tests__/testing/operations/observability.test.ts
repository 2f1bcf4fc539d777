import {
  CreateObservabilityConfigurationCommand,
  CreateServiceCommand,
  DeleteObservabilityConfigurationCommand,
  DescribeObservabilityConfigurationCommand,
  ListObservabilityConfigurationsCommand,
  UpdateServiceCommand,
  type ListObservabilityConfigurationsRequest,
} from "@aws-sdk/client-apprunner";

import { defined, publicService, setUp, type Setup } from "../../support/app-runner";

let setup: Setup;

beforeEach(async () => {
  setup = await setUp();
});
afterEach(() => setup.stop());

async function create(ObservabilityConfigurationName = "hello") {
  const command = new CreateObservabilityConfigurationCommand({
    ObservabilityConfigurationName,
    TraceConfiguration: { Vendor: "AWSXRAY" },
  });
  return defined((await setup.client.send(command)).ObservabilityConfiguration);
}

async function describeOne(ObservabilityConfigurationArn: string | undefined) {
  const command = new DescribeObservabilityConfigurationCommand({ ObservabilityConfigurationArn });
  return defined((await setup.client.send(command)).ObservabilityConfiguration);
}

async function remove(ObservabilityConfigurationArn: string | undefined) {
  const command = new DeleteObservabilityConfigurationCommand({ ObservabilityConfigurationArn });
  return defined((await setup.client.send(command)).ObservabilityConfiguration);
}

async function list(request: ListObservabilityConfigurationsRequest = {}) {
  const answer = await setup.client.send(new ListObservabilityConfigurationsCommand(request));
  return defined(answer.ObservabilityConfigurationSummaryList);
}

const PARTIAL = "arn:aws:apprunner:us-east-1:123456789012:observabilityconfiguration";

describe("an observability configuration", () => {
  test("gets a revision above the highest active one", async () => {
    const [first, second] = [await create(), await create()];
    expect([first, second]).toMatchObject([
      { ObservabilityConfigurationRevision: 1, Latest: true, Status: "ACTIVE" },
      { ObservabilityConfigurationRevision: 2, Latest: true },
    ]);
    expect(await describeOne(first.ObservabilityConfigurationArn)).toMatchObject({ Latest: false });
    await remove(second.ObservabilityConfigurationArn);
    expect(await create()).toMatchObject({ ObservabilityConfigurationRevision: 2 });
  });

  test("has at most ten active revisions", async () => {
    for (let count = 0; count < 10; count += 1) await create();
    await expect(create()).rejects.toMatchObject({ name: "ServiceQuotaExceededException" });
    await remove(`${PARTIAL}/hello/1`);
    expect(await create()).toMatchObject({ ObservabilityConfigurationRevision: 11 });
  });

  test("can have ten names, except that of App Runner", async () => {
    await expect(create("DefaultConfiguration")).rejects.toThrow("DefaultConfiguration is reserved");
    for (let index = 0; index < 10; index += 1) await create(`name-${index}`);
    await expect(create()).rejects.toMatchObject({ name: "ServiceQuotaExceededException" });
    await remove(`${PARTIAL}/name-0`);
    await create();
  });

  test("can be described after its deletion, but not used or deleted again", async () => {
    const { ObservabilityConfigurationArn: arn } = await create();
    expect(await remove(arn)).toMatchObject({ Status: "INACTIVE", Latest: false });
    expect((await describeOne(arn)).DeletedAt).toBeInstanceOf(Date);
    await expect(remove(arn)).rejects.toThrow("configuration you specified has been deleted");
    await expect(remove(`${PARTIAL}/hello`)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    const ObservabilityConfiguration = { ObservabilityEnabled: true, ObservabilityConfigurationArn: arn };
    const used = new CreateServiceCommand({ ...publicService("hello"), ObservabilityConfiguration });
    await expect(setup.client.send(used)).rejects.toThrow("ARN you specified isn't valid");
    expect(await list()).toEqual([]);
  });

  test("can't be deleted until the service that uses it runs without it", async () => {
    const { ObservabilityConfigurationArn } = await create();
    const { Service } = await setup.client.send(
      new CreateServiceCommand({
        ...publicService("hello"),
        ObservabilityConfiguration: { ObservabilityEnabled: true, ObservabilityConfigurationArn },
      }),
    );
    await setup.standIn.settled();
    await expect(remove(ObservabilityConfigurationArn)).rejects.toThrow("used by one or more services");
    const ObservabilityConfiguration = { ObservabilityEnabled: false };
    const { ServiceArn } = defined(Service);
    await setup.client.send(new UpdateServiceCommand({ ServiceArn, ObservabilityConfiguration }));
    await setup.standIn.settled();
    await remove(ObservabilityConfigurationArn);
  });

  test.each<[ListObservabilityConfigurationsRequest, string[]]>([
    [{}, ["hello/2", "other/1"]],
    [{ LatestOnly: false }, ["hello/1", "hello/2", "other/1"]],
    [{ ObservabilityConfigurationName: "hello" }, ["hello/2"]],
    [{ ObservabilityConfigurationName: "hello", LatestOnly: false }, ["hello/1", "hello/2"]],
  ])("is listed with only what identifies it: %j returns %j", async (request, expected) => {
    for (const name of ["hello", "hello", "other"]) await create(name);
    const listed = await list(request);
    expect(
      listed.map((one) => `${one.ObservabilityConfigurationName}/${one.ObservabilityConfigurationRevision}`),
    ).toEqual(expected);
    expect(Object.keys(defined(listed[0])).sort()).toEqual([
      "ObservabilityConfigurationArn",
      "ObservabilityConfigurationName",
      "ObservabilityConfigurationRevision",
    ]);
  });
});
