import { ListAttachedRolePoliciesCommand } from "@aws-sdk/client-iam";
import { cp, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import {
  AppRunnerService,
  CustomDomain,
  HostedZone,
  ImageSource,
  ObservabilityConfiguration,
  Repository,
  Role,
  Scaling,
  Secret,
  SourceConnection,
  VpcConnector,
} from "../../modules";
import { BaseStack } from "../../stacks";
import { Console } from "../support/console";
import { Deployment, expectSuccess } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { createRepository, createSecret } from "../support/existing";
import { terraform, type Terraform } from "../support/terraform";
import { startWorld, type World } from "../support/world";

const MODULE = path.join(__dirname, "..", "fixtures", "public-module");

/** The user's own configuration next to the module call, which stays. */
const NETWORK = {
  data: {
    aws_ecr_repository: { images: { name: "hello" } },
    aws_secretsmanager_secret: { database: { name: "hello/database" } },
  },
  resource: {
    aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: { private: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.0.0/24" } },
    aws_security_group: { service: { vpc_id: "${aws_vpc.main.id}", name: "service" } },
  },
};

/** The old configuration, which calls the module. */
const BEFORE = {
  ...NETWORK,
  module: {
    app_runner: {
      source: "./module",
      service_name: "hello",
      repository_arn: "${data.aws_ecr_repository.images.arn}",
      repository_url: "${data.aws_ecr_repository.images.repository_url}",
      secret_arn: "${data.aws_secretsmanager_secret.database.arn}",
      subnet_ids: ["${aws_subnet.private.id}"],
      security_group_ids: ["${aws_security_group.service.id}"],
    },
  },
};

/** The resources that the guide forgets. Terraform destroys the role policies, which are not listed. */
const FORGOTTEN = [
  "aws_apprunner_service.this",
  "aws_iam_role.access",
  "aws_iam_role.instance",
  "aws_apprunner_vpc_connector.this",
  "aws_apprunner_auto_scaling_configuration_version.this",
  "aws_apprunner_connection.this",
  "aws_apprunner_observability_configuration.this",
  "aws_apprunner_custom_domain_association.this",
];

/** The old configuration after the move. */
const AFTER = {
  ...NETWORK,
  removed: FORGOTTEN.map((address) => ({
    from: `module.app_runner.${address}`,
    lifecycle: { destroy: false },
  })),
};

interface Ids {
  readonly service: string;
  readonly url: string;
  readonly scaling: string;
  readonly tracing: string;
  readonly connector: string;
  readonly secret: string;
  readonly accessRole: string;
  readonly instanceRole: string;
}

/** The steps' new configuration. */
function define(stack: BaseStack, ids: Ids, adopted: boolean): void {
  const adopt = <T>(what: T) => (adopted ? what : undefined);
  const accessRole = new Role(stack, "AccessRole", {
    assumedBy: "build.apprunner.amazonaws.com",
    namePrefix: "hello-access-",
    adopt: adopt({ roleName: ids.accessRole }),
  });
  const instanceRole = new Role(stack, "InstanceRole", {
    assumedBy: "tasks.apprunner.amazonaws.com",
    namePrefix: "hello-instance-",
    adopt: adopt({ roleName: ids.instanceRole }),
  });
  const scaling = new Scaling(stack, "Mini", {
    name: "mini",
    maxSize: 5,
    maxConcurrency: 20,
    adopt: adopt({ autoScalingConfigurationArn: ids.scaling }),
  });
  const tracing = new ObservabilityConfiguration(stack, "Tracing", {
    name: "hello",
    adopt: adopt({ observabilityConfigurationArn: ids.tracing }),
  });
  new SourceConnection(stack, "GitHub", { connectionName: "github", providerType: "GITHUB", adopt: adopted });
  const service = new AppRunnerService(stack, "Api", {
    serviceName: "hello",
    source: ImageSource.ecr(Repository.fromName(stack, "Images", "hello"), { tag: "1.0.0" }),
    port: 8000,
    environment: { LOG_LEVEL: "info" },
    secrets: { DATABASE_URL: Secret.fromArn(stack, "Database", ids.secret).wholeValue() },
    vpcConnector: VpcConnector.fromArn(stack, "Connector", ids.connector),
    accessRole,
    instanceRole,
    scaling,
    tracing,
    adopt: adopt({ serviceArn: ids.service }),
  });
  new CustomDomain(stack, "Domain", {
    service,
    domainName: "api.example.com",
    zone: HostedZone.lookup(stack, "Zone", { domainName: "example.com" }),
    www: "combined",
    adopt: adopt({ validationRecords: true, trafficRecords: true }),
  });
}

describeEndToEnd("a service of the public Terraform module", () => {
  let world: World;
  let deployment: Deployment;
  let old: Terraform;
  let ids: Ids;

  const write = (configuration: object) =>
    writeFile(path.join(world.directory, "old", "main.tf.json"), JSON.stringify(configuration));
  const synth = (adopted: boolean) => {
    deployment.synth((app, base) => {
      define(new BaseStack(app, "moved", base), ids, adopted);
    });
  };
  const attached = async (RoleName: string) => {
    const { AttachedPolicies } = await world.aws.iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    return AttachedPolicies?.map(({ PolicyName }) => PolicyName);
  };

  beforeAll(async () => {
    world = await startWorld();
    deployment = new Deployment(world);
    await createRepository(world, "hello");
    await world.pushImage("hello", "1.0.0");
    await createSecret(world, "hello/database", "postgres://db");
    const zoneId = await world.createZone("example.com");
    const directory = path.join(world.directory, "old");
    await mkdir(directory);
    await cp(MODULE, path.join(directory, "module"), { recursive: true });
    await write(BEFORE);
    old = terraform(directory, world);
    expectSuccess(await old.init());
    expectSuccess(await old.apply());
    await world.appRunner.settled();
    const { values } = await old.show();
    const resources = values?.root_module?.child_modules?.[0]?.resources ?? [];
    const text = (address: string, attribute = "arn") =>
      String(resources.find((known) => known.address === `module.app_runner.${address}`)?.values[attribute]);
    ids = {
      service: text("aws_apprunner_service.this[0]"),
      url: text("aws_apprunner_service.this[0]", "service_url"),
      scaling: text('aws_apprunner_auto_scaling_configuration_version.this["mini"]'),
      tracing: text("aws_apprunner_observability_configuration.this[0]"),
      connector: text("aws_apprunner_vpc_connector.this[0]"),
      secret: String(
        values?.root_module?.resources?.find(({ type }) => type === "aws_secretsmanager_secret")?.values[
          "arn"
        ],
      ),
      accessRole: text("aws_iam_role.access[0]", "name"),
      instanceRole: text("aws_iam_role.instance[0]", "name"),
    };
    const service = { ServiceArn: ids.service, ServiceUrl: ids.url };
    await new Console(world).enterRecordsOf(service, "api.example.com", zoneId, true);
    await world.appRunner.settled();
  });

  afterAll(() => world.stop());

  test("is imported by the new configuration, which adds policies and changes no service", async () => {
    synth(true);
    const { actions, updated } = await deployment.plannedActions("moved");
    expect(Object.keys(actions).sort()).toEqual(["create", "import no-op", "import update"]);
    expect(actions["create"]).toEqual([
      "aws_iam_role_policy",
      "aws_iam_role_policy",
      "aws_iam_role_policy_attachment",
      "terraform_data",
    ]);
    expect(actions["import no-op"]).toContain("aws_apprunner_service");
    expect(updated).toEqual(["aws_iam_role.assume_role_policy", "aws_route53_record.allow_overwrite"]);
    await deployment.apply("moved");
    await deployment.expectEmptyPlan("moved");
  });

  test("is forgotten by the old configuration, which destroys only its role policies", async () => {
    await write(AFTER);
    const plan = await old.plan();
    expect(plan.exitCode).toBe(2);
    const { resource_changes: changes = [] } = await old.show("tfplan");
    const actions = changes.map(({ type, change }) => `${change.actions.join("+")} ${type}`);
    expect(actions.filter((action) => action.startsWith("delete")).sort()).toEqual([
      "delete aws_iam_policy",
      "delete aws_iam_policy",
      "delete aws_iam_role_policy_attachment",
      "delete aws_iam_role_policy_attachment",
    ]);
    expect(actions.filter((action) => action.startsWith("forget"))).toHaveLength(FORGOTTEN.length);
    expectSuccess(await old.apply());
    expect((await old.plan()).exitCode).toBe(0);
    expect(await attached(ids.accessRole)).toEqual([]);
    expect(await attached(ids.instanceRole)).toEqual(["AWSXRayDaemonWriteAccess"]);
  });

  test("keeps its URL and domain, and the new configuration no longer needs 'adopt'", async () => {
    await deployment.expectEmptyPlan("moved");
    synth(false);
    await deployment.expectEmptyPlan("moved");
    const { service, domains } = world.appRunner.describe("hello") ?? {};
    expect(service).toMatchObject({ ServiceArn: ids.service, ServiceUrl: ids.url, Status: "RUNNING" });
    expect(domains?.map(({ Status }) => Status)).toEqual(["active"]);
    expect(world.appRunner.calls.of("CreateService")).toHaveLength(1);
    for (const call of ["UpdateService", "DeleteService", "DisassociateCustomDomain"] as const) {
      expect(world.appRunner.calls.of(call)).toEqual([]);
    }
  });
});
