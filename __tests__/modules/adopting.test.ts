import type { TerraformStack } from "cdktf";
import {
  AppRunnerService,
  CustomDomain,
  type CustomDomainProps,
  HostedZone,
  ImageSource,
  ObservabilityConfiguration,
  Repository,
  type RepositoryProps,
  Role,
  type RoleProps,
  Scaling,
  Secret,
  SourceConnection,
  TrafficRouting,
  VpcEndpoint,
  VpcIngressConnection,
} from "../../modules";
import { type Block, refusal, synth, type Synthesized } from "../support/synth";

const ID = "0123456789abcdef0123456789abcdef";
const arn = (rest: string) => `arn:aws:apprunner:eu-west-1:111122223333:${rest}/${ID}`;
const SERVICE = arn("service/hello");
const SCALING = arn("autoscalingconfiguration/hello/3");
const TRACING = arn("observabilityconfiguration/hello/1");
const INGRESS = arn("vpcingressconnection/hello");
const SECRET = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:hello/database-AbCdEf";
const XRAY = "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess";
const ROLE = "hello-20240102030405060700000001";

interface Adopting {
  /** What `adopt` is set to; it is left out with `undefined`. */
  readonly adopt: unknown;
  readonly build: (stack: TerraformStack, adopt: never) => unknown;
  /** Import ids by the type of the resource. */
  readonly imports: readonly string[];
}

const service = (stack: TerraformStack, more: object = {}) =>
  new AppRunnerService(stack, "Api", {
    serviceName: "hello",
    source: ImageSource.ecrPublic("public.ecr.aws/a/b:latest"),
    ...more,
  });
const repository = (stack: TerraformStack, change: Partial<RepositoryProps>) =>
  new Repository(stack, "It", { repositoryName: "team/hello", ...change });
const role = (stack: TerraformStack, change: Partial<RoleProps>) => {
  const made = new Role(stack, "It", {
    assumedBy: "tasks.apprunner.amazonaws.com",
    namePrefix: "hello-",
    ...change,
  });
  made.addToPolicy({ actions: ["s3:GetObject"], resources: ["*"] });
  made.addManagedPolicy(XRAY);
  return made;
};
const domain = (stack: TerraformStack, change: Partial<CustomDomainProps>) =>
  new CustomDomain(stack, "It", {
    service: AppRunnerService.fromAttributes(stack, "Api", { serviceArn: SERVICE, serviceUrl: "a.b.c" }),
    zone: HostedZone.fromId(stack, "Zone", { domainName: "example.com", hostedZoneId: "Z1" }),
    domainName: "api.example.com",
    ...change,
  });

const CONSTRUCTS: Record<string, Adopting> = {
  Repository: {
    adopt: { lifecyclePolicy: true, policy: true },
    build: (stack, adopt) => repository(stack, { pullAccountIds: ["444455556666"], adopt }),
    imports: [
      "aws_ecr_repository team/hello",
      "aws_ecr_lifecycle_policy team/hello",
      "aws_ecr_repository_policy team/hello",
    ],
  },
  "Repository, without policies": {
    adopt: { lifecyclePolicy: false },
    build: (stack, adopt) => repository(stack, { pullAccountIds: ["444455556666"], adopt }),
    imports: ["aws_ecr_repository team/hello"],
  },
  Secret: {
    adopt: { secretArn: SECRET },
    build: (stack, adopt) => new Secret(stack, "It", { secretName: "hello/database", adopt }),
    imports: [`aws_secretsmanager_secret ${SECRET}`],
  },
  Role: {
    adopt: { roleName: ROLE, policyName: "access", managedPolicyArns: [XRAY] },
    build: (stack, adopt) => role(stack, { adopt }),
    imports: [
      `aws_iam_role ${ROLE}`,
      `aws_iam_role_policy ${ROLE}:access`,
      `aws_iam_role_policy_attachment ${ROLE}/${XRAY}`,
    ],
  },
  "Role, without permissions": {
    adopt: { roleName: ROLE },
    build: (stack, adopt) => role(stack, { adopt }),
    imports: [`aws_iam_role ${ROLE}`],
  },
  Scaling: {
    adopt: { autoScalingConfigurationArn: SCALING },
    build: (stack, adopt) => new Scaling(stack, "It", { name: "hello", adopt }),
    imports: [`aws_apprunner_auto_scaling_configuration_version ${SCALING}`],
  },
  ObservabilityConfiguration: {
    adopt: { observabilityConfigurationArn: TRACING },
    build: (stack, adopt) => new ObservabilityConfiguration(stack, "It", { name: "hello", adopt }),
    imports: [`aws_apprunner_observability_configuration ${TRACING}`],
  },
  SourceConnection: {
    adopt: true,
    build: (stack, adopt) =>
      new SourceConnection(stack, "It", { connectionName: "github", providerType: "GITHUB", adopt }),
    imports: ["aws_apprunner_connection github"],
  },
  VpcIngressConnection: {
    adopt: { vpcIngressConnectionArn: INGRESS },
    build: (stack, adopt) =>
      new VpcIngressConnection(stack, "It", {
        service: service(stack, { isPubliclyAccessible: false }),
        vpcEndpoint: VpcEndpoint.fromId(stack, "Endpoint", "vpce-0a1b2c3d"),
        adopt,
      }),
    imports: [`aws_apprunner_vpc_ingress_connection ${INGRESS}`],
  },
  AppRunnerService: {
    adopt: { serviceArn: SERVICE },
    build: (stack, adopt) => service(stack, { preventDestroy: false, adopt }),
    imports: [`aws_apprunner_service ${SERVICE}`],
  },
  "CustomDomain, its association only": {
    adopt: { validationRecords: false, trafficRecords: false },
    build: (stack, adopt) => domain(stack, { adopt }),
    imports: [`aws_apprunner_custom_domain_association api.example.com,${SERVICE}`],
  },
};

