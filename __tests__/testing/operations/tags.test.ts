import {
  CreateAutoScalingConfigurationCommand,
  CreateConnectionCommand,
  CreateObservabilityConfigurationCommand,
  CreateServiceCommand,
  CreateVpcConnectorCommand,
  CreateVpcIngressConnectionCommand,
  DeleteAutoScalingConfigurationCommand,
  DeleteConnectionCommand,
  DeleteObservabilityConfigurationCommand,
  DeleteServiceCommand,
  DeleteVpcConnectorCommand,
  DeleteVpcIngressConnectionCommand,
  ListAutoScalingConfigurationsCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
  type Tag,
} from "@aws-sdk/client-apprunner";

import { defined, publicService, setUp, type Setup } from "../../support/app-runner";

let setup: Setup;

beforeEach(async () => {
  setup = await setUp({ awsEndpoint: undefined });
});
afterEach(() => setup.stop());

function count(number: number): Tag[] {
  return Array.from({ length: number }, (_, index) => ({ Key: `key-${index}`, Value: "a" }));
}

/** A kind of resource with tags: how to create one, which returns its ARN, and how to delete it. */
interface Kind {
  readonly title: string;
  readonly create: (Tags?: Tag[]) => Promise<string | undefined>;
  readonly remove: (arn: string) => Promise<unknown>;
}

async function createPrivateService(): Promise<string | undefined> {
  const NetworkConfiguration = { IngressConfiguration: { IsPubliclyAccessible: false } };
  const command = new CreateServiceCommand({ ...publicService("private"), NetworkConfiguration });
  const { Service } = await setup.client.send(command);
  await setup.standIn.settled();
  return Service?.ServiceArn;
}

const KINDS: Kind[] = [
  {
    title: "a service",
    create: async (Tags) =>
      (await setup.client.send(new CreateServiceCommand({ ...publicService("hello"), Tags }))).Service
        ?.ServiceArn,
    remove: (ServiceArn) => setup.client.send(new DeleteServiceCommand({ ServiceArn })),
  },
  {
    title: "an auto scaling configuration",
    create: async (Tags) => {
      const command = new CreateAutoScalingConfigurationCommand({
        AutoScalingConfigurationName: "hello",
        Tags,
      });
      return (await setup.client.send(command)).AutoScalingConfiguration?.AutoScalingConfigurationArn;
    },
    remove: (AutoScalingConfigurationArn) =>
      setup.client.send(new DeleteAutoScalingConfigurationCommand({ AutoScalingConfigurationArn })),
  },
  {
    title: "an observability configuration",
    create: async (Tags) => {
      const command = new CreateObservabilityConfigurationCommand({
        ObservabilityConfigurationName: "hello",
        Tags,
      });
      return (await setup.client.send(command)).ObservabilityConfiguration?.ObservabilityConfigurationArn;
    },
    remove: (ObservabilityConfigurationArn) =>
      setup.client.send(new DeleteObservabilityConfigurationCommand({ ObservabilityConfigurationArn })),
  },
  {
    title: "a VPC connector",
    create: async (Tags) => {
      const command = new CreateVpcConnectorCommand({
        VpcConnectorName: "hello",
        Subnets: ["subnet-1"],
        Tags,
      });
      return (await setup.client.send(command)).VpcConnector?.VpcConnectorArn;
    },
    remove: (VpcConnectorArn) => setup.client.send(new DeleteVpcConnectorCommand({ VpcConnectorArn })),
  },
  {
    title: "a connection",
    create: async (Tags) => {
      const command = new CreateConnectionCommand({ ConnectionName: "hello", ProviderType: "GITHUB", Tags });
      return (await setup.client.send(command)).Connection?.ConnectionArn;
    },
    remove: (ConnectionArn) => setup.client.send(new DeleteConnectionCommand({ ConnectionArn })),
  },
  {
    title: "a VPC ingress connection",
    create: async (Tags) => {
      const ServiceArn =
        setup.standIn.describe("private")?.service.ServiceArn ?? (await createPrivateService());
      const IngressVpcConfiguration = { VpcId: "vpc-0a1b2c3d", VpcEndpointId: "vpce-0a1b2c3d" };
      const request = { ServiceArn, VpcIngressConnectionName: "hello", IngressVpcConfiguration, Tags };
      const { VpcIngressConnection } = await setup.client.send(
        new CreateVpcIngressConnectionCommand(request),
      );
      return VpcIngressConnection?.VpcIngressConnectionArn;
    },
    remove: (VpcIngressConnectionArn) =>
      setup.client.send(new DeleteVpcIngressConnectionCommand({ VpcIngressConnectionArn })),
  },
];

