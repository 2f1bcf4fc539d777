import { ListAttachedRolePoliciesCommand } from "@aws-sdk/client-iam";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { AppRunnerService, ImageSource, Scaling, VpcConnector } from "../../modules";
import { BaseStack } from "../../stacks";
import { Deployment } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { PUBLIC_IMAGE } from "../support/services";
import { startWorld, type World } from "../support/world";

/** Changes from one apply to the next. */
interface Setting {
  readonly subnets: number;
  readonly maxSize: number;
  readonly connected: boolean;
}

function define(stack: BaseStack, { subnets, maxSize, connected }: Setting): void {
  const vpc = new Vpc(stack, "Vpc", { cidrBlock: "10.0.0.0/16" });
  const subnetIds = Array.from(
    { length: subnets },
    (_, index) => new Subnet(stack, `Subnet${index}`, { vpcId: vpc.id, cidrBlock: `10.0.${index}.0/24` }).id,
  );
  const key = new KmsKey(stack, "Key", {});
  const vpcConnector = new VpcConnector(stack, "Connector", { name: "hello", vpcId: vpc.id, subnetIds });
  const scaling = new Scaling(stack, "Scaling", { name: "shared", maxSize });
  for (const id of ["one", "two"]) {
    new AppRunnerService(stack, id, {
      serviceName: `hello-${id}`,
      source: ImageSource.ecrPublic(PUBLIC_IMAGE),
      scaling,
      vpcConnector: connected ? vpcConnector : undefined,
      tracing: connected,
      kmsKeyArn: key.arn,
    });
  }
}

describeEndToEnd("services with egress, tracing, a key and one scaling configuration", () => {
  let world: World;
  let deployment: Deployment;
  const apply = async (setting: Setting) => {
    deployment.synth((app, base) => {
      define(new BaseStack(app, "all", { ...base, rolePath: "/app/" }), setting);
    });
    await deployment.apply("all");
    await deployment.expectEmptyPlan("all");
  };
  const serviceOf = (name: string) => world.appRunner.describe(name)?.service;

  beforeAll(async () => {
    world = await startWorld();
    deployment = new Deployment(world);
  });

  afterAll(() => world.stop());

  test("are created in one apply, together with the VPC", async () => {
    await apply({ subnets: 2, maxSize: 2, connected: true });
    const [connector] = world.appRunner.calls.of("CreateVpcConnector");
    expect(connector?.request).toMatchObject({
      VpcConnectorName: expect.stringMatching(/^hello-[0-9a-f]{8}$/) as string,
      Subnets: [expect.stringMatching(/^subnet-/), expect.stringMatching(/^subnet-/)] as string[],
    });
    for (const name of ["hello-one", "hello-two"]) {
      expect(serviceOf(name)).toMatchObject({
        NetworkConfiguration: { EgressConfiguration: { EgressType: "VPC" } },
        ObservabilityConfiguration: { ObservabilityEnabled: true },
        EncryptionConfiguration: { KmsKey: expect.stringMatching(/^arn:aws:kms:/) as string },
      });
    }
    const roleArn = serviceOf("hello-one")?.InstanceConfiguration?.InstanceRoleArn ?? "";
    expect(roleArn).toContain(":role/app/");
    const RoleName = roleArn.split("/").at(-1);
    const attached = await world.aws.iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    expect(attached.AttachedPolicies).toEqual([
      expect.objectContaining({ PolicyName: "AWSXRayDaemonWriteAccess" }),
    ]);
  });

  test("use a new connector and scaling configuration before the old ones are destroyed", async () => {
    await apply({ subnets: 3, maxSize: 4, connected: true });
    expect(world.appRunner.calls.of("CreateVpcConnector")).toHaveLength(2);
    expect(world.appRunner.calls.of("DeleteVpcConnector")).toHaveLength(1);
    expect(world.appRunner.calls.of("DeleteAutoScalingConfiguration")).toHaveLength(1);
    const arns = ["hello-one", "hello-two"].map(
      (name) => serviceOf(name)?.AutoScalingConfigurationSummary?.AutoScalingConfigurationArn,
    );
    expect(arns[0]).toBe(arns[1]);
    expect(arns[0]).toContain("/shared/2/");
    expect(world.appRunner.calls.failures).toEqual([]);
  });

  test("return to default egress, and leave nothing behind", async () => {
    await apply({ subnets: 3, maxSize: 4, connected: false });
    expect(serviceOf("hello-one")?.NetworkConfiguration?.EgressConfiguration?.EgressType).toBe("DEFAULT");
    expect(serviceOf("hello-one")?.ObservabilityConfiguration?.ObservabilityEnabled ?? false).toBe(false);
    expect(world.appRunner.calls.of("CreateService")).toHaveLength(2);
    expect(world.appRunner.calls.failures).toEqual([]);
  });
});
