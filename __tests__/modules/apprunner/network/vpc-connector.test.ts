import { TerraformVariable } from "cdktf";
import { AppRunnerService, ImageSource, VpcConnector, type VpcConnectorProps } from "../../../../modules";
import { refusal, synth } from "../../../support/synth";

const TYPE = "aws_apprunner_vpc_connector";
const SUBNETS = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"];
const GROUPS = ["sg-0a1b2c3d"];
const ARN = "arn:aws:apprunner:eu-west-1:111122223333:vpcconnector/hello";

type Changes = Partial<Record<keyof VpcConnectorProps, unknown>>;

function propsOf(changes: Changes) {
  return { name: "hello", subnetIds: SUBNETS, securityGroupIds: GROUPS, ...changes } as VpcConnectorProps;
}

function create(changes: Changes = {}) {
  return synth((stack) => new VpcConnector(stack, "Connector", propsOf(changes)));
}

function nameOf(changes: Changes = {}) {
  return create(changes).only(TYPE)["vpc_connector_name"];
}

describe("VpcConnector", () => {
  test("is created before the connector that it replaces is destroyed", () => {
    expect(create().only(TYPE)).toEqual({
      vpc_connector_name: expect.stringMatching(/^hello-[0-9a-f]{8}$/) as string,
      subnets: SUBNETS,
      security_groups: GROUPS,
      lifecycle: {
        create_before_destroy: true,
        precondition: [/more than one VPC/, /different address types/, /is public/].map(
          (message) =>
            expect.objectContaining({ error_message: expect.stringMatching(message) as string }) as unknown,
        ),
      },
    });
  });

  test("looks up its subnets, unless checkSubnets is false", () => {
    const result = create();
    expect(Object.values(result.data("aws_subnet")).map(({ id }) => id)).toEqual(SUBNETS);
    const filters = Object.values(result.data("aws_route_tables")).map(({ filter }) => filter);
    const open = { name: "route.gateway-id", values: ["igw-*"] };
    expect(filters).toEqual(
      expect.arrayContaining([
        [{ name: "association.subnet-id", values: SUBNETS }, open],
        [{ name: "association.main", values: ["true"] }, open],
      ]),
    );
    const unchecked = create({ checkSubnets: false });
    expect(unchecked.addresses).toEqual([`${TYPE}.Connector_C537A2FB`]);
    expect(unchecked.only(TYPE)["lifecycle"]).toEqual({ create_before_destroy: true });
  });

  test("changes its name with its subnets or groups, and with nothing else", () => {
    const name = nameOf();
    expect(nameOf({ subnetIds: SUBNETS.toReversed(), tags: { a: "b" } })).toBe(name);
    expect(nameOf({ subnetIds: SUBNETS.slice(1) })).not.toBe(name);
    expect(nameOf({ securityGroupIds: ["sg-1a1b2c3d"] })).not.toBe(name);
  });

  test("keeps names within 40 characters, and long names distinct", () => {
    const [one, other] = ["a", "b"].map((end) => nameOf({ name: `${"x".repeat(60)}${end}` }) as string);
    expect(one).toHaveLength(40);
    expect(one).not.toBe(other);
  });

  test("lets Terraform compute the hash if the ids are tokens", () => {
    const { text } = synth((stack) => {
      const { listValue } = new TerraformVariable(stack, "subnets", { type: "list(string)" });
      new VpcConnector(stack, "Connector", propsOf({ subnetIds: listValue }));
    });
    expect(JSON.parse(text)).toMatchObject({
      resource: {
        [TYPE]: {
          Connector_C537A2FB: {
            vpc_connector_name: `hello-\${substr(sha1(join(",", sort(concat(var.subnets, ["sg-0a1b2c3d"])))), 0, 8)}`,
            subnets: "${var.subnets}",
          },
        },
      },
    });
  });

  test("creates a security group that allows all outbound and no inbound traffic", () => {
    const result = create({ securityGroupIds: undefined, vpcId: "vpc-0a1b2c3d", tags: { team: "web" } });
    expect(result.only("aws_security_group")).toMatchObject({
      name_prefix: "app-runner-hello-",
      vpc_id: "vpc-0a1b2c3d",
      ingress: [],
      egress: [expect.objectContaining({ protocol: "-1", cidr_blocks: ["0.0.0.0/0"] })],
      lifecycle: { create_before_destroy: true },
      tags: { team: "web" },
    });
    expect(result.only(TYPE)["security_groups"]).toEqual([
      expect.stringMatching(/^\$\{aws_security_group\.\w+\.id\}$/),
    ]);
  });

  test.each<[Changes, string]>([
    [
      { name: "a" },
      "'name' must be 4 or more letters, digits, '-' and '_', starting with a letter or digit, got 'a'",
    ],
    [{ subnetIds: undefined }, "'subnetIds' is required: it must be a list of ids"],
    [{ subnetIds: [] }, "'subnetIds' must contain at least one id, got an empty list"],
    [
      { subnetIds: ["10.0.0.0/24"] },
      "'subnetIds[0]' must be the id of a subnet, 'subnet-' followed by 8 or 17 hexadecimal digits, got '10.0.0.0/24'",
    ],
    [
      { subnetIds: [...SUBNETS, ...SUBNETS] },
      "'subnetIds' must not contain an id twice, got 'subnet-0a1b2c3d'",
    ],
    [{ securityGroupIds: [] }, "'securityGroupIds' must contain at least one id, got an empty list"],
    [
      { securityGroupIds: ["default"] },
      "'securityGroupIds[0]' must be the id of a security group, 'sg-' followed by 8 or 17 hexadecimal digits, got 'default'",
    ],
    [{ checkSubnets: "no" }, "'checkSubnets' must be true or false, got 'no'"],
    [
      { securityGroupIds: undefined },
      "exactly one of 'securityGroupIds' and 'vpcId' must be set, got neither",
    ],
    [{ vpcId: "vpc-0a1b2c3d" }, "exactly one of 'securityGroupIds' and 'vpcId' must be set, got both"],
  ])("rejects %j", (changes, fault) => {
    expect(refusal((stack) => new VpcConnector(stack, "Connector", propsOf(changes)))).toEqual({
      at: "test/Connector",
      faults: [fault],
    });
  });
});

describe("VpcConnector.fromArn", () => {
  test("connects a service to an existing connector", () => {
    const result = synth((stack) => {
      new AppRunnerService(stack, "Api", {
        serviceName: "hello",
        source: ImageSource.ecrPublic("public.ecr.aws/a/b:latest"),
        vpcConnector: VpcConnector.fromArn(stack, "Connector", ARN),
      });
    });
    expect(result.only("aws_apprunner_service")["network_configuration"]).toMatchObject({
      egress_configuration: { egress_type: "VPC", vpc_connector_arn: ARN },
    });
  });

  test("rejects a value that is not the ARN of a connector", () => {
    expect(refusal((stack) => VpcConnector.fromArn(stack, "Connector", "hello")).faults).toEqual([
      "'vpcConnectorArn' must be the ARN of a VPC connector, 'arn:aws:apprunner:<region>:<account>:vpcconnector/<name>' or " +
        "'…/<name>/<revision>/<id>', where <name> has 4 to 40 characters and <id> is 32 hexadecimal digits, got 'hello'",
    ]);
  });
});
