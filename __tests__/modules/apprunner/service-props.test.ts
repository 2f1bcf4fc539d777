import { TerraformOutput, type TerraformStack, TerraformVariable } from "cdktf";
import {
  AppRunnerService,
  type AppRunnerServiceAttributes,
  type AppRunnerServiceProps,
  CustomDomain,
  ImageSource,
  ObservabilityConfiguration,
  Role,
  Scaling,
} from "../../../modules";
import { refusal, synth } from "../../support/synth";

const ID = "0123456789abcdef0123456789abcdef";
const ARN = `arn:aws:apprunner:eu-west-1:111122223333:service/hello/${ID}`;
const ROLE_ARN = "arn:aws:iam::111122223333:role/pipeline";
const KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-a6ef-1234567890ab";
const XRAY = "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess";

function serve(
  stack: TerraformStack,
  changes: Partial<Record<keyof AppRunnerServiceProps, unknown>>,
  id = "Api",
) {
  const source = ImageSource.ecrPublic("public.ecr.aws/a/b:latest");
  return new AppRunnerService(stack, id, {
    serviceName: "hello",
    source,
    ...changes,
  } as AppRunnerServiceProps);
}

const result = (changes: Parameters<typeof serve>[1]) => synth((stack) => serve(stack, changes));

describe("the props of a service", () => {
  test("default to App Runner's network settings", () => {
    const service = result({}).only("aws_apprunner_service");
    expect(service["observability_configuration"]).toEqual({ observability_enabled: false });
    expect(service).not.toHaveProperty("encryption_configuration");
  });

  test("support private access and a customer managed key", () => {
    const props = { isPubliclyAccessible: false, kmsKeyArn: KEY };
    expect(result(props).only("aws_apprunner_service")).toMatchObject({
      network_configuration: { ingress_configuration: { is_publicly_accessible: false } },
      encryption_configuration: { kms_key: KEY },
    });
  });

  test("support dual stack", () => {
    expect(result({ ipAddressType: "DUAL_STACK" }).only("aws_apprunner_service")).toMatchObject({
      network_configuration: { ip_address_type: "DUAL_STACK" },
    });
  });

  test("with tracing, grant the instance role its permission before the service is created", () => {
    const traced = result({ tracing: true });
    expect(traced.only("aws_apprunner_observability_configuration")).toMatchObject({
      observability_configuration_name: "hello",
      trace_configuration: { vendor: "AWSXRAY" },
    });
    expect(traced.only("aws_iam_role_policy_attachment")).toMatchObject({ policy_arn: XRAY });
    const [attachment] = Object.keys(traced.resources("aws_iam_role_policy_attachment"));
    expect(traced.only("aws_apprunner_service")).toMatchObject({
      observability_configuration: { observability_enabled: true },
      depends_on: [`aws_iam_role_policy_attachment.${attachment}`],
    });
  });

  test.each([false, undefined])("explicitly disable tracing with %s", (tracing) => {
    const untraced = result({ tracing });
    expect(untraced.only("aws_apprunner_service")).toMatchObject({
      observability_configuration: { observability_enabled: false },
    });
    expect(untraced.addresses.filter((address) => /observability|attachment/.test(address))).toEqual([]);
  });

  test("let several services share tracing and scaling", () => {
    const shared = synth((stack) => {
      const tracing = new ObservabilityConfiguration(stack, "Tracing", { name: "shared" });
      const scaling = new Scaling(stack, "Scaling", { name: "shared", maxSize: 3 });
      const role = new Role(stack, "Role", {
        assumedBy: "tasks.apprunner.amazonaws.com",
        namePrefix: "shared-",
      });
      for (const id of ["One", "Two"]) {
        const shared = { tracing, scaling, instanceRole: role };
        serve(stack, { ...shared, serviceName: `hello-${id}` }, id);
      }
    });
    shared.only("aws_apprunner_observability_configuration");
    shared.only("aws_iam_role_policy_attachment");
    const [scaling] = Object.keys(shared.resources("aws_apprunner_auto_scaling_configuration_version"));
    const arns = Object.values(shared.resources("aws_apprunner_service")).map(
      (service) => service["auto_scaling_configuration_arn"],
    );
    const arn = `\${aws_apprunner_auto_scaling_configuration_version.${scaling}.arn}`;
    expect(arns).toEqual([arn, arn]);
  });

  test("accept existing configurations", () => {
    const scaling =
      "arn:aws:apprunner:eu-west-1:111122223333:autoscalingconfiguration/DefaultConfiguration/1";
    const tracing = "arn:aws:apprunner:eu-west-1:111122223333:observabilityconfiguration/shared";
    const imported = synth((stack) => {
      serve(stack, {
        scaling: Scaling.fromArn(stack, "Scaling", scaling, { maxSize: 5 }),
        tracing: ObservabilityConfiguration.fromArn(stack, "Tracing", tracing),
      });
    });
    expect(imported.only("aws_apprunner_service")).toMatchObject({
      auto_scaling_configuration_arn: scaling,
      observability_configuration: { observability_configuration_arn: tracing },
    });
    expect(imported.addresses.filter((address) => /scaling|observability/.test(address))).toEqual([]);
  });

  test.each<[Partial<Record<keyof AppRunnerServiceProps, unknown>>, string]>([
    [{ isPubliclyAccessible: "no" }, "'isPubliclyAccessible' must be true or false, got 'no'"],
    [{ ipAddressType: "IPV6" }, "'ipAddressType' must be 'IPV4' or 'DUAL_STACK', got 'IPV6'"],
    [
      { vpcConnector: "arn" },
      "'vpcConnector' must be a VpcConnector, such as new VpcConnector(…), got 'arn'",
    ],
    [
      { tracing: "yes" },
      "'tracing' must be true, false or an ObservabilityConfiguration, such as new ObservabilityConfiguration(…), got 'yes'",
    ],
    [
      { kmsKeyArn: "alias/app" },
      "'kmsKeyArn' must be the ARN of a single-region KMS key, such as 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-a6ef-1234567890ab', got 'alias/app'",
    ],
    [
      { isPubliclyAccessible: false, ipAddressType: "DUAL_STACK" },
      "'ipAddressType' must be 'IPV4' for a private service ('isPubliclyAccessible' is false): App Runner supports dual stack only for public services, got 'DUAL_STACK'",
    ],
    [{ scaling: { maxSize: 0 } }, "'maxSize' must be a whole number of at least 1, got 0"],
  ])("reject %j", (changes, fault) => {
    expect(refusal((stack) => serve(stack, changes)).faults).toEqual([fault]);
  });

  test("reject ARNs of other resource types", () => {
    expect(refusal((stack) => Scaling.fromArn(stack, "Scaling", ARN)).faults).toHaveLength(1);
    expect(refusal((stack) => ObservabilityConfiguration.fromArn(stack, "Tracing", ARN)).faults).toHaveLength(
      1,
    );
  });
});

