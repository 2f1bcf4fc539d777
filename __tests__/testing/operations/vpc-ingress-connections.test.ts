import {
  AssociateCustomDomainCommand,
  CreateServiceCommand,
  CreateVpcIngressConnectionCommand,
  DeleteServiceCommand,
  DeleteVpcIngressConnectionCommand,
  DescribeCustomDomainsCommand,
  DescribeVpcIngressConnectionCommand,
  ListVpcIngressConnectionsCommand,
  PauseServiceCommand,
  UpdateServiceCommand,
  UpdateVpcIngressConnectionCommand,
  type CreateVpcIngressConnectionRequest,
  type IngressVpcConfiguration,
  type ListVpcIngressConnectionsFilter,
} from "@aws-sdk/client-apprunner";

import { defined, publicService, setUp, type Setup } from "../../support/app-runner";

const FIRST: IngressVpcConfiguration = { VpcId: "vpc-0a1b2c3d", VpcEndpointId: "vpce-0a1b2c3d" };
const SECOND: IngressVpcConfiguration = { VpcId: "vpc-0a1b2c3d", VpcEndpointId: "vpce-4e5f6a7b" };

let setup: Setup;
let ServiceArn: string;

beforeEach(async () => {
  // Without an emulator, all VPC endpoints are assumed to exist.
  setup = await setUp({ awsEndpoint: undefined });
  ServiceArn = await createService("hello");
});
afterEach(() => setup.stop());

async function createService(name: string, IsPubliclyAccessible = false): Promise<string> {
  const { Service } = await setup.client.send(
    new CreateServiceCommand({
      ...publicService(name),
      NetworkConfiguration: { IngressConfiguration: { IsPubliclyAccessible } },
    }),
  );
  await setup.standIn.settled();
  return defined(Service?.ServiceArn);
}

async function create(change: Partial<CreateVpcIngressConnectionRequest> = {}) {
  const request = {
    ServiceArn,
    VpcIngressConnectionName: "hello",
    IngressVpcConfiguration: FIRST,
    ...change,
  };
  const answer = await setup.client.send(new CreateVpcIngressConnectionCommand(request));
  return defined(answer.VpcIngressConnection);
}

async function createSettled(change?: Partial<CreateVpcIngressConnectionRequest>): Promise<string> {
  const { VpcIngressConnectionArn } = await create(change);
  await setup.standIn.settled();
  return defined(VpcIngressConnectionArn);
}

async function describeOne(VpcIngressConnectionArn: string) {
  const command = new DescribeVpcIngressConnectionCommand({ VpcIngressConnectionArn });
  return defined((await setup.client.send(command)).VpcIngressConnection);
}

async function update(VpcIngressConnectionArn: string, configuration = SECOND) {
  const request = { VpcIngressConnectionArn, IngressVpcConfiguration: configuration };
  const answer = await setup.client.send(new UpdateVpcIngressConnectionCommand(request));
  return defined(answer.VpcIngressConnection);
}

async function remove(VpcIngressConnectionArn: string) {
  const command = new DeleteVpcIngressConnectionCommand({ VpcIngressConnectionArn });
  return defined((await setup.client.send(command)).VpcIngressConnection);
}

async function list(Filter?: ListVpcIngressConnectionsFilter) {
  const answer = await setup.client.send(new ListVpcIngressConnectionsCommand({ Filter }));
  return defined(answer.VpcIngressConnectionSummaryList);
}

const wrongState = { name: "InvalidStateException" };