/** Import blocks as `<type> <id>`. */
function importsOf({ json }: Synthesized): string[] {
  const blocks = (json["import"] ?? []) as { readonly to: string; readonly id: string }[];
  return blocks.map(({ to, id }) => `${to.replace(/\..*/, "")} ${id}`);
}

function lifecycleOf(result: Synthesized, address: string): Block {
  const [type = "", name = ""] = address.split(".");
  return (result.resources(type)[name] ?? {})["lifecycle"] as Block;
}

describe.each(Object.entries(CONSTRUCTS))("%s", (_, { adopt, build, imports }) => {
  const adopted = synth((stack) => build(stack, adopt as never));
  const plain = synth((stack) => build(stack, undefined as never));

  test("is imported, and not without 'adopt'", () => {
    expect(importsOf(adopted)).toEqual(imports);
    expect(plain.json["import"]).toBeUndefined();
  });

  test("cannot be destroyed meanwhile, and differs in nothing else but what Terraform has to be", () => {
    for (const { to } of adopted.json["import"] as { readonly to: string }[]) {
      expect([to, lifecycleOf(adopted, to)["prevent_destroy"]]).toEqual([to, true]);
    }
    const added = ["prevent_destroy", "required_version"];
    const bare = ({ json }: Synthesized) =>
      JSON.parse(JSON.stringify({ ...json, import: undefined }, (key, value: unknown) => added.includes(key) ? undefined : value)) as object; // prettier-ignore
    const withoutEmpty = (json: object) =>
      JSON.stringify(json)
        .replaceAll(/"lifecycle":\{\},?/g, "")
        .replaceAll(",}", "}");
    expect(withoutEmpty(bare(adopted))).toEqual(withoutEmpty(bare(plain)));
  });
});

describe("CustomDomain", () => {
  const ids = (change: Partial<CustomDomainProps>) =>
    importsOf(
      synth((stack) =>
        domain(stack, { adopt: { validationRecords: true, trafficRecords: true }, ...change }),
      ),
    )
      .filter((block) => block.startsWith("aws_route53_record"))
      .map((block) => block.replace(/\$\{.*\}/, "…"));

  test.each<[Partial<CustomDomainProps>, number, string[]]>([
    [{}, 2, ["api.example.com_A"]],
    [{ recordType: "CNAME" }, 2, ["api.example.com_CNAME"]],
    [{ www: "combined" }, 3, ["api.example.com_A", "www.api.example.com_A"]],
    [{ domainName: "*.example.com" }, 2, ["*.example.com_A"]],
    [{ routing: TrafficRouting.weighted(1, { setIdentifier: "old" }) }, 2, ["api.example.com_A_old"]],
  ])("with %j imports the records of each role and those of traffic", (change, validation, traffic) => {
    expect(ids(change)).toEqual([
      ...Array.from({ length: validation }, () => "aws_route53_record Z1_…_CNAME"),
      ...traffic.map((id) => `aws_route53_record Z1_${id}`),
    ]);
  });

  test("with www imports both associations", () => {
    const adopt = { validationRecords: true, trafficRecords: true };
    const blocks = importsOf(synth((stack) => domain(stack, { www: true, adopt })));
    expect(blocks.filter((block) => block.startsWith("aws_apprunner_custom_domain_association"))).toEqual([
      `aws_apprunner_custom_domain_association api.example.com,${SERVICE}`,
      `aws_apprunner_custom_domain_association www.api.example.com,${SERVICE}`,
    ]);
    expect(blocks).toHaveLength(8);
  });
});

