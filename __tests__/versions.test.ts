import { DataResource, TerraformStack } from "cdktf";
import { providerFeatureConstraints } from "cdktn/lib/provider-feature-constraints";
import { readFileSync } from "node:fs";
import path from "node:path";
import {
  AppRunnerService,
  CustomDomain,
  HostedZone,
  ImageSource,
  ObservabilityConfiguration,
  Role,
  Secret,
  VpcIngressConnection,
  VpcEndpoint,
} from "../modules";
import { withoutVersionCheck } from "../modules/core/cdktf-internals";
import { TERRAFORM_FEATURES, type TerraformFeature } from "../modules/core/terraform-features";
import { Backend, DomainStack, FoundationStack, ServiceStack } from "../stacks";
import { EVERYTHING, GRANTS } from "./support/everything";
import { read, synth, Synthesized, testApp } from "./support/synth";
import { versionNeededBy } from "./support/terraform-language";

const HEX = "0123456789abcdef".repeat(2);
const SERVICE_ARN = `arn:aws:apprunner:eu-west-1:111122223333:service/hello/${HEX}`;
const source = ImageSource.ecrPublic("public.ecr.aws/a/b:latest");
const value = { variableName: "hello_database", version: 1 };

const writtenIn = ({ json }: Synthesized) =>
  (json["terraform"] as { required_version?: string }).required_version;

/** Cases that `EVERYTHING` lacks. */
const MORE: Record<string, (stack: TerraformStack) => unknown> = {
  "AppRunnerService, adopted": (stack) =>
    new AppRunnerService(stack, "Api", { serviceName: "hello", source, adopt: { serviceArn: SERVICE_ARN } }),
  "AppRunnerService, redeployed": (stack) => {
    const secret = new Secret(stack, "Database", { secretName: "hello/database", value });
    const secrets = { DATABASE: secret.wholeValue() };
    new AppRunnerService(stack, "Api", {
      serviceName: "hello",
      source,
      secrets,
      redeployOnSecretChange: true,
    });
  },
  "CustomDomain, adopted": (stack) => {
    const service = new AppRunnerService(stack, "Api", { serviceName: "hello", source });
    const zone = HostedZone.fromId(stack, "Zone", { domainName: "example.com", hostedZoneId: "Z1" });
    const adopt = { validationRecords: true, trafficRecords: true };
    new CustomDomain(stack, "Domain", { service, zone, domainName: "api.example.com", adopt });
  },
  "Role, adopted": (stack) =>
    new Role(stack, "Role", {
      assumedBy: "tasks.apprunner.amazonaws.com",
      namePrefix: "hello-",
      adopt: { roleName: `hello-${"0".repeat(26)}` },
    }),
  "ObservabilityConfiguration, adopted": (stack) =>
    new ObservabilityConfiguration(stack, "Tracing", {
      name: "hello",
      adopt: {
        observabilityConfigurationArn: `arn:aws:apprunner:eu-west-1:111122223333:observabilityconfiguration/hello/1/${HEX}`,
      },
    }),
  "VpcIngressConnection, with a new endpoint": (stack) =>
    new VpcIngressConnection(stack, "Ingress", {
      service: AppRunnerService.fromAttributes(stack, "Api", { serviceArn: SERVICE_ARN, serviceUrl: "a.b" }),
      vpcEndpoint: new VpcEndpoint(stack, "Endpoint", {
        vpcId: "vpc-0a1b2c3d",
        subnetIds: ["subnet-0a1b2c3d"],
      }),
    }),
};

const CASES = { ...EVERYTHING, ...MORE };

describe("required_version is exactly the version that the JSON needs:", () => {
  test.each(Object.keys(CASES))("%s", (name) => {
    const result = synth((stack) => void CASES[name]?.(stack));
    expect(writtenIn(result)).toBe(versionNeededBy(result));
  });

  test.each(Object.keys(GRANTS))("%s", (name) => {
    const result = synth((stack) => {
      GRANTS[name]?.(stack, new Role(stack, "Role", { assumedBy: "tasks.apprunner.amazonaws.com", namePrefix: "hello-" })); // prettier-ignore
    });
    expect(writtenIn(result)).toBe(versionNeededBy(result));
  });

  const s3 = Backend.s3({ bucket: "states", region: "eu-west-1", keyPrefix: "hello" });
  const backends = {
    local: Backend.local(),
    s3,
    hcpTerraform: Backend.hcpTerraform({ organization: "acme" }),
  };

  test.each([
    ["local", undefined, ">= 1.4.0", undefined],
    ["s3", ">= 1.10.0", ">= 1.10.0", ">= 1.10.0"],
    ["hcpTerraform", undefined, ">= 1.4.0", undefined],
  ] as const)("stacks with Backend.%s", (name, ofFoundation, ofService, ofDomain) => {
    const app = testApp();
    const base = { region: "eu-west-1", backend: backends[name] } as const;
    const foundation = new FoundationStack(app, "foundation", { ...base, repositories: [{ repositoryName: "hello" }], secrets: [{ secretName: "hello/a" }] }); // prettier-ignore
    const { service } = new ServiceStack(app, "service", {
      ...base,
      serviceName: "hello",
      source,
      monitoring: {},
    });
    const domain = new DomainStack(app, "domain", {
      ...base,
      service,
      zoneName: "example.com",
      domains: [{ domainName: "api.example.com" }],
    });
    const results = [foundation, service, domain].map((made) => read(TerraformStack.of(made)));
    expect(results.map(writtenIn)).toEqual([ofFoundation, ofService, ofDomain]);
    expect(results.map((result) => versionNeededBy(result))).toEqual(results.map(writtenIn));
  });

  test("every feature is in one of the cases", () => {
    const all = Object.values(CASES).map((build) => writtenIn(synth((stack) => void build(stack))));
    const floors = ["1.3.0", "1.4.0", "1.5.0", "1.6.0", "1.11.0"].map((version) => `>= ${version}`);
    expect(all.filter((version) => version !== undefined)).toEqual(expect.arrayContaining(floors));
  });
});

