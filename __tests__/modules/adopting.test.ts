import type { TerraformStack } from "cdktf";
import {
  type CustomDomainProps,
  ObservabilityConfiguration,
  Scaling,
  Secret,
  SourceConnection,
  TrafficRouting,
} from "../../modules";
import {
  ADOPTED,
  adoptableDomain as domain,
  adoptableRepository as repository,
  adoptableRole as role,
  adoptableService as service,
  arn,
  ROLE,
  SCALING,
  SECRET,
  SERVICE,
  TRACING,
} from "../support/adopted";
import { type Block, refusal, synth, type Synthesized } from "../support/synth";

/** Import blocks as `<type> <id>`. */
function importsOf({ json }: Synthesized): string[] {
  const blocks = (json["import"] ?? []) as { readonly to: string; readonly id: string }[];
  return blocks.map(({ to, id }) => `${to.replace(/\..*/, "")} ${id}`);
}

function lifecycleOf(result: Synthesized, address: string): Block {
  const [type = "", name = ""] = address.split(".");
  return (result.resources(type)[name] ?? {})["lifecycle"] as Block;
}

describe.each(Object.entries(ADOPTED))("%s", (_, { adopt, build, imports }) => {
  const adopted = synth((stack) => build(stack, adopt as never));
  const plain = synth((stack) => build(stack, undefined as never));

  test("is imported only with 'adopt'", () => {
    expect(importsOf(adopted)).toEqual(imports);
    expect(plain.json["import"]).toBeUndefined();
  });

  test("cannot be destroyed with 'adopt', and otherwise differs only in the required version", () => {
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

describe("an invalid adoption is rejected:", () => {
  const other = (text: string) => text.replace("hello", "other");
  const DEFAULT = arn("autoscalingconfiguration/DefaultConfiguration/1");

  test.each<[string, (stack: TerraformStack) => unknown, string]>([
    [
      "the ARN of a different service",
      (stack) => service(stack, { adopt: { serviceArn: other(SERVICE) } }),
      "'adopt.serviceArn' must be the ARN of 'hello', the 'serviceName', got the ARN of 'other'",
    ],
    [
      "the ARN of a different secret",
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
      "'adopt.secretArn' must be the complete ARN of a secret",
    ],
    [
      "the ARN of a different scaling configuration",
      (stack) =>
        new Scaling(stack, "It", { name: "hello", adopt: { autoScalingConfigurationArn: other(SCALING) } }),
      "'adopt.autoScalingConfigurationArn' must be the ARN of 'hello', the 'name', got the ARN of 'other'",
    ],
    [
      "the default scaling configuration",
      (stack) =>
        new Scaling(stack, "It", {
          name: "DefaultConfiguration",
          adopt: { autoScalingConfigurationArn: DEFAULT },
        }),
      "must not be App Runner's DefaultConfiguration, which all services share: use Scaling.fromArn",
    ],
    [
      "the ARN of a different observability configuration",
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
      "'adopt.roleName' must be 'hello-' followed by the 26 characters that Terraform adds to 'namePrefix', got 'hello-instance': Terraform would replace this role. Set 'namePrefix' to the start of its name, or use Role.fromName",
    ],
    [
      "a role with a different prefix",
      (stack) => role(stack, { namePrefix: "else-", adopt: { roleName: ROLE } }),
      "'adopt.roleName' must be 'else-' followed by",
    ],
    [
      "an invalid role name",
      (stack) => role(stack, { adopt: { roleName: "a/b" } }),
      "'adopt.roleName' must be 1 to 64 letters",
    ],
    [
      "an invalid policy name",
      (stack) => role(stack, { adopt: { roleName: ROLE, policyName: "" } }),
      "'adopt.policyName' must be 1 to 128 letters",
    ],
    [
      "an invalid policy ARN",
      (stack) => role(stack, { adopt: { roleName: ROLE, managedPolicyArns: ["a"] } }),
      "'adopt.managedPolicyArns[0]' must be the ARN of an IAM policy with a name of 1 to 128 characters",
    ],
    [
      "a value of the wrong type for a role",
      (stack) => role(stack, { adopt: "hello" as never }),
      "'adopt' must be an object, got 'hello'",
    ],
    [
      "a value of the wrong type for a connection",
      (stack) =>
        new SourceConnection(stack, "It", {
          connectionName: "github",
          providerType: "GITHUB",
          adopt: {} as never,
        }),
      "'adopt' must be true or false",
    ],
    [
      "a value of the wrong type for a repository",
      (stack) => repository(stack, { adopt: true as never }),
      "'adopt' must be an object, got true",
    ],
    [
      "a missing lifecyclePolicy",
      (stack) => repository(stack, { adopt: {} as never }),
      "'adopt.lifecyclePolicy' is required: it must be true or false",
    ],
    [
      "a policy without pullAccountIds",
      (stack) => repository(stack, { adopt: { lifecyclePolicy: false, policy: true } }),
      "'adopt.policy' must be false without 'pullAccountIds'",
    ],
    [
      "a value of the wrong type for a domain",
      (stack) => domain(stack, { adopt: null as never }),
      "'adopt' is required: it must be an object, got null",
    ],
    [
      "a missing trafficRecords",
      (stack) => domain(stack, { adopt: { validationRecords: true } as never }),
      "'adopt.trafficRecords' is required: it must be true or false",
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