describe("what cannot be adopted is refused:", () => {
  const other = (text: string) => text.replace("hello", "other");
  const DEFAULT = arn("autoscalingconfiguration/DefaultConfiguration/1");

  test.each<[string, (stack: TerraformStack) => unknown, string]>([
    [
      "another service",
      (stack) => service(stack, { adopt: { serviceArn: other(SERVICE) } }),
      "'adopt.serviceArn' must be the ARN of 'hello', the 'serviceName' here, got that of 'other'",
    ],
    [
      "another secret",
      (stack) =>
        new Secret(stack, "It", { secretName: "hello/database", adopt: { secretArn: other(SECRET) } }),
      "'adopt.secretArn' must be the ARN of 'hello/database'",
    ],
    [
      "part of a secret's ARN",
      (stack) =>
        new Secret(stack, "It", {
          secretName: "hello",
          adopt: { secretArn: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:hello" },
        }),
      "'adopt.secretArn' must be the whole ARN of a secret",
    ],
    [
      "another scaling",
      (stack) =>
        new Scaling(stack, "It", { name: "hello", adopt: { autoScalingConfigurationArn: other(SCALING) } }),
      "'adopt.autoScalingConfigurationArn' must be the ARN of 'hello', the 'name' here",
    ],
    [
      "the default scaling",
      (stack) =>
        new Scaling(stack, "It", {
          name: "DefaultConfiguration",
          adopt: { autoScalingConfigurationArn: DEFAULT },
        }),
      "must not be App Runner's own DefaultConfiguration, which all services share: use Scaling.fromArn",
    ],
    [
      "another tracing",
      (stack) =>
        new ObservabilityConfiguration(stack, "It", {
          name: "hello",
          adopt: { observabilityConfigurationArn: other(TRACING) },
        }),
      "'adopt.observabilityConfigurationArn' must be the ARN of 'hello'",
    ],
    [
      "a role without the suffix",
      (stack) => role(stack, { adopt: { roleName: "hello-instance" } }),
      "'adopt.roleName' must be 'hello-' and the 26 characters that Terraform adds to 'namePrefix', got 'hello-instance': Terraform would replace the role. Set 'namePrefix' to the start of its name, or use Role.fromName",
    ],
    [
      "a role with another prefix",
      (stack) => role(stack, { namePrefix: "else-", adopt: { roleName: ROLE } }),
      "'adopt.roleName' must be 'else-' and",
    ],
    [
      "no name of a role",
      (stack) => role(stack, { adopt: { roleName: "a/b" } }),
      "'adopt.roleName' must be 1 to 64 letters",
    ],
    [
      "no name of a policy",
      (stack) => role(stack, { adopt: { roleName: ROLE, policyName: "" } }),
      "'adopt.policyName' must be 1 to 128 letters",
    ],
    [
      "no ARN of a policy",
      (stack) => role(stack, { adopt: { roleName: ROLE, managedPolicyArns: ["a"] } }),
      "'adopt.managedPolicyArns[0]' must be the ARN of an IAM policy",
    ],
    [
      "a role's wrong type",
      (stack) => role(stack, { adopt: "hello" as never }),
      "'adopt' must be an object, got 'hello'",
    ],
    [
      "a connection's wrong type",
      (stack) =>
        new SourceConnection(stack, "It", {
          connectionName: "github",
          providerType: "GITHUB",
          adopt: {} as never,
        }),
      "'adopt' must be one of true, false",
    ],
    [
      "a repository's wrong type",
      (stack) => repository(stack, { adopt: true as never }),
      "'adopt' must be an object, got true",
    ],
    [
      "a repository's unsaid policy",
      (stack) => repository(stack, { adopt: {} as never }),
      "'adopt.lifecyclePolicy' must be one of true, false, got undefined",
    ],
    [
      "a policy without accounts",
      (stack) => repository(stack, { adopt: { lifecyclePolicy: false, policy: true } }),
      "'adopt.policy' must be false without 'pullAccountIds'",
    ],
    [
      "a domain's wrong type",
      (stack) => domain(stack, { adopt: null as never }),
      "'adopt' must be an object, got null",
    ],
    [
      "a domain's unsaid records",
      (stack) => domain(stack, { adopt: { validationRecords: true } as never }),
      "'adopt.trafficRecords' must be one of true, false, got undefined",
    ],
    [
      "records without a zone",
      (stack) =>
        domain(stack, { zone: undefined, adopt: { validationRecords: true, trafficRecords: false } }),
      "'adopt.validationRecords' must be false without a 'zone': there are no records to import",
    ],
  ])("%s", (_, build, fault) => {
    // prettier-ignore
    expect(refusal(build).faults.join()).toContain(fault);
  });
});