describe("a feature in the JSON", () => {
  const needs = (json: object) => () =>
    versionNeededBy(new Synthesized(JSON.stringify({ terraform: {}, ...json })));

  test.each([
    [{ check: {} }, "the part 'check' is new"],
    [{ terraform: { experiments: [] } }, "the setting 'experiments' is new"],
    [{ terraform: { backend: { s3: { acl: {} } } } }, "the setting 'backend.s3.acl' is new"],
    [{ terraform: { cloud: { organization: "a" } } }, "the cloud block has no hostname"],
    [{ variable: { a: { const: true } } }, "the argument of variables 'const' is new"],
    [
      { resource: { a: { b: { lifecycle: { enabled: true } } } } },
      "the argument of lifecycle 'enabled' is new",
    ],
    [
      { locals: { a: 'x ${a.b} ${join(",", [for x in {} : issensitive(x)])}' } },
      "the function 'issensitive' is new",
    ],
    [{ locals: { a: "%{ if strcontains(var.a, var.b) }a%{ endif }" } }, "the function 'strcontains' is new"],
    [
      { locals: { a: "${provider::aws::arn_parse(var.a)}" } },
      "the function 'provider::aws::arn_parse' is new",
    ],
  ])("fails the test if it is unknown: %j", (json, message) => {
    expect(needs(json)).toThrow(message);
  });

  test.each<[object, string | undefined]>([
    [{}, undefined],
    [{ locals: { a: "sums(1) are no calls outside of a template" } }, undefined],
    [{ locals: { a: '${endswith("a", "b")}' } }, ">= 1.3.0"],
    [{ import: [{ to: "a.b", id: "c" }] }, ">= 1.5.0"],
    [{ import: [{ to: "a.b", id: "${a.c.id}" }] }, ">= 1.6.0"],
    [{ terraform: { backend: { s3: { use_lockfile: true } } } }, ">= 1.10.0"],
    [{ variable: { a: { ephemeral: true } } }, ">= 1.11.0"],
    [{ resource: { aws_ssm_parameter: { a: { value_wo: "b" } } } }, ">= 1.11.0"],
  ])("is found: %j", (json, version) => {
    expect(needs(json)()).toBe(version);
  });
});

test("CDK Terrain requires the same versions for write-only arguments", () => {
  const { terraform, opentofu } = TERRAFORM_FEATURES.writeOnlyArgument;
  expect(providerFeatureConstraints.writeOnlyAttributes).toEqual({
    terraform: `>=${terraform}`,
    opentofu: `>=${opentofu}`,
  });
});

test("docs/versions.md has every feature with its versions", () => {
  const page = readFileSync(path.join(__dirname, "../docs/versions.md"), "utf8");
  const table = page.split("<!-- features -->\n\n")[1]?.split("\n\n")[0]?.split("\n").slice(2) ?? [];
  const rows = table.map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  const features: readonly TerraformFeature[] = Object.values(TERRAFORM_FEATURES);
  expect(rows.map(([name = "", , ...versions]) => [name, ...versions])).toEqual(
    features.map(({ name, terraform, opentofu, awsProvider, source: from }) => [
      `[${name}](${from})`,
      terraform,
      opentofu,
      awsProvider ?? "any",
    ]),
  );
  expect(rows.filter(([, askedFor = ""]) => askedFor === "")).toEqual([]);
});

test("a resource of the user gets no required_version", () => {
  expect(
    writtenIn(
      synth((stack) => {
        withoutVersionCheck(new DataResource(stack, "Own", {}));
      }),
    ),
  ).toBeUndefined();
});
