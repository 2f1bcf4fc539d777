import { type App } from "cdktf";
import { CustomDomain, HostedZone } from "../../modules";
import { Deployment } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { publicService } from "../support/services";
import { startWorld, type World } from "../support/world";

describeEndToEnd("a custom domain that changes", () => {
  let world: World;
  let deployment: Deployment;
  let zoneId: string;

  beforeAll(async () => {
    world = await startWorld();
    deployment = new Deployment(world);
    zoneId = await world.createZone("example.com");
    synth(false);
    await deployment.apply("service");
  });

  afterAll(() => world.stop());

  function synth(www: boolean, serviceName = "hello"): void {
    deployment.synth((app: App, base) => {
      const stack = publicService(app, base, { serviceName });
      new CustomDomain(stack, "Domain", {
        service: stack.service,
        domainName: "api.example.com",
        zone: HostedZone.lookup(stack, "Zone", { domainName: "example.com" }),
        www,
      });
    });
  }

  function domainStatuses(serviceName: string): Record<string, unknown> {
    const { domains = [] } = world.appRunner.describe(serviceName) ?? {};
    return Object.fromEntries(
      domains.map(({ DomainName, Status }) => [DomainName, Status]),
    ) as object as Record<string, unknown>;
  }

  test("gets www without changes to the domain itself", async () => {
    synth(true);
    const changes = await deployment.plannedChanges("service");
    expect(Object.values(changes)).toEqual(["create", "create", "create", "create"]);
    expect(Object.keys(changes).filter((address) => !address.includes("Domain_Www"))).toEqual([]);
    await deployment.apply("service");
    await world.appRunner.settled();
    expect(domainStatuses("hello")).toEqual({ "api.example.com": "active", "www.api.example.com": "active" });
  });

  test("loses www without changes to the domain itself", async () => {
    synth(false);
    const changes = await deployment.plannedChanges("service");
    expect(Object.values(changes)).toEqual(["delete", "delete", "delete", "delete"]);
    expect(Object.keys(changes).filter((address) => !address.includes("Domain_Www"))).toEqual([]);
    await deployment.apply("service");
    expect(domainStatuses("hello")).toEqual({ "api.example.com": "active" });
  });

  test("moves to a replaced service in one apply", async () => {
    synth(false, "hello-again");
    await deployment.apply("service");
    await world.appRunner.settled();
    expect(world.appRunner.serviceNames).toEqual(["hello-again"]);
    expect(domainStatuses("hello-again")).toEqual({ "api.example.com": "active" });
    expect(await world.records(zoneId)).toHaveLength(3);
    await deployment.expectEmptyPlan("service");
  });
});
