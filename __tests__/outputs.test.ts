import { readFileSync } from "node:fs";
import path from "node:path";
import { TerraformOutput, type TerraformStack } from "cdktf";
import {
  AppRunnerService,
  CodeSource,
  CustomDomain,
  ImageSource,
  Repository,
  SourceConnection,
  VpcConnector,
  VpcEndpoint,
  VpcIngressConnection,
} from "../modules";
import { synth } from "./support/synth";

/** Outputs of terraform-aws-modules/app-runner 1.x. */
const MODULE_OUTPUTS = [
  "access_iam_role_arn",
  "access_iam_role_name",
  "access_iam_role_unique_id",
  "auto_scaling_configurations",
  "connections",
  "custom_domain_association_certificate_validation_records",
  "custom_domain_association_dns_target",
  "custom_domain_association_id",
  "instance_iam_role_arn",
  "instance_iam_role_name",
  "instance_iam_role_unique_id",
  "observability_configuration_arn",
  "observability_configuration_revision",
  "service_arn",
  "service_id",
  "service_status",
  "service_url",
  "vpc_connector_arn",
  "vpc_connector_revision",
  "vpc_connector_status",
  "vpc_ingress_connection_arn",
  "vpc_ingress_connection_domain_name",
];

/** Rows of the table in docs/from-the-terraform-module.md, without the quotes. */
const ROWS = (
  readFileSync(path.join(__dirname, "../docs/from-the-terraform-module.md"), "utf8")
    .split("<!-- outputs -->\n\n")[1]
    ?.split("\n\n")[0] ?? ""
)
  .split("\n")
  .slice(2)
  .map((row) => row.split("|").map((cell) => cell.trim().replaceAll("`", "")))
  .map(([, output = "", property = "", attribute = ""]) => [property, output, attribute] as const);

/** Creates the constructs that the table names. */
function everything(stack: TerraformStack): Record<string, unknown> {
  const repository = new Repository(stack, "Images", { repositoryName: "hello", createAccessRole: true });
  const vpcConnector = new VpcConnector(stack, "Connector", {
    name: "hello",
    vpcId: "vpc-0a1b2c3d",
    subnetIds: ["subnet-0a1b2c3d"],
  });
  const service = new AppRunnerService(stack, "Api", {
    serviceName: "hello",
    source: ImageSource.ecr(repository, { tag: "1.0" }),
    tracing: true,
    vpcConnector,
  });
  const connection = new SourceConnection(stack, "GitHub", {
    connectionName: "github",
    providerType: "GITHUB",
  });
  const url = "https://github.com/acme/hello";
  const internal = new AppRunnerService(stack, "Internal", {
    serviceName: "internal",
    source: CodeSource.repository({
      connection,
      url,
      branch: "main",
      configurationSource: "REPOSITORY",
    }),
    isPubliclyAccessible: false,
  });
  const vpcEndpoint = VpcEndpoint.fromId(stack, "Endpoint", "vpce-0a1b2c3d");
  const ingress = new VpcIngressConnection(stack, "Ingress", { service: internal, vpcEndpoint });
  const domain = new CustomDomain(stack, "Domain", { service, domainName: "api.example.com" });
  return { service, connection, vpcConnector, ingress, domain };
}

function valueOf(things: unknown, property: string): unknown {
  return property
    .split(".")
    .reduce<unknown>((thing, name) => (thing as Record<string, unknown>)[name], things);
}

describe("outputs", () => {
  test("include all outputs of the module", () => {
    const named = new Set(ROWS.map(([, output]) => output).filter((output) => output !== "none"));
    expect([...named].sort()).toEqual(MODULE_OUTPUTS);
  });

  const printed: Record<string, unknown> = {};

  beforeAll(() => {
    const { outputs } = synth((stack) => {
      const things = everything(stack);
      ROWS.forEach(([property], index) => {
        new TerraformOutput(stack, `row-${index}`, { value: valueOf(things, property) });
      });
    });
    ROWS.forEach(([property], index) => {
      printed[property] = outputs[`row-${index}`]?.["value"];
    });
  });

  test.each(ROWS)("%s exists for %s", (property, _, attribute) => {
    const [type = "", name = ""] = attribute.split(".");
    expect(JSON.stringify(printed[property])).toMatch(new RegExp(`\\b${type}\\.\\w+\\.${name}\\b`));
  });
});