describe("AppRunnerService.fromAttributes", () => {
  const attributes = { serviceArn: ARN, serviceUrl: "abc.eu-west-1.awsapprunner.com" };
  const imported = (stack: TerraformStack) => AppRunnerService.fromAttributes(stack, "Api", attributes);

  test("returns the name and the id, and creates nothing", () => {
    const { addresses } = synth((stack) => {
      expect(imported(stack)).toMatchObject({ ...attributes, serviceName: "hello", serviceId: ID });
    });
    expect(addresses).toEqual([]);
  });

  test("reads the name and the id from a token with Terraform expressions", () => {
    const { outputs } = synth((stack) => {
      const serviceArn = new TerraformVariable(stack, "arn", {}).stringValue;
      const { serviceId } = AppRunnerService.fromAttributes(stack, "Api", { ...attributes, serviceArn });
      new TerraformOutput(stack, "id", { value: serviceId });
    });
    expect(outputs["id"]).toEqual({ value: '${element(split("/", var.arn), 2)}' });
  });

  test("accepts at most five domains", () => {
    const add = (count: number) => (stack: TerraformStack) => {
      const service = imported(stack);
      for (let index = 0; index < count; index++) {
        new CustomDomain(stack, `Domain${index}`, { service, domainName: `a${index}.example.com` });
      }
    };
    expect(Object.keys(synth(add(5)).resources("aws_apprunner_custom_domain_association"))).toHaveLength(5);
    expect(refusal(add(6)).at).toBe("test/Domain5");
  });

  test("grantDeploy allows a pipeline to deploy only this service", () => {
    const { policy } = synth((stack) => {
      imported(stack).grantDeploy(Role.fromArn(stack, "Pipeline", ROLE_ARN));
    }).only("aws_iam_role_policy");
    expect((JSON.parse(policy as string) as { Statement: unknown }).Statement).toEqual([
      {
        Effect: "Allow",
        Action: ["apprunner:DescribeService", "apprunner:ListOperations", "apprunner:StartDeployment"],
        Resource: [ARN],
      },
    ]);
  });

  test.each<[Partial<Record<keyof AppRunnerServiceAttributes, unknown>>, RegExp]>([
    [
      { serviceArn: "hello" },
      /^'serviceArn' must be the full ARN of a service, .* where <name> has 4 to 40 characters and <id> is 32 hexadecimal digits, got 'hello'$/,
    ],
    [{ serviceUrl: "https://abc" }, /^'serviceUrl' must be a domain name .* got 'https:\/\/abc'$/],
    [{ scaling: {} }, /^'scaling' must be a Scaling/],
    [{ instanceRole: ROLE_ARN }, /^'instanceRole' must be a Role/],
  ])("rejects %j", (changes, fault) => {
    const given = { ...attributes, ...changes } as AppRunnerServiceAttributes;
    expect(refusal((stack) => AppRunnerService.fromAttributes(stack, "Api", given))).toEqual({
      at: "test/Api",
      faults: [expect.stringMatching(fault)],
    });
  });
});
