import { setTimeout as sleep } from "node:timers/promises";

import {
  CreateAutoScalingConfigurationCommand,
  CreateObservabilityConfigurationCommand,
  CreateServiceCommand,
  CreateVpcConnectorCommand,
  DeleteAutoScalingConfigurationCommand,
  DeleteObservabilityConfigurationCommand,
  DeleteServiceCommand,
  DeleteVpcConnectorCommand,
  PauseServiceCommand,
  ResumeServiceCommand,
  StartDeploymentCommand,
  UpdateServiceCommand,
  type UpdateServiceRequest,
} from "@aws-sdk/client-apprunner";

import type { AppRunnerStandInOptions } from "../../testing";
import { defined, publicService, setUp, type Setup } from "../support/app-runner";

let setup: Setup;
let ServiceArn: string;

afterEach(() => setup.stop());

async function createService(options: AppRunnerStandInOptions, settings: object = {}): Promise<void> {
  setup = await setUp(options);
  const request = { ...publicService("hello"), ...settings };
  ServiceArn = defined((await setup.client.send(new CreateServiceCommand(request))).Service?.ServiceArn);
  await setup.standIn.settled();
}

async function update(change: Omit<UpdateServiceRequest, "ServiceArn">): Promise<void> {
  await setup.client.send(new UpdateServiceCommand({ ServiceArn, ...change }));
  await setup.standIn.settled();
}

function describeService() {
  return defined(setup.standIn.describe("hello"));
}

/** A configuration that services use, as a request of a service and as the call that deletes it. */
interface Used {
  readonly settings: object;
  readonly without: Omit<UpdateServiceRequest, "ServiceArn">;
  readonly remove: () => Promise<unknown>;
}

/** Creates what a service can use. `without` is an update to something else. */
const USED: Readonly<Record<string, () => Promise<Used>>> = {
  "an auto scaling configuration": async () => {
    const [arn, other] = await Promise.all(["used", "other"].map((name) => createScaling(`${name}-scaling`)));
    return {
      settings: { AutoScalingConfigurationArn: arn },
      without: { AutoScalingConfigurationArn: other },
      remove: () =>
        setup.client.send(new DeleteAutoScalingConfigurationCommand({ AutoScalingConfigurationArn: arn })),
    };
  },
  "an observability configuration": async () => {
    const create = new CreateObservabilityConfigurationCommand({ ObservabilityConfigurationName: "used" });
    const { ObservabilityConfiguration: created } = await setup.client.send(create);
    const ObservabilityConfigurationArn = created?.ObservabilityConfigurationArn;
    return {
      settings: {
        ObservabilityConfiguration: { ObservabilityEnabled: true, ObservabilityConfigurationArn },
      },
      without: { ObservabilityConfiguration: { ObservabilityEnabled: false } },
      remove: () =>
        setup.client.send(new DeleteObservabilityConfigurationCommand({ ObservabilityConfigurationArn })),
    };
  },
  "a VPC connector": async () => {
    const create = new CreateVpcConnectorCommand({ VpcConnectorName: "used", Subnets: ["subnet-1"] });
    const VpcConnectorArn = (await setup.client.send(create)).VpcConnector?.VpcConnectorArn;
    return {
      settings: { NetworkConfiguration: { EgressConfiguration: { EgressType: "VPC", VpcConnectorArn } } },
      without: { NetworkConfiguration: { EgressConfiguration: { EgressType: "DEFAULT" } } },
      remove: () => setup.client.send(new DeleteVpcConnectorCommand({ VpcConnectorArn })),
    };
  },
};

async function createScaling(AutoScalingConfigurationName: string): Promise<string> {
  const command = new CreateAutoScalingConfigurationCommand({ AutoScalingConfigurationName });
  const { AutoScalingConfiguration: created } = await setup.client.send(command);
  return defined(created?.AutoScalingConfigurationArn);
}

describe.each(Object.keys(USED))("%s", (what) => {
  let used: Used;

  beforeEach(async () => {
    setup = await setUp();
    used = await defined(USED[what])();
    const request = { ...publicService("hello"), ...used.settings };
    ServiceArn = defined((await setup.client.send(new CreateServiceCommand(request))).Service?.ServiceArn);
    await setup.standIn.settled();
  });

  const endings: readonly (readonly [string, () => Promise<unknown>])[] = [
    ["an update", () => update(used.without)],
    ["the deletion", () => setup.client.send(new DeleteServiceCommand({ ServiceArn }))],
  ];

  test.each(endings)("can be deleted after %s of its service by default", async (_, end) => {
    await expect(used.remove()).rejects.toMatchObject({ name: "InvalidRequestException" });
    await end();
    await setup.standIn.settled();
    await used.remove();
  });

  test.each(endings)("stays in use for a while after %s of its service", async (_, end) => {
    setup.standIn.setDelays({ configurationInUse: 60_000 });
    await end();
    await setup.standIn.settled();
    await expect(used.remove()).rejects.toThrow(/used by (one or more|other) services/);
    setup.standIn.setDelays({ configurationInUse: 0 });
    await used.remove();
  });
});

describe("the next deployment", () => {
  test("can take longer, and only that one", async () => {
    await createService({});
    setup.standIn.delayNextDeployment(60_000);
    await setup.client.send(new StartDeploymentCommand({ ServiceArn }));
    await setup.client.send(new CreateServiceCommand(publicService("other")));
    await sleep(200);
    expect(setup.standIn.describe("other")?.service.Status).toBe("RUNNING");
    expect(describeService().service.Status).toBe("OPERATION_IN_PROGRESS");
  });

  test.each([-1, NaN, 2 ** 31])("cannot take %d milliseconds", async (milliseconds) => {
    setup = await setUp();
    expect(() => {
      setup.standIn.delayNextDeployment(milliseconds);
    }).toThrow(`'milliseconds' must be a number of milliseconds, at least 0, got ${milliseconds}`);
  });
});

describe("an update of a paused service", () => {
  async function pause(options: AppRunnerStandInOptions): Promise<void> {
    await createService(options);
    await setup.client.send(new PauseServiceCommand({ ServiceArn }));
    await setup.standIn.settled();
  }

  const larger = { InstanceConfiguration: { Cpu: "2 vCPU", Memory: "4 GB" } };

  test.each<AppRunnerStandInOptions>([{}, { updateOfPausedService: "refused" }])(
    "is refused with %j",
    async (options) => {
      await pause(options);
      await expect(update(larger)).rejects.toMatchObject({ name: "InvalidStateException" });
    },
  );

  test("can be accepted, and leaves the service paused", async () => {
    await pause({ updateOfPausedService: "accepted" });
    await update(larger);
    expect(describeService().service).toMatchObject({
      Status: "PAUSED",
      InstanceConfiguration: { Cpu: "2048", Memory: "4096" },
    });
    expect(describeService().operations[0]).toMatchObject({ Type: "UPDATE_SERVICE", Status: "SUCCEEDED" });
    await setup.client.send(new ResumeServiceCommand({ ServiceArn }));
    await setup.standIn.settled();
    expect(describeService().service.Status).toBe("RUNNING");
  });

  test("is rolled back to the paused version if it fails", async () => {
    await pause({ updateOfPausedService: "accepted" });
    setup.standIn.failNextDeployment("the health check failed");
    await update(larger);
    expect(describeService().service).toMatchObject({
      Status: "PAUSED",
      InstanceConfiguration: { Cpu: "1024", Memory: "2048" },
    });
  });
});
