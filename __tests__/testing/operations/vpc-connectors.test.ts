import {
  CreateServiceCommand,
  CreateVpcConnectorCommand,
  DeleteServiceCommand,
  DeleteVpcConnectorCommand,
  DescribeVpcConnectorCommand,
  ListVpcConnectorsCommand,
} from "@aws-sdk/client-apprunner";

import { defined, publicService, setUp, type Setup } from "../../support/app-runner";

let setup: Setup;

beforeEach(async () => {
  setup = await setUp();
});
afterEach(() => setup.stop());

async function create(VpcConnectorName = "hello") {
  const command = new CreateVpcConnectorCommand({
    VpcConnectorName,
    Subnets: ["subnet-1"],
    SecurityGroups: ["sg-1"],
  });
  return defined((await setup.client.send(command)).VpcConnector);
}

async function remove(VpcConnectorArn: string | undefined) {
  return defined((await setup.client.send(new DeleteVpcConnectorCommand({ VpcConnectorArn }))).VpcConnector);
}

async function list() {
  const { VpcConnectors } = await setup.client.send(new ListVpcConnectorsCommand({}));
  return defined(VpcConnectors).map((connector) => connector.VpcConnectorArn);
}

describe("a VPC connector", () => {
  test("has the revision 1, and its name is free after its deletion", async () => {
    const first = await create();
    expect(first).toMatchObject({ VpcConnectorRevision: 1, Status: "ACTIVE" });
    await expect(create()).rejects.toMatchObject({ name: "ServiceQuotaExceededException" });
    expect(await list()).toEqual([first.VpcConnectorArn]);
    await remove(first.VpcConnectorArn);
    const second = await create();
    expect(second).toMatchObject({
      VpcConnectorRevision: 1,
      Subnets: ["subnet-1"],
      SecurityGroups: ["sg-1"],
    });
    expect(await list()).toEqual([second.VpcConnectorArn]);
    expect(second.VpcConnectorArn).not.toBe(first.VpcConnectorArn);
  });

  test("is rejected as the eleventh", async () => {
    for (let index = 0; index < 10; index += 1) await create(`name-${index}`);
    await expect(create()).rejects.toMatchObject({ name: "ServiceQuotaExceededException" });
  });

  test("can't be deleted while a service uses it", async () => {
    const { VpcConnectorArn } = await create();
    const NetworkConfiguration = { EgressConfiguration: { EgressType: "VPC" as const, VpcConnectorArn } };
    const { Service } = await setup.client.send(
      new CreateServiceCommand({ ...publicService("hello"), NetworkConfiguration }),
    );
    await setup.standIn.settled();
    await expect(remove(VpcConnectorArn)).rejects.toThrow(
      `Provided VPC connector arn is being used by other services. ARN: ${VpcConnectorArn}`,
    );
    await setup.client.send(new DeleteServiceCommand({ ServiceArn: Service?.ServiceArn }));
    await setup.standIn.settled();
    await remove(VpcConnectorArn);
  });

  test.each([
    ["with default egress", { EgressType: "DEFAULT" as const }],
    ["without an egress type", {}],
  ])("can't be used %s", async (_, egress) => {
    const { VpcConnectorArn } = await create();
    const NetworkConfiguration = { EgressConfiguration: { ...egress, VpcConnectorArn } };
    const used = new CreateServiceCommand({ ...publicService("hello"), NetworkConfiguration });
    await expect(setup.client.send(used)).rejects.toThrow(
      "A VpcConnectorArn is only valid when EgressType is VPC.",
    );
    expect(setup.standIn.serviceNames).toEqual([]);
  });

  test("can be described after its deletion, but not used or deleted again", async () => {
    const { VpcConnectorArn } = await create();
    expect(await remove(VpcConnectorArn)).toMatchObject({ Status: "INACTIVE" });
    const { VpcConnector } = await setup.client.send(new DescribeVpcConnectorCommand({ VpcConnectorArn }));
    expect(VpcConnector?.DeletedAt).toBeInstanceOf(Date);
    await expect(remove(VpcConnectorArn)).rejects.toThrow("VPC connector you specified has been deleted");
    const NetworkConfiguration = { EgressConfiguration: { EgressType: "VPC" as const, VpcConnectorArn } };
    const used = new CreateServiceCommand({ ...publicService("hello"), NetworkConfiguration });
    await expect(setup.client.send(used)).rejects.toThrow("ARN you specified isn't valid");
  });
});