async function list(ResourceArn: string): Promise<Tag[] | undefined> {
  return (await setup.client.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags;
}

async function add(ResourceArn: string, Tags: Tag[]): Promise<void> {
  await setup.client.send(new TagResourceCommand({ ResourceArn, Tags }));
}

async function createSettled(kind: Kind, tags?: Tag[]): Promise<string> {
  const arn = defined(await kind.create(tags));
  await setup.standIn.settled();
  return arn;
}

describe.each(KINDS)("$title", (kind) => {
  test.each<[string, Tag[]]>([
    ["51 tags", count(51)],
    ["a key twice", [...count(1), ...count(1)]],
    ["a key that begins with aws:", [{ Key: "aws:a", Value: "" }]],
    ["a key of 129 characters", [{ Key: "a".repeat(129), Value: "" }]],
    ["a value of 257 characters", [{ Key: "a", Value: "a".repeat(257) }]],
  ])("is not created with %s, and its name stays free", async (_, tags) => {
    const refused = { name: "InvalidRequestException" };
    await expect(kind.create(tags)).rejects.toMatchObject(refused);
    expect(setup.standIn.serviceNames.filter((name) => name === "hello")).toEqual([]);
    const arn = await createSettled(kind);
    expect(arn).toMatch(/\/hello\/(?:1\/)?[0-9a-f]{32}$/);
    expect(await list(arn)).toEqual([]);
    await expect(add(arn, tags)).rejects.toMatchObject(refused);
    expect(await list(arn)).toEqual([]);
  });

  test("has up to 50 tags, which change by key", async () => {
    const arn = await createSettled(kind, count(50));
    expect(await list(arn)).toEqual(count(50));
    await expect(
      add(arn, [
        { Key: "key-0", Value: "b" },
        { Key: "new", Value: "b" },
      ]),
    ).rejects.toThrow("50 tags");
    expect(await list(arn)).toEqual(count(50));
    await add(arn, [{ Key: "key-0", Value: "b" }]);
    expect(await list(arn)).toEqual([{ Key: "key-0", Value: "b" }, ...count(50).slice(1)]);
    const TagKeys = [...count(49).map(({ Key }) => defined(Key)), "missing"];
    await setup.client.send(new UntagResourceCommand({ ResourceArn: arn, TagKeys }));
    expect(await list(arn)).toEqual([{ Key: "key-49", Value: "a" }]);
  });

  test("has no tags after its deletion, and its successor starts without them", async () => {
    const arn = await createSettled(kind, count(2));
    await kind.remove(arn);
    await setup.standIn.settled();
    const gone = { name: "ResourceNotFoundException" };
    await expect(list(arn)).rejects.toMatchObject(gone);
    await expect(add(arn, count(1))).rejects.toMatchObject(gone);
    const untagged = new UntagResourceCommand({ ResourceArn: arn, TagKeys: ["key-0"] });
    await expect(setup.client.send(untagged)).rejects.toMatchObject(gone);
    expect(await list(await createSettled(kind))).toEqual([]);
  });
});

test("App Runner's default auto scaling configuration can have tags", async () => {
  const answer = await setup.client.send(new ListAutoScalingConfigurationsCommand({}));
  const arn = defined(answer.AutoScalingConfigurationSummaryList?.[0]?.AutoScalingConfigurationArn);
  expect(await list(arn)).toEqual([]);
  await add(arn, count(1));
  expect(await list(arn)).toEqual(count(1));
});

test("a tag without a value has an empty one", async () => {
  const arn = await createSettled(KINDS[4] as Kind, [{ Key: "a" }]);
  await add(arn, [{ Key: "b" }]);
  expect(await list(arn)).toEqual([
    { Key: "a", Value: "" },
    { Key: "b", Value: "" },
  ]);
});
