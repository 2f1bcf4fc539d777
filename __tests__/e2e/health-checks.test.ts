import { GetHealthCheckCommand, ListHealthChecksCommand } from "@aws-sdk/client-route-53";
import {
  CalculatedHealthCheck,
  CustomDomain,
  type EndpointHealthCheck,
  HEALTH_CHECKER_REGIONS,
  HostedZone,
  ServiceHealthCheck,
  TrafficRouting,
} from "../../modules";
import { Deployment, expectSuccess } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { publicService } from "../support/services";
import { startWorld, type World } from "../support/world";

describeEndToEnd("a domain with a location and health checks", () => {
  let world: World;
  let deployment: Deployment;
  let zoneId: string;

  beforeAll(async () => {
    world = await startWorld();
    deployment = new Deployment(world);
    zoneId = await world.createZone("example.com");
  });

  afterAll(() => world.stop());

  function synth(check: Partial<EndpointHealthCheck>, country: string): void {
    deployment.synth((app, base) => {
      const stack = publicService(app, base);
      const { service } = stack;
      const own = new ServiceHealthCheck(stack, "Own", { service, path: "/healthz", ...check });
      const other = new ServiceHealthCheck(stack, "Other", { service, path: "/" });
      const healthCheck = new CalculatedHealthCheck(stack, "All", { healthChecks: [own, other] });
      const zone = HostedZone.lookup(stack, "Zone", { domainName: "example.com" });
      const routing = TrafficRouting.geolocation({ country }, { healthCheck });
      new CustomDomain(stack, "Domain", { service, zone, domainName: "api.example.com", routing });
    });
  }

  async function changes(): Promise<Record<string, string>> {
    const planned = Object.entries(await deployment.plannedChanges("service"));
    return Object.fromEntries(
      planned.map(([address, action]) => [address.replace(/_[0-9A-F]{8}$/, ""), action]),
    );
  }

  async function checksByType() {
    const { HealthChecks = [] } = await world.aws.route53.send(new ListHealthChecksCommand());
    return Object.fromEntries(
      HealthChecks.map(({ HealthCheckConfig: config }) => [
        `${config?.Type} ${config?.ResourcePath ?? ""}`,
        config,
      ]),
    );
  }

  test("is created by one apply, and the second plan is empty", async () => {
    synth({ regions: ["eu-west-1", "us-east-1", "us-west-2"], tags: { Name: "hello" } }, "*");
    await deployment.apply("service");
    await deployment.expectEmptyPlan("service");
    const record = (await world.records(zoneId)).find(({ Name }) => Name === "api.example.com.");
    expect(record).toMatchObject({
      Type: "A",
      GeoLocation: { CountryCode: "*" },
      SetIdentifier: world.region,
    });
    const request = new GetHealthCheckCommand({ HealthCheckId: record?.HealthCheckId });
    const { HealthCheck } = await world.aws.route53.send(request);
    expect(HealthCheck?.HealthCheckConfig).toMatchObject({ Type: "CALCULATED", HealthThreshold: 2 });
    expect(HealthCheck?.HealthCheckConfig?.ChildHealthChecks).toHaveLength(2);
    expect((await checksByType())["HTTPS /healthz"]?.Regions).toHaveLength(3);
  });

  test("changes its location and the regions in place", async () => {
    synth({ regions: HEALTH_CHECKER_REGIONS, tags: { Name: "hello" } }, "DE");
    expect(await changes()).toEqual({
      "aws_route53_health_check.Own": "update",
      "aws_route53_record.Domain_Traffic_domain": "update",
    });
    await deployment.apply("service");
    await deployment.expectEmptyPlan("service");
    const records = (await world.records(zoneId)).filter(({ Name }) => Name === "api.example.com.");
    expect(records).toEqual([expect.objectContaining({ GeoLocation: { CountryCode: "DE" } })]);
  });

  test("keeps the regions that Route 53 lists after the prop is removed", async () => {
    synth({ tags: { Name: "hello" } }, "DE");
    expect(await changes()).toEqual({});
  });

  test("creates the health check with a search string before it deletes the old one", async () => {
    synth({ searchString: '"up" & <ok>', tags: { Name: "hello" } }, "DE");
    expect(await changes()).toEqual({
      "aws_route53_health_check.All": "update",
      "aws_route53_health_check.Own": "create+delete",
    });
    await deployment.apply("service");
    await deployment.expectEmptyPlan("service");
    expect((await checksByType())["HTTPS_STR_MATCH /healthz"]?.SearchString).toBe('"up" & <ok>');
  });

  test("is destroyed", async () => {
    expectSuccess(await (await deployment.stack("service")).destroy());
    expect(await checksByType()).toEqual({});
  });
});
