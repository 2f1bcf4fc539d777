import {
  AssociateCustomDomainCommand,
  CreateAutoScalingConfigurationCommand,
  CreateServiceCommand,
  CreateVpcIngressConnectionCommand,
  DeleteAutoScalingConfigurationCommand,
  DeleteServiceCommand,
  DescribeCustomDomainsCommand,
  DescribeServiceCommand,
  DisassociateCustomDomainCommand,
  ListOperationsCommand,
  ListServicesCommand,
  ListTagsForResourceCommand,
  PauseServiceCommand,
  ResumeServiceCommand,
  StartDeploymentCommand,
  TagResourceCommand,
  UpdateServiceCommand,
} from "@aws-sdk/client-apprunner";

import { ASSUMED_REFERENCES } from "../../../testing/references/references";
import { defined, publicService, setUp, type Setup } from "../../support/app-runner";

let setup: Setup;

beforeEach(async () => {
  setup = await setUp({ awsEndpoint: undefined });
});
afterEach(async () => {
  jest.restoreAllMocks();
  await setup.stop();
});

const FOREVER = { deployment: 60_000, pause: 60_000, deletion: 60_000 };
const BIGGER = { InstanceConfiguration: { Cpu: "2048", Memory: "4096" } };

async function createService(name = "hello"): Promise<string> {
  const NetworkConfiguration = { IngressConfiguration: { IsPubliclyAccessible: false } };
  const command = new CreateServiceCommand({ ...publicService(name), NetworkConfiguration });
  const { Service } = await setup.client.send(command);
  await setup.standIn.settled();
  return defined(Service?.ServiceArn);
}

const act = {
  update: (ServiceArn: string) => setup.client.send(new UpdateServiceCommand({ ServiceArn, ...BIGGER })),
  deploy: (ServiceArn: string) => setup.client.send(new StartDeploymentCommand({ ServiceArn })),
  pause: (ServiceArn: string) => setup.client.send(new PauseServiceCommand({ ServiceArn })),
  resume: (ServiceArn: string) => setup.client.send(new ResumeServiceCommand({ ServiceArn })),
  delete: (ServiceArn: string) => setup.client.send(new DeleteServiceCommand({ ServiceArn })),
  associate: (ServiceArn: string) =>
    setup.client.send(new AssociateCustomDomainCommand({ ServiceArn, DomainName: "example.com" })),
  disassociate: (ServiceArn: string) =>
    setup.client.send(new DisassociateCustomDomainCommand({ ServiceArn, DomainName: "example.com" })),
  connect: (ServiceArn: string) => {
    const IngressVpcConfiguration = { VpcId: "vpc-0a1b2c3d", VpcEndpointId: "vpce-0a1b2c3d" };
    const request = { ServiceArn, VpcIngressConnectionName: "hello", IngressVpcConfiguration };
    return setup.client.send(new CreateVpcIngressConnectionCommand(request));
  },
  tag: (ResourceArn: string) =>
    setup.client.send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: "a", Value: "b" }] })),
  listTags: (ResourceArn: string) => setup.client.send(new ListTagsForResourceCommand({ ResourceArn })),
  describe: (ServiceArn: string) => setup.client.send(new DescribeServiceCommand({ ServiceArn })),
  domains: (ServiceArn: string) => setup.client.send(new DescribeCustomDomainsCommand({ ServiceArn })),
  operations: (ServiceArn: string) => setup.client.send(new ListOperationsCommand({ ServiceArn })),
};

type Act = keyof typeof act;

/** How to bring a new service into a state. */
const STATES: Readonly<Record<string, () => Promise<string>>> = {
  RUNNING: createService,
  PAUSED: async () => {
    const arn = await createService();
    await act.pause(arn);
    await setup.standIn.settled();
    return arn;
  },
  CREATE_FAILED: async () => {
    setup.standIn.failNextDeployment("exit code 1");
    return createService();
  },
  "OPERATION_IN_PROGRESS of an update": async () => {
    const arn = await createService();
    setup.standIn.setDelays(FOREVER);
    await act.update(arn);
    return arn;
  },
  "OPERATION_IN_PROGRESS of a deployment": async () => {
    const arn = await createService();
    setup.standIn.setDelays(FOREVER);
    await act.deploy(arn);
    return arn;
  },
  "OPERATION_IN_PROGRESS of a pause": async () => {
    const arn = await createService();
    setup.standIn.setDelays(FOREVER);
    await act.pause(arn);
    return arn;
  },
  "OPERATION_IN_PROGRESS of a deletion": async () => {
    const arn = await createService();
    setup.standIn.setDelays(FOREVER);
    await act.delete(arn);
    return arn;
  },
  DELETED: async () => {
    const arn = await createService();
    await act.delete(arn);
    await setup.standIn.settled();
    return arn;
  },
};

const READS: Act[] = ["describe", "domains", "operations", "listTags"];
const CHANGES: Act[] = ["update", "pause", "resume", "delete", "associate", "connect"];
const BUSY = { allowed: [...READS, "tag"] as Act[], refused: CHANGES };

