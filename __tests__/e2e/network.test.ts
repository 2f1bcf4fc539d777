import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcEndpoint as AwsVpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import type { App } from "cdktf";
import {
  AppRunnerService,
  type AppRunnerServiceProps,
  ImageSource,
  VpcConnector,
  VpcEndpoint,
  VpcIngressConnection,
} from "../../modules";
import { BaseStack } from "../../stacks";
import { TEST_CREDENTIALS } from "../../testing/references/credentials";
import { callQuery } from "../../testing/references/aws-calls";
import { Deployment, flat } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { PUBLIC_IMAGE } from "../support/services";
import { startWorld, type World } from "../support/world";

/** A VPC with private subnets and one that is public through its own route table, and a second VPC. */
class Network extends BaseStack {
  public readonly vpc = new Vpc(this, "Vpc", {
    cidrBlock: "10.0.0.0/16",
    assignGeneratedIpv6CidrBlock: true,
  });
  public readonly other = new Vpc(this, "Other", { cidrBlock: "10.1.0.0/16" });
  public readonly privateA = this.subnet("A", 0);
  public readonly privateB = this.subnet("B", 1);
  public readonly public = this.subnet("Public", 2);
  public readonly elsewhere = new Subnet(this, "Elsewhere", {
    vpcId: this.other.id,
    cidrBlock: "10.1.0.0/24",
  });
  public readonly s3 = new AwsVpcEndpoint(this, "S3", {
    vpcId: this.vpc.id,
    vpcEndpointType: "Interface",
    serviceName: `com.amazonaws.us-east-1.s3`,
    subnetIds: [this.privateA.id],
  });

  public constructor(app: App, base: Deployment["base"], isMainPublic: boolean) {
    super(app, "network", base);
    const gateway = new InternetGateway(this, "Gateway", { vpcId: this.vpc.id });
    const route = [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }];
    const table = new RouteTable(this, "PublicTable", { vpcId: this.vpc.id, route });
    new RouteTableAssociation(this, "PublicRoute", { subnetId: this.public.id, routeTableId: table.id });
    if (!isMainPublic) return;
    const main = new RouteTable(this, "PrivateTable", { vpcId: this.vpc.id });
    new RouteTableAssociation(this, "PrivateRoute", { subnetId: this.privateA.id, routeTableId: main.id });
    this.addOverride("resource.aws_route.main", {
      route_table_id: `\${${this.vpc.fqn}.main_route_table_id}`,
      destination_cidr_block: "0.0.0.0/0",
      gateway_id: gateway.id,
    });
  }

  private subnet(id: string, index: number): Subnet {
    return new Subnet(this, id, { vpcId: this.vpc.id, cidrBlock: `10.0.${index}.0/24` });
  }
}

/** IDs of the network resources, by construct name. */
type Ids = Readonly<Record<string, string>>;

