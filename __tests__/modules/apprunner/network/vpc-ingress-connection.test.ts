import type { TerraformStack } from "cdktf";
import {
  AppRunnerService,
  CustomDomain,
  ImageSource,
  VpcEndpoint,
  type VpcEndpointProps,
  VpcIngressConnection,
  type VpcIngressConnectionProps,
} from "../../../../modules";
import { ServiceStack } from "../../../../stacks";
import { read, refusal, synth, testApp } from "../../../support/synth";

const ID = "vpce-0a1b2c3d";
const source = ImageSource.ecrPublic("public.ecr.aws/a/b:latest");

function serve(stack: TerraformStack, isPubliclyAccessible = false): AppRunnerService {
  return new AppRunnerService(stack, "Api", { serviceName: "hello", source, isPubliclyAccessible });
}

type Changes = Partial<Record<keyof VpcIngressConnectionProps, unknown>>;

function connect(stack: TerraformStack, changes: Changes = {}): VpcIngressConnection {
  const vpcEndpoint = VpcEndpoint.fromId(stack, "Endpoint", ID);
  const props = { service: changes.service ?? serve(stack), vpcEndpoint, ...changes };
  return new VpcIngressConnection(stack, "Ingress", props as VpcIngressConnectionProps);
}

describe("VpcIngressConnection", () => {
  test("connects the endpoint to the service, with the name of the service by default", () => {
    const result = synth((stack) => connect(stack));
    const endpoint = "one(values(data.aws_vpc_endpoint.Endpoint_EEF1FD8F))";
    expect(result.only("aws_apprunner_vpc_ingress_connection")).toEqual({
      name: "hello",
      service_arn: "${aws_apprunner_service.Api_F70053CD.arn}",
      ingress_vpc_configuration: {
        vpc_id: `\${${endpoint}.vpc_id}`,
        vpc_endpoint_id: `\${${endpoint}.id}`,
      },
    });
  });

  test.each<[string, (stack: TerraformStack) => unknown, string]>([
    [
      "a public service",
      (stack) => connect(stack, { service: serve(stack, true) }),
      "'service' must be private: set 'isPubliclyAccessible' of test/Api to false",
    ],
    [
      "a second connection",
      (stack) => {
        const service = serve(stack);
        const vpcEndpoint = VpcEndpoint.fromId(stack, "Other", ID);
        new VpcIngressConnection(stack, "First", { service, vpcEndpoint });
        connect(stack, { service });
      },
      "'service' must have only one VPC ingress connection: test/Api already has test/First",
    ],
    ["a value that is not an endpoint", (stack) => connect(stack, { vpcEndpoint: ID }), "'vpcEndpoint' must be a VpcEndpoint, got 'vpce-0a1b2c3d': write VpcEndpoint.fromId(this, \"Endpoint\", \"vpce-0a1b2c3d\")"], // prettier-ignore
    ["an invalid name", (stack) => connect(stack, { name: "a" }), "'name' must be 4 to 40 letters, digits, '-' and '_', starting with a letter or digit, got 'a'"], // prettier-ignore
  ])("rejects %s", (_, build, fault) => {
    expect(refusal(build)).toEqual({ at: "test/Ingress", faults: [fault] });
  });
});

describe("a private service", () => {
  test("cannot have a custom domain, because its DNS target is unknown", () => {
    const build = (stack: TerraformStack) =>
      new CustomDomain(stack, "Domain", { service: serve(stack), domainName: "api.example.com" });
    expect(refusal(build).faults.join()).toContain("'service' must be public: test/Api is private");
  });

  test("has no service_url among the outputs of its stack", () => {
    const props = { region: "eu-west-1", serviceName: "hello", source, isPubliclyAccessible: false } as const;
    const { outputs } = read(new ServiceStack(testApp(), "test", props));
    expect(Object.keys(outputs).sort()).toEqual(["instance_role_arn", "service_arn", "service_id"]);
  });

  test("is required even if the service is imported", () => {
    const build = (stack: TerraformStack) => {
      const service = AppRunnerService.fromAttributes(stack, "Api", {
        serviceArn: `arn:aws:apprunner:eu-west-1:111122223333:service/hello/${"0".repeat(32)}`,
        serviceUrl: "a.eu-west-1.awsapprunner.com",
        isPubliclyAccessible: true,
      });
      connect(stack, { service });
    };
    expect(refusal(build).faults.join()).toContain("'service' must be private");
  });
});