/** `StartDeployment` has no InvalidStateException: https://docs.aws.amazon.com/apprunner/latest/api/API_StartDeployment.html */
const RULES: Readonly<Record<string, { allowed: Act[]; refused: Act[]; invalid?: Act[]; missing?: Act[] }>> =
  {
    RUNNING: {
      allowed: [...READS, "tag", "update", "deploy", "pause", "delete", "associate", "connect"],
      refused: ["resume"],
      missing: ["disassociate"],
    },
    // https://docs.aws.amazon.com/apprunner/latest/dg/manage-pause.html
    PAUSED: {
      allowed: [...READS, "tag", "resume", "delete"],
      refused: ["update", "pause", "associate", "connect"],
      invalid: ["deploy"],
    },
    // https://docs.aws.amazon.com/apprunner/latest/dg/manage-rebuild.html
    CREATE_FAILED: {
      allowed: [...READS, "tag", "update", "delete"],
      refused: ["pause", "resume", "associate", "connect"],
      invalid: ["deploy"],
    },
    "OPERATION_IN_PROGRESS of an update": { ...BUSY, invalid: ["deploy"] },
    "OPERATION_IN_PROGRESS of a deployment": { ...BUSY, invalid: ["deploy"] },
    "OPERATION_IN_PROGRESS of a pause": { ...BUSY, invalid: ["deploy"] },
    "OPERATION_IN_PROGRESS of a deletion": { ...BUSY, invalid: ["deploy"] },
    DELETED: {
      allowed: ["describe", "operations"],
      refused: [],
      missing: [
        "update",
        "deploy",
        "pause",
        "resume",
        "delete",
        "disassociate",
        "domains",
        "tag",
        "listTags",
      ],
    },
  };

const ALLOWED_ROWS = Object.entries(RULES).flatMap(([state, { allowed }]) =>
  allowed.map((name) => [state, name] as const),
);

const REFUSED_ROWS = Object.entries(RULES).flatMap(([state, { refused, invalid = [], missing = [] }]) => [
  ...refused.map((name) => [state, name, "InvalidStateException"] as const),
  ...invalid.map((name) => [state, name, "InvalidRequestException"] as const),
  ...missing.map((name) => [state, name, "ResourceNotFoundException"] as const),
]);

describe("a service", () => {
  test.each(ALLOWED_ROWS)("in the state %s accepts '%s'", async (state, name) => {
    const arn = await defined(STATES[state])();
    const result: Promise<unknown> = act[name](arn);
    await expect(result).resolves.toBeDefined();
  });

  test.each(REFUSED_ROWS)(
    "in the state %s rejects '%s' with %s, and is unchanged",
    async (state, name, error) => {
      const arn = await defined(STATES[state])();
      const before = setup.standIn.describe("hello");
      const result: Promise<unknown> = act[name](arn);
      await expect(result).rejects.toMatchObject({ name: error });
      expect(setup.standIn.describe("hello")).toEqual(before);
    },
  );

  test("accepts one of two updates at once", async () => {
    const arn = await createService();
    setup.standIn.setDelays({ deployment: 1_000 });
    const results = await Promise.allSettled([act.update(arn), act.update(arn)]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await setup.standIn.settled();
    expect(setup.standIn.describe("hello")?.operations).toMatchObject([
      { Type: "UPDATE_SERVICE", Status: "SUCCEEDED" },
      { Type: "CREATE_SERVICE" },
    ]);
  });

  test("is created once by two requests with its name at once", async () => {
    const create = () => setup.client.send(new CreateServiceCommand(publicService("hello")));
    const results = await Promise.allSettled([create(), create()]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(setup.standIn.serviceNames).toEqual(["hello"]);
  });

  test("is not created with a configuration that is deleted while its roles are checked", async () => {
    const request = { AutoScalingConfigurationName: "hello" };
    const made = await setup.client.send(new CreateAutoScalingConfigurationCommand(request));
    const { AutoScalingConfigurationArn } = defined(made.AutoScalingConfiguration);
    const removal = new DeleteAutoScalingConfigurationCommand({ AutoScalingConfigurationArn });
    jest.spyOn(ASSUMED_REFERENCES, "findUnassumableRole").mockImplementation(async () => {
      await setup.client.send(removal);
      return undefined;
    });
    const creation = new CreateServiceCommand({ ...publicService("hello"), AutoScalingConfigurationArn });
    await expect(setup.client.send(creation)).rejects.toThrow(
      "auto scaling configuration ARN you specified isn't valid",
    );
    expect(setup.standIn.serviceNames).toEqual([]);
  });

  test("frees its name when it is deleted, not before, and is not listed then", async () => {
    const arn = await createService();
    const listed = async () => (await setup.client.send(new ListServicesCommand({}))).ServiceSummaryList;
    setup.standIn.setDelays({ deletion: 1_000 });
    await act.delete(arn);
    expect(await listed()).toMatchObject([{ ServiceArn: arn, Status: "OPERATION_IN_PROGRESS" }]);
    await expect(createService()).rejects.toThrow("already exists: hello");
    await setup.standIn.settled();
    expect(await listed()).toEqual([]);
    const next = await createService();
    expect(next).not.toBe(arn);
    const { Service } = await act.describe(arn);
    expect(Service).toMatchObject({ ServiceArn: arn, Status: "DELETED" });
    expect(Service?.DeletedAt).toBeInstanceOf(Date);
  });

  test("counts against the quota if its creation failed, until it is deleted", async () => {
    await setup.stop();
    setup = await setUp({ awsEndpoint: undefined, serviceQuota: 1 });
    const arn = await defined(STATES["CREATE_FAILED"])();
    await expect(createService("other")).rejects.toMatchObject({ name: "ServiceQuotaExceededException" });
    await act.delete(arn);
    await setup.standIn.settled();
    await createService("other");
  });
});