describeEndToEnd("a service in a VPC", () => {
  let world: World;
  let deployment: Deployment;
  let ids: Ids = {};
  const applyNetwork = async (isMainPublic: boolean) => {
    deployment.synth((app, base) => new Network(app, base, isMainPublic));
    await deployment.apply("network");
    const state = await (await deployment.stack("network")).state();
    ids = Object.fromEntries(
      state.map(({ address, values }) => [address.split(".")[1] ?? "", String(values["id"])] as const),
    );
  };
  /** An IPv6-only subnet, created directly: the provider does not get one from moto, nor reads the size of a real one. */
  const ipv6Subnet = async () => {
    const settings = { endpoint: world.moto.endpoint, region: world.region, credentials: TEST_CREDENTIALS };
    const answer = await callQuery(settings, "ec2", {
      Action: "CreateSubnet",
      Version: "2016-11-15",
      VpcId: ids["Vpc"] ?? "",
      Ipv6Native: "true",
      Ipv6CidrBlock: "2001:db8::/112",
    });
    return answer.read("subnetId") ?? "";
  };
  const synth = (build: (stack: BaseStack) => Partial<AppRunnerServiceProps>, name = "hello") => {
    deployment.synth((app, base) => {
      const stack = new BaseStack(app, name, base);
      const source = ImageSource.ecrPublic(PUBLIC_IMAGE);
      const service = new AppRunnerService(stack, "Api", { serviceName: name, source, ...build(stack) });
      const vpcEndpoint = stack.node.tryFindChild("Endpoint") as VpcEndpoint | undefined;
      if (vpcEndpoint) new VpcIngressConnection(stack, "Ingress", { service, vpcEndpoint });
    });
  };
  const connect = (subnetIds: readonly (string | undefined)[], checkSubnets = true) => {
    synth((stack) => {
      const props = { name: "hello", vpcId: ids["Vpc"], subnetIds: subnetIds.map(String), checkSubnets };
      return { vpcConnector: new VpcConnector(stack, "Connector", props) };
    });
  };
  const refused = async (id = "hello") => {
    const { exitCode, output } = await (await deployment.stack(id)).apply();
    expect(exitCode).toBe(1);
    return flat(output.slice(output.indexOf("Error: ")));
  };
  const created = () => world.appRunner.calls.of("CreateVpcConnector").length;

  beforeAll(async () => {
    world = await startWorld();
    deployment = new Deployment(world);
    await applyNetwork(false);
  });

  afterAll(() => world.stop());

  test("is not created with a public subnet", async () => {
    connect([ids["A"], ids["Public"]]);
    expect(await refused()).toContain("A subnet of hello/Connector is public");
    expect(created()).toBe(0);
  });

  test("is not created with subnets of two VPCs", async () => {
    connect([ids["A"], ids["Elsewhere"]]);
    expect(await refused()).toContain("are in more than one VPC");
    expect(created()).toBe(0);
  });

  test("is not created with subnets of different IP address types", async () => {
    connect([ids["A"], await ipv6Subnet()]);
    expect(await refused()).toContain("have different address types");
    expect(created()).toBe(0);
  });

  test("is not created with a subnet that does not exist", async () => {
    connect([ids["A"], "subnet-0123456789abcdef0"]);
    expect(await refused()).toContain(
      "the subnet subnet-0123456789abcdef0 of hello/Connector; if it is missing",
    );
    expect(world.appRunner.serviceNames).toEqual([]);
  });

  test("is not created with a subnet of a public main route table, unless the subnet has its own route table", async () => {
    await applyNetwork(true);
    connect([ids["B"]]);
    expect(await refused()).toContain("A subnet of hello/Connector is public");
    connect([ids["A"]]);
    await deployment.apply("hello");
    await deployment.expectEmptyPlan("hello");
  });

  test("fails the apply if App Runner rejects the new subnets and rolls back", async () => {
    world.appRunner.refuseSubnetWhen((id) =>
      id === ids["B"] ? `The subnet ${id} isn't supported in its zone.` : undefined,
    );
    connect([ids["B"]], false);
    expect(await refused()).toContain("does not have the planned vpc connector");
    expect(world.appRunner.describe("hello")?.events.join()).toContain("isn't supported in its zone");
    expect(world.appRunner.describe("hello")?.service.Status).toBe("RUNNING");
  });

  describe("that is private", () => {
    const isPubliclyAccessible = false;
    const withEndpoint = (stack: BaseStack) => {
      const subnetIds = [ids["A"], ids["B"]].map(String);
      new VpcEndpoint(stack, "Endpoint", { vpcId: String(ids["Vpc"]), subnetIds });
      return { isPubliclyAccessible };
    };

    test("fails if its VPC ingress connection fails, and can be applied again", async () => {
      world.appRunner.failNextIngressConnection("The endpoint isn't available.");
      synth(withEndpoint, "internal");
      expect(await refused("internal")).toContain("FAILED_CREATION");
      await deployment.apply("internal");
      await deployment.expectEmptyPlan("internal");
    });

    test("has its own domain name in the VPC", async () => {
      const state = await (await deployment.stack("internal")).state();
      const [ingress] = state.filter(({ type }) => type === "aws_apprunner_vpc_ingress_connection");
      expect(ingress?.values).toMatchObject({ name: "internal", status: "AVAILABLE" });
      expect(ingress?.values["domain_name"]).toMatch(/\.us-east-1\.awsapprunner\.com$/);
      const [endpoint] = state.filter(({ type, mode }) => type === "aws_vpc_endpoint" && mode === "managed");
      expect(endpoint?.values).toMatchObject({ service_name: "com.amazonaws.us-east-1.apprunner.requests" });
    });

    test.each(["pendingAcceptance", "rejected"])("rejects a %s endpoint", async (endpointState) => {
      const state = await (await deployment.stack("internal")).state();
      const endpoint = state.find(({ type, mode }) => type === "aws_vpc_endpoint" && mode === "managed");
      const id = String(endpoint?.values["id"]);
      const before = world.appRunner.calls.of("CreateVpcIngressConnection").length;
      synth((stack) => {
        VpcEndpoint.fromId(stack, "Endpoint", id);
        return { isPubliclyAccessible };
      }, "waiting");
      world.ec2.setEndpointState(id, endpointState);
      expect(await refused("waiting")).toContain(
        `The VPC endpoint ${id} (waiting/Endpoint) is ${endpointState}, not available.`,
      );
      world.ec2.clearEndpointState(id);
      expect(world.appRunner.calls.of("CreateVpcIngressConnection")).toHaveLength(before);
    });

    test("rejects an endpoint of a different service, and a missing one", async () => {
      const use = (id = "") => {
        const build = (stack: BaseStack) => {
          VpcEndpoint.fromId(stack, "Endpoint", id);
          return { isPubliclyAccessible };
        };
        synth(build, "other");
      };
      use(ids["S3"]);
      expect(await refused("other")).toContain(
        "is for com.amazonaws.us-east-1.s3, not for App Runner requests",
      );
      use("vpce-0123456789abcdef0");
      expect(await refused("other")).toContain("if it is missing: use an existing endpoint");
      expect(world.appRunner.calls.of("CreateVpcIngressConnection")).toHaveLength(2);
    });

    test("is destroyed after its VPC ingress connection", async () => {
      synth(withEndpoint, "internal");
      const { exitCode } = await (await deployment.stack("internal")).destroy();
      expect(exitCode).toBe(0);
      expect(world.appRunner.serviceNames).not.toContain("internal");
    });
  });
});
