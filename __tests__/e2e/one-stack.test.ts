import { type TerraformStack } from "cdktf";
import {
  AppRunnerService,
  CustomDomain,
  HealthCheck,
  HostedZone,
  ImageSource,
  InstanceSize,
  Repository,
  Secret,
} from "../../modules";
import { BaseStack } from "../../stacks";
import { Deployment } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { startWorld, type World } from "../support/world";
import { createRepository, createSecret } from "../support/existing";

function everything(stack: TerraformStack): void {
  const service = new AppRunnerService(stack, "Api", {
    serviceName: "hello-one",
    source: ImageSource.ecr(Repository.fromName(stack, "Images", "hello"), { tag: "1.0.0" }),
    port: 8000,
    startCommand: "node server.js --greeting='hé, you'",
    instance: InstanceSize.of({ vcpu: 0.5, memoryGb: 1 }),
    environment: { LOG_LEVEL: "info", LITERAL: "$${HOME} 100%" },
    secrets: {
      DATABASE_URL: Secret.fromName(stack, "Database", "hello/database").jsonField("url"),
      API_KEY: Secret.fromName(stack, "ApiKey", "hello/api-key").wholeValue(),
    },
    scaling: { minSize: 2, maxSize: 2 },
    healthCheck: HealthCheck.http("/healthz"),
  });
  new CustomDomain(stack, "Domain", {
    service,
    domainName: "api.example.com",
    www: true,
    zone: HostedZone.lookup(stack, "Zone", { domainName: "example.com" }),
  });
}

describeEndToEnd("all constructs in one stack", () => {
  let world: World;
  let deployment: Deployment;
  let zoneId: string;

  beforeAll(async () => {
    world = await startWorld();
    deployment = new Deployment(world);
    await createRepository(world, "hello");
    await world.pushImage("hello", "1.0.0");
    await createSecret(world, "hello/database", { url: "postgres://db" });
    await createSecret(world, "hello/api-key", "key");
    zoneId = await world.createZone("example.com");
    deployment.synth((app, base) => {
      everything(new BaseStack(app, "everything", base));
    });
  });

  afterAll(() => world.stop());

  test("are created in one apply, with an active domain and an empty plan", async () => {
    await deployment.apply("everything");
    await world.appRunner.settled();

    const { service, domains } = world.appRunner.describe("hello-one") ?? {};
    expect(service?.Status).toBe("RUNNING");
    expect(new Map(domains?.map(({ DomainName, Status }) => [DomainName, Status]))).toEqual(
      new Map([
        ["api.example.com", "active"],
        ["www.api.example.com", "active"],
      ]),
    );
    const statuses = domains?.flatMap(({ CertificateValidationRecords = [] }) =>
      CertificateValidationRecords.map(({ Status }) => Status),
    );
    expect(statuses).toEqual(["SUCCESS", "SUCCESS", "SUCCESS", "SUCCESS"]);
    const traffic = (await world.records(zoneId)).filter(({ Type }) => Type === "A");
    expect(traffic.map(({ Name, AliasTarget }) => [Name, AliasTarget?.DNSName])).toEqual([
      ["api.example.com.", service?.ServiceUrl],
      ["www.api.example.com.", service?.ServiceUrl],
    ]);
    expect(
      service?.SourceConfiguration?.ImageRepository?.ImageConfiguration?.RuntimeEnvironmentVariables,
    ).toEqual({
      LOG_LEVEL: "info",
      LITERAL: "${HOME} 100%",
    });
    await deployment.expectEmptyPlan("everything");
  });

  test("are destroyed in one destroy", async () => {
    const run = await deployment.stack("everything");
    expect((await run.destroy()).exitCode).toBe(0);
    expect(world.appRunner.serviceNames).toEqual([]);
    expect(await world.records(zoneId)).toEqual([]);
  });
});