describe("VpcEndpoint", () => {
  const create =
    (changes: Partial<Record<keyof VpcEndpointProps, unknown>> = {}) =>
    (stack: TerraformStack) =>
      new VpcEndpoint(stack, "Endpoint", {
        vpcId: "vpc-0a1b2c3d",
        subnetIds: ["subnet-0a1b2c3d"],
        ...changes,
      } as VpcEndpointProps);

  test("is for App Runner requests in the region of the stack, and open to its VPC", () => {
    const result = synth(create());
    expect(result.only("aws_vpc_endpoint")).toMatchObject({
      vpc_id: "vpc-0a1b2c3d",
      vpc_endpoint_type: "Interface",
      service_name: expect.stringMatching(/^com\.amazonaws\.\$\{data\.aws_region\.\w+\.name\}\.apprunner\.requests$/) as unknown, // prettier-ignore
      subnet_ids: ["subnet-0a1b2c3d"],
    });
    expect(result.only("aws_security_group")["ingress"]).toEqual([
      expect.objectContaining({
        protocol: "tcp",
        from_port: 443,
        to_port: 443,
        cidr_blocks: [expect.stringMatching(/^\$\{data\.aws_vpc\.\w+\.cidr_block\}$/)],
      }),
    ]);
  });

  test("is open to allowedCidrs", () => {
    const result = synth(create({ allowedCidrs: ["10.0.0.0/8", "2001:db8::/32"] }));
    expect(result.only("aws_security_group")["ingress"]).toEqual([
      expect.objectContaining({ cidr_blocks: ["10.0.0.0/8"], ipv6_cidr_blocks: ["2001:db8::/32"] }),
    ]);
    expect(result.data("aws_vpc")).toEqual({});
  });

  test("uses securityGroupIds instead of a new security group", () => {
    const result = synth(create({ securityGroupIds: ["sg-0a1b2c3d"] }));
    expect(result.resources("aws_security_group")).toEqual({});
    expect(result.only("aws_vpc_endpoint")["security_group_ids"]).toEqual(["sg-0a1b2c3d"]);
  });

  test.each<[Partial<Record<keyof VpcEndpointProps, unknown>>, string]>([
    [
      { vpcId: "main" },
      "'vpcId' must be the id of a VPC, 'vpc-' followed by 8 or 17 hexadecimal digits, got 'main'",
    ],
    [{ subnetIds: [] }, "'subnetIds' must contain at least one id, got an empty list"],
    [{ allowedCidrs: ["10.0.0.1"] }, "'allowedCidrs[0]' must be a CIDR block, such as '192.0.2.0/24' or '2001:db8::/32', got '10.0.0.1'"], // prettier-ignore
    [{ allowedCidrs: [], securityGroupIds: ["sg-0a1b2c3d"] }, "'allowedCidrs' must not be set together with 'securityGroupIds', which alone control access"], // prettier-ignore
  ])("rejects %j", (changes, fault) => {
    expect(refusal(create(changes))).toEqual({ at: "test/Endpoint", faults: [fault] });
  });

  test("must be available and for App Runner requests if it is imported", () => {
    const result = synth((stack) => VpcEndpoint.fromId(stack, "Endpoint", ID));
    const { lifecycle } = result.onlyData("aws_vpc_endpoint") as {
      readonly lifecycle: { readonly postcondition: readonly { readonly condition: string }[] };
    };
    expect(lifecycle.postcondition.map(({ condition }) => condition)).toEqual([
      '${endswith(self.service_name, ".apprunner.requests")}',
      '${self.state == "available"}',
    ]);
    expect(refusal((stack) => VpcEndpoint.fromId(stack, "Endpoint", "eni-1")).faults.join()).toContain(
      "'vpcEndpointId' must be the id of a VPC endpoint, 'vpce-' followed by 8 or 17 hexadecimal digits",
    );
  });
});
