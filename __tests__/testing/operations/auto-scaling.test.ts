import {
  CreateAutoScalingConfigurationCommand,
  CreateServiceCommand,
  DeleteAutoScalingConfigurationCommand,
  DescribeAutoScalingConfigurationCommand,
  ListAutoScalingConfigurationsCommand,
  UpdateServiceCommand,
  type CreateAutoScalingConfigurationRequest,
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

async function remove(AutoScalingConfigurationArn: string | undefined) {
  await setup.client.send(new DeleteAutoScalingConfigurationCommand({ AutoScalingConfigurationArn }));
}

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
    await expect(remove(all?.[0]?.AutoScalingConfigurationArn)).rejects.toThrow(/default/);
  });
});
