import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { defined } from "../support/app-runner";
import { describeEndToEnd } from "../support/end-to-end";
import { terraform, type Terraform } from "../support/terraform";
import { startWorld, type World } from "../support/world";

const image = "${aws_ecr_repository.images.repository_url}";
const records = "aws_apprunner_custom_domain_association.api.certificate_validation_records";

/**
 * A small handwritten configuration. It must not depend on the library, because the tests of the library rely on the stand-in.
 */
function configuration(world: World, zoneId: string, tag: string, maxSize: number): object {
  return {
    terraform: {
      required_providers: { aws: { source: "hashicorp/aws", version: world.tools.providerVersion } },
    },
    provider: { aws: { region: world.region } },
    resource: {
      aws_ecr_repository: { images: { name: "hello", force_delete: true } },
      aws_secretsmanager_secret: { database: { name: "hello/database", recovery_window_in_days: 0 } },
      aws_iam_role: {
        access: { name: "hello-access", assume_role_policy: trust("build.apprunner.amazonaws.com") },
        instance: { name: "hello-instance", assume_role_policy: trust("tasks.apprunner.amazonaws.com") },
      },
      aws_iam_role_policy: {
        access: {
          role: "${aws_iam_role.access.name}",
          policy: allow(
            [["ecr:GetAuthorizationToken"], "*"],
            [
              ["ecr:BatchGetImage", "ecr:DescribeImages", "ecr:GetDownloadUrlForLayer"],
              "${aws_ecr_repository.images.arn}",
            ],
          ),
        },
        instance: {
          role: "${aws_iam_role.instance.name}",
          policy: allow([["secretsmanager:GetSecretValue"], "${aws_secretsmanager_secret.database.arn}"]),
        },
      },
      aws_apprunner_auto_scaling_configuration_version: {
        hello: {
          auto_scaling_configuration_name: "hello",
          max_size: maxSize,
          lifecycle: { create_before_destroy: true },
        },
      },
      aws_apprunner_service: { hello: service(tag) },
      aws_apprunner_custom_domain_association: {
        api: {
          service_arn: "${aws_apprunner_service.hello.arn}",
          domain_name: "api.example.com",
          enable_www_subdomain: false,
        },
      },
      aws_route53_record: {
        validation: {
          count: 2,
          zone_id: zoneId,
          name: `\${tolist(${records})[count.index].name}`,
          type: "CNAME",
          ttl: 300,
          records: [`\${tolist(${records})[count.index].value}`],
        },
      },
    },
  };
}

function service(tag: string): object {
  return {
    service_name: "hello",
    auto_scaling_configuration_arn: "${aws_apprunner_auto_scaling_configuration_version.hello.arn}",
    instance_configuration: { cpu: "256", memory: "512", instance_role_arn: "${aws_iam_role.instance.arn}" },
    source_configuration: {
      auto_deployments_enabled: false,
      authentication_configuration: { access_role_arn: "${aws_iam_role.access.arn}" },
      image_repository: {
        image_identifier: `${image}:${tag}`,
        image_repository_type: "ECR",
        image_configuration: {
          port: "8000",
          runtime_environment_variables: { LOG_LEVEL: "info" },
          runtime_environment_secrets: { DATABASE_URL: "${aws_secretsmanager_secret.database.arn}:url::" },
        },
      },
    },
    tags: { team: "hello" },
    depends_on: ["aws_iam_role_policy.access", "aws_iam_role_policy.instance"],
  };
}

function trust(principal: string): string {
  const Statement = [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: principal } }];
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

function allow(...grants: (readonly [readonly string[], string])[]): string {
  const Statement = grants.map(([Action, Resource]) => ({ Effect: "Allow", Action, Resource }));
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

describeEndToEnd("the App Runner stand-in with the real provider", () => {
  let world: World;
  let run: Terraform;
  let zoneId: string;

  async function write(tag: string, maxSize: number): Promise<void> {
    await writeFile(
      join(run.directory, "main.tf.json"),
      JSON.stringify(configuration(world, zoneId, tag, maxSize)),
    );
  }

  beforeAll(async () => {
    world = await startWorld();
    zoneId = await world.createZone("example.com");
    run = terraform(join(world.directory, "stack"), world);
    await mkdir(run.directory);
    await write("1", 5);
    expect(await run.init()).toMatchObject({ exitCode: 0 });
  }, 60_000);

  afterAll(() => world.stop());

  test("creates the repository and the secret", async () => {
    const targets = ["-target=aws_ecr_repository.images", "-target=aws_secretsmanager_secret.database"];
    expect(await run.apply(...targets)).toMatchObject({ exitCode: 0 });
    await world.pushImage("hello", "1");
    await world.putSecretValue("hello/database", { url: "postgres://localhost" });
  }, 60_000);

  test("creates the service and validates the domain", async () => {
    expect(await run.apply()).toMatchObject({ exitCode: 0 });
    await world.appRunner.settled();
    const view = world.appRunner.describe("hello");
    expect(view?.service).toMatchObject({
      Status: "RUNNING",
      InstanceConfiguration: { Cpu: "256", Memory: "512" },
    });
    expect(view?.domains).toMatchObject([{ DomainName: "api.example.com", Status: "active" }]);
    expect(view?.tags).toEqual([{ Key: "team", Value: "hello" }]);
    expect(await world.records(zoneId)).toHaveLength(2);
  }, 120_000);

  test("has an empty plan after the apply", async () => {
    expect(await run.plan()).toMatchObject({ exitCode: 0 });
  }, 60_000);

  test("rolls back an update with a missing image, which the provider reports as success", async () => {
    await write("2", 5);
    expect(await run.apply()).toMatchObject({ exitCode: 0 });
    const view = world.appRunner.describe("hello");
    expect(view?.operations[0]).toMatchObject({ Type: "UPDATE_SERVICE", Status: "ROLLBACK_SUCCEEDED" });
    expect(view?.service.SourceConfiguration?.ImageRepository?.ImageIdentifier).toMatch(/hello:1$/);
    expect(await run.plan()).toMatchObject({ exitCode: 2 });
  }, 60_000);

  test("applies an update with a new scaling configuration", async () => {
    await world.pushImage("hello", "2");
    await write("2", 6);
    expect(await run.apply()).toMatchObject({ exitCode: 0 });
    const { service: shown } = defined(world.appRunner.describe("hello"));
    expect(shown.SourceConfiguration?.ImageRepository?.ImageIdentifier).toMatch(/hello:2$/);
    expect(shown.AutoScalingConfigurationSummary?.AutoScalingConfigurationRevision).toBe(2);
  }, 60_000);

  test("leaves nothing behind after a destroy", async () => {
    expect(await run.destroy()).toMatchObject({ exitCode: 0 });
    expect(world.appRunner.isEmpty).toBe(true);
    expect(await world.records(zoneId)).toEqual([]);
    expect(world.appRunner.calls.failures).toEqual([]);
  }, 120_000);
});
