import { HealthCheck, ImageSource, Scaling } from "../../modules";
import { DomainStack, ServiceStack } from "../../stacks";
import { Console, type ServiceAddress } from "../support/console";
import { Deployment } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { PUBLIC_IMAGE } from "../support/services";
import { startWorld, type World } from "../support/world";

describeEndToEnd("an adopted console service with default settings and domains", () => {
  let world: World;
  let deployment: Deployment;
  let zoneId: string;
  let made: ServiceAddress;
  let scalingArn: string;

  beforeAll(async () => {
    world = await startWorld();
    deployment = new Deployment(world);
    zoneId = await world.createZone("example.com");
    const console = new Console(world);
    made = await console.createService({
      ServiceName: "plain",
      SourceConfiguration: {
        AutoDeploymentsEnabled: false,
        ImageRepository: {
          ImageIdentifier: PUBLIC_IMAGE,
          ImageRepositoryType: "ECR_PUBLIC",
          ImageConfiguration: { Port: "8080" },
        },
      },
    });
    const { service } = world.appRunner.describe("plain") ?? {};
    scalingArn = service?.AutoScalingConfigurationSummary?.AutoScalingConfigurationArn ?? "";
    for (const name of ["*.example.com", "two.example.com", "www.two.example.com"]) {
      await console.associateDomain(made, name, zoneId, false);
    }
  });

  afterAll(() => world.stop());

  const synth = (adopted: boolean) => {
    deployment.synth((app, base) => {
      const shared = { ...base, defaultTags: { team: "hello" } };
      const { service } = new ServiceStack(app, "service", {
        ...shared,
        serviceName: "plain",
        source: ImageSource.ecrPublic(PUBLIC_IMAGE),
        healthCheck: HealthCheck.tcp({ intervalSeconds: 10, timeoutSeconds: 5 }),
        scaling: Scaling.fromArn(app, "Scaling", scalingArn),
        adopt: adopted ? { serviceArn: made.ServiceArn } : undefined,
      });
      const adopt = adopted ? { validationRecords: true, trafficRecords: true } : undefined;
      new DomainStack(app, "domains", {
        ...shared,
        service,
        zoneName: "example.com",
        domains: [
          { domainName: "*.example.com", adopt },
          { domainName: "two.example.com", www: true, adopt },
        ],
      });
    });
  };

  test("gets an instance role and tags, and its domains are unchanged", async () => {
    const records = await world.records(zoneId);
    expect(scalingArn).toContain("/DefaultConfiguration/");
    synth(true);
    const ofService = await deployment.plannedActions("service");
    expect(ofService.actions).toEqual({
      create: ["aws_iam_role", "terraform_data"],
      "import update": ["aws_apprunner_service"],
    });
    expect(ofService.updated).toEqual([
      "aws_apprunner_service.instance_configuration",
      "aws_apprunner_service.tags_all",
    ]);
    await deployment.apply("service");
    await world.appRunner.settled();
    const ofDomains = await deployment.plannedActions("domains");
    expect(Object.keys(ofDomains.actions).sort()).toEqual(["import no-op", "import update"]);
    expect(ofDomains.updated).toEqual(["aws_route53_record.allow_overwrite"]);
    await deployment.apply("domains");

    synth(false);
    await deployment.expectEmptyPlan("service");
    await deployment.expectEmptyPlan("domains");
    const { service, domains } = world.appRunner.describe("plain") ?? {};
    expect(service).toMatchObject({
      ServiceArn: made.ServiceArn,
      ServiceUrl: made.ServiceUrl,
      Status: "RUNNING",
    });
    expect(service?.InstanceConfiguration?.InstanceRoleArn).toContain(":role/plain-instance-");
    expect(domains?.map(({ Status }) => Status)).toEqual(["active", "active", "active"]);
    expect(await world.records(zoneId)).toEqual(records);
    expect(world.appRunner.calls.of("AssociateCustomDomain")).toHaveLength(3);
    expect(world.appRunner.calls.of("DisassociateCustomDomain")).toHaveLength(0);
  });
});
