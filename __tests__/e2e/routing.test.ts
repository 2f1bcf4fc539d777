import type { ResourceRecordSet } from "@aws-sdk/client-route-53";
import type { App } from "cdktf";
import { CustomDomain, type CustomDomainProps, HostedZone, ImageSource, TrafficRouting } from "../../modules";
import { ServiceStack } from "../../stacks";
import type { AppRunnerStandIn } from "../../testing";
import { Deployment } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { PUBLIC_IMAGE } from "../support/services";
import { startWorld, type World } from "../support/world";

type Options = Partial<Pick<CustomDomainProps, "routing" | "createValidationRecords">>;

const DOMAIN = "api.example.com";
const LATENCY = TrafficRouting.latency({ healthCheck: { path: "/healthz" } });

describeEndToEnd("a domain of services in two regions", () => {
  let world: World;
  let deployment: Deployment;
  let ireland: AppRunnerStandIn;
  let ohio: AppRunnerStandIn;
  let zoneId: string;

  beforeAll(async () => {
    world = await startWorld({ appRunner: { region: "eu-west-1", validationPer: "account" } });
    ireland = world.appRunner;
    ohio = await world.otherRegion("us-east-2");
    deployment = new Deployment(world);
    zoneId = await world.createZone("example.com");
  });

  afterAll(() => world.stop());

  function define(app: App, base: Deployment["base"], id: string, options: Options): void {
    const source = ImageSource.ecrPublic(PUBLIC_IMAGE);
    const region = id === "ohio" ? "us-east-2" : base.region;
    const stack = new ServiceStack(app, id, { ...base, region, serviceName: "hello", source });
    const zone = HostedZone.lookup(stack, "Zone", { domainName: "example.com" });
    new CustomDomain(stack, "Domain", { service: stack.service, zone, domainName: DOMAIN, ...options });
  }

  function synth(stacks: { ireland?: Options; ohio?: Options }): void {
    deployment.synth((app, base) => {
      for (const [id, options] of Object.entries(stacks)) define(app, base, id, options);
    });
  }

  async function traffic(): Promise<ResourceRecordSet[]> {
    return (await world.records(zoneId)).filter(({ Name }) => Name === `${DOMAIN}.`);
  }

  async function validationNames(): Promise<string[]> {
    const records = (await world.records(zoneId)).filter(({ Type }) => Type === "CNAME");
    return records.map(({ Name = "" }) => Name);
  }

  async function statusIn(standIn: AppRunnerStandIn): Promise<string | undefined> {
    await standIn.settled();
    return standIn.describe("hello")?.domains[0]?.Status;
  }

  test("with one service gets routing in place on its existing record", async () => {
    synth({ ireland: {} });
    await deployment.apply("ireland");
    expect(await traffic()).toEqual([expect.not.objectContaining({ SetIdentifier: expect.anything() as unknown })]); // prettier-ignore

    synth({ ireland: { routing: LATENCY } });
    const changes = Object.entries(await deployment.plannedChanges("ireland"));
    expect(changes.map(([address, action]) => [address.replace(/_[0-9A-F]{8}$/, ""), action])).toEqual([
      ["aws_route53_health_check.Domain_HealthCheck", "create"],
      ["aws_route53_record.Domain_Traffic_domain", "update"],
    ]);
    await deployment.apply("ireland");
    await deployment.expectEmptyPlan("ireland");
    expect(await traffic()).toEqual([
      expect.objectContaining({
        Type: "A",
        SetIdentifier: "eu-west-1",
        Region: "eu-west-1",
        HealthCheckId: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
      }),
    ]);
  });

  test("gets a second service, which uses the validation records of the first", async () => {
    synth({ ireland: { routing: LATENCY }, ohio: { routing: LATENCY, createValidationRecords: false } });
    await deployment.apply("ohio");
    await deployment.expectEmptyPlan("ohio");
    await deployment.expectEmptyPlan("ireland");
    expect(await validationNames()).toHaveLength(2);
    expect([await statusIn(ireland), await statusIn(ohio)]).toEqual(["active", "active"]);
    const urls = [ireland, ohio].map((standIn) => standIn.describe("hello")?.service.ServiceUrl);
    const records = await traffic();
    expect(records.map(({ SetIdentifier, Region }) => [SetIdentifier, Region])).toEqual([
      ["eu-west-1", "eu-west-1"],
      ["us-east-2", "us-east-2"],
    ]);
    expect(records.map(({ AliasTarget }) => AliasTarget?.DNSName)).toEqual(urls);
    expect(records.map(({ AliasTarget }) => AliasTarget?.HostedZoneId)).toEqual([
      "Z087551914Z2PCAU0QHMW",
      "Z0224347AD7KVHMLOX31",
    ]);
  });

  test("loses the second service without changes to the first", async () => {
    expect((await (await deployment.stack("ohio")).destroy()).exitCode).toBe(0);
    expect(ohio.isEmpty).toBe(true);
    expect((await traffic()).map(({ SetIdentifier }) => SetIdentifier)).toEqual(["eu-west-1"]);
    expect(await validationNames()).toHaveLength(2);
    await deployment.expectEmptyPlan("ireland");
  });

  test("creates its validation records again if a second service created and destroyed them", async () => {
    synth({ ireland: { routing: LATENCY }, ohio: { routing: LATENCY } });
    await deployment.apply("ohio");
    await deployment.expectEmptyPlan("ireland");
    expect((await (await deployment.stack("ohio")).destroy()).exitCode).toBe(0);
    expect(await validationNames()).toEqual([]);
    expect(Object.values(await deployment.plannedChanges("ireland"))).toEqual(["create", "create"]);
    await deployment.apply("ireland");
    expect(await validationNames()).toHaveLength(2);
    await deployment.expectEmptyPlan("ireland");
  });
});