describe("a VPC ingress connection", () => {
  test("is pending at first, then available, and has a domain name of its own", async () => {
    const connection = await create();
    expect(connection).toMatchObject({
      VpcIngressConnectionName: "hello",
      ServiceArn,
      Status: "PENDING_CREATION",
      AccountId: "123456789012",
      IngressVpcConfiguration: FIRST,
    });
    expect(connection.DomainName).toMatch(/^[a-z0-9]{10}\.us-east-1\.awsapprunner\.com$/);
    await setup.standIn.settled();
    const later = await describeOne(defined(connection.VpcIngressConnectionArn));
    expect(later).toEqual({ ...connection, Status: "AVAILABLE" });
  });

  test("gets a different endpoint with an update", async () => {
    const arn = await createSettled();
    const { DomainName } = await describeOne(arn);
    expect(await update(arn)).toMatchObject({ Status: "PENDING_UPDATE", IngressVpcConfiguration: SECOND });
    await setup.standIn.settled();
    expect(await describeOne(arn)).toMatchObject({
      Status: "AVAILABLE",
      IngressVpcConfiguration: SECOND,
      DomainName,
    });
  });

  test("keeps its endpoint if an update fails", async () => {
    const arn = await createSettled();
    setup.standIn.failNextIngressConnection("the endpoint is gone");
    await update(arn);
    await setup.standIn.settled();
    expect(await describeOne(arn)).toMatchObject({ Status: "FAILED_UPDATE", IngressVpcConfiguration: FIRST });
    await update(arn);
    await setup.standIn.settled();
    expect(await describeOne(arn)).toMatchObject({ Status: "AVAILABLE", IngressVpcConfiguration: SECOND });
  });

  test("can be repaired with an update if its creation failed", async () => {
    setup.standIn.failNextIngressConnection("the endpoint is gone");
    const arn = await createSettled();
    expect(await describeOne(arn)).toMatchObject({ Status: "FAILED_CREATION" });
    await update(arn);
    await setup.standIn.settled();
    expect(await describeOne(arn)).toMatchObject({ Status: "AVAILABLE" });
  });

  test("can only be deleted again if its deletion failed", async () => {
    const arn = await createSettled();
    setup.standIn.failNextIngressConnection("the endpoint is gone");
    await remove(arn);
    await setup.standIn.settled();
    expect(await describeOne(arn)).toMatchObject({ Status: "FAILED_DELETION" });
    await expect(update(arn)).rejects.toMatchObject(wrongState);
    expect(await remove(arn)).toMatchObject({ Status: "PENDING_DELETION" });
    await setup.standIn.settled();
    const deleted = await describeOne(arn);
    expect(deleted.Status).toBe("DELETED");
    expect(deleted.DeletedAt).toBeInstanceOf(Date);
  });

  test("can be described after its deletion, but not listed, updated or deleted", async () => {
    const arn = await createSettled();
    await remove(arn);
    await setup.standIn.settled();
    expect(await describeOne(arn)).toMatchObject({ Status: "DELETED" });
    expect(await list()).toEqual([]);
    await expect(update(arn)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    await expect(remove(arn)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    await createSettled();
  });

  test.each<[string, (arn: string) => Promise<unknown>]>([
    ["updated", update],
    ["deleted", remove],
  ])("can't be updated or deleted while it is being %s", async (_, act) => {
    const arn = await createSettled();
    setup.standIn.setDelays({ ingressConnection: 60_000 });
    await act(arn);
    await expect(update(arn)).rejects.toMatchObject(wrongState);
    await expect(remove(arn)).rejects.toMatchObject(wrongState);
  });

  test("can't be updated or deleted while it is being created", async () => {
    setup.standIn.setDelays({ ingressConnection: 60_000 });
    const arn = defined((await create()).VpcIngressConnectionArn);
    await expect(update(arn)).rejects.toMatchObject(wrongState);
    await expect(remove(arn)).rejects.toMatchObject(wrongState);
  });

  test.each<[string, IngressVpcConfiguration, RegExp]>([
    ["no VPC", { VpcEndpointId: "vpce-0a1b2c3d" }, /at 'ingressVpcConfiguration.vpcId'/],
    ["no endpoint", { VpcId: "vpc-0a1b2c3d" }, /at 'ingressVpcConfiguration.vpcEndpointId'/],
  ])("is rejected with %s, and so is an update", async (_, configuration, message) => {
    await expect(create({ IngressVpcConfiguration: configuration })).rejects.toThrow(message);
    expect(setup.standIn.calls.failures).toMatchObject([{ outcome: { error: "InvalidRequestException" } }]);
    expect(await list()).toEqual([]);
    const arn = await createSettled();
    await expect(update(arn, configuration)).rejects.toThrow(message);
    expect(await describeOne(arn)).toMatchObject({ Status: "AVAILABLE", IngressVpcConfiguration: FIRST });
  });

  test("is rejected for a public service, and for one that does not run", async () => {
    const open = await createService("open", true);
    await expect(create({ ServiceArn: open })).rejects.toThrow("isn't publicly accessible");
    await setup.client.send(new PauseServiceCommand({ ServiceArn }));
    await setup.standIn.settled();
    await expect(create()).rejects.toMatchObject(wrongState);
    expect(await list()).toEqual([]);
  });

  test("is the only one of its service, even if two are created at once", async () => {
    const results = await Promise.allSettled([create(), create({ VpcIngressConnectionName: "other" })]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const third = create({ VpcIngressConnectionName: "third" });
    await expect(third).rejects.toMatchObject({ name: "ServiceQuotaExceededException" });
  });

  test("has a name that is free again after its deletion", async () => {
    const arn = await createSettled();
    const other = await createService("other");
    await expect(create({ ServiceArn: other })).rejects.toThrow("already exists: hello");
    await remove(arn);
    await setup.standIn.settled();
    await create({ ServiceArn: other });
  });

  test("is listed by its service, by its endpoint, and by both", async () => {
    const one = await createSettled();
    const otherService = await createService("other");
    const other = await createSettled({
      ServiceArn: otherService,
      VpcIngressConnectionName: "other",
      IngressVpcConfiguration: SECOND,
    });
    const listed = { VpcIngressConnectionArn: one, ServiceArn };
    const listedOther = { VpcIngressConnectionArn: other, ServiceArn: otherService };
    expect(await list()).toEqual([listed, listedOther]);
    expect(await list({})).toEqual([listed, listedOther]);
    expect(await list({ ServiceArn })).toEqual([listed]);
    expect(await list({ VpcEndpointId: SECOND.VpcEndpointId })).toEqual([listedOther]);
    expect(await list({ ServiceArn, VpcEndpointId: FIRST.VpcEndpointId })).toEqual([listed]);
    expect(await list({ ServiceArn, VpcEndpointId: SECOND.VpcEndpointId })).toEqual([]);
  });
});

describe("a service with a VPC ingress connection", () => {
  test("can't be deleted until the connection is deleted", async () => {
    const arn = await createSettled();
    const deletion = () => setup.client.send(new DeleteServiceCommand({ ServiceArn }));
    await expect(deletion()).rejects.toMatchObject({
      ...wrongState,
      message:
        "You cannot delete a Service while it has VpcIngressConnections with a status of AVAILABLE. " +
        `Service Arn: ${ServiceArn} VpcIngressConnection Arn: ${arn}`,
    });
    expect(setup.standIn.statusOf(ServiceArn)).toBe("RUNNING");
    expect(setup.standIn.isEmpty).toBe(false);
    await remove(arn);
    await setup.standIn.settled();
    await deletion();
    await setup.standIn.settled();
    expect(setup.standIn.isEmpty).toBe(true);
  });

  test("can't become public", async () => {
    const arn = await createSettled();
    const NetworkConfiguration = { IngressConfiguration: { IsPubliclyAccessible: true } };
    const open = () => setup.client.send(new UpdateServiceCommand({ ServiceArn, NetworkConfiguration }));
    await expect(open()).rejects.toThrow("while it has a VPC ingress connection");
    const InstanceConfiguration = { Cpu: "2048", Memory: "4096" };
    await setup.client.send(new UpdateServiceCommand({ ServiceArn, InstanceConfiguration }));
    await setup.standIn.settled();
    await remove(arn);
    await setup.standIn.settled();
    await open();
  });

  test("shows the DNS target of its domains in the VPC, and one without shows none", async () => {
    const targets = async () => {
      const answer = await setup.client.send(new DescribeCustomDomainsCommand({ ServiceArn }));
      expect(answer.DNSTarget).toMatch(/\.awsapprunner\.com$/);
      return answer.VpcDNSTargets;
    };
    expect(await targets()).toEqual([]);
    const { VpcIngressConnectionArn, DomainName } = await describeOne(await createSettled());
    const expected = [{ VpcIngressConnectionArn, VpcId: FIRST.VpcId, DomainName }];
    expect(await targets()).toEqual(expected);
    const association = new AssociateCustomDomainCommand({ ServiceArn, DomainName: "example.com" });
    expect((await setup.client.send(association)).VpcDNSTargets).toEqual(expected);
    await remove(defined(VpcIngressConnectionArn));
    await setup.standIn.settled();
    expect(await targets()).toEqual([]);
  });
});
