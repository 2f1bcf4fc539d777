import { ChangeResourceRecordSetsCommand } from "@aws-sdk/client-route-53";
import { CustomDomain, HostedZone, ImageSource } from "../../modules";
import { BaseStack, ServiceStack } from "../../stacks";
import { Deployment } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { PUBLIC_IMAGE } from "../support/services";
import { startWorld, type World } from "../support/world";

/** The procedures of `docs/operations.md` for a domain that moves. */
describeEndToEnd("a domain that moves", () => {
  let world: World;
  let deployment: Deployment;
  const zones = { old: "", new: "" };

  beforeAll(async () => {
    world = await startWorld();
    deployment = new Deployment(world);
    zones.old = await world.createZone("example.com");
    zones.new = await world.createZone("example.com");
    synth("blue", "old");
    for (const stack of ["blue", "green", "domain"]) await deployment.apply(stack);
    await world.appRunner.settled();
  });

  afterAll(() => world.stop());

  function synth(owner: "blue" | "green", zone: keyof typeof zones, allowOverwrite = false): void {
    deployment.synth((app, base) => {
      const [blue, green] = ["blue", "green"].map(
        (serviceName) =>
          new ServiceStack(app, serviceName, {
            ...base,
            serviceName,
            source: ImageSource.ecrPublic(PUBLIC_IMAGE),
          }),
      ) as [ServiceStack, ServiceStack];
      const stack = new BaseStack(app, "domain", base);
      new CustomDomain(stack, "Domain", {
        service: (owner === "blue" ? blue : green).service,
        domainName: "api.example.com",
        zone: HostedZone.fromId(stack, "Zone", { domainName: "example.com", hostedZoneId: zones[zone] }),
        allowOverwrite,
      });
    });
  }

  function statuses(serviceName: string): unknown[] {
    const { domains = [] } = world.appRunner.describe(serviceName) ?? {};
    return domains.map(({ DomainName, Status }) => [DomainName, Status]);
  }

  /** The changes of a plan, by address without the hash. */
  async function changes(): Promise<Record<string, string>> {
    const planned = await deployment.plannedChanges("domain");
    const entries = Object.entries(planned).map(([address, action]) => [
      address.replace(/_?[0-9A-F]{8}$/, ""),
      action,
    ]);
    return Object.fromEntries(entries) as Record<string, string>;
  }

  test("to a different service keeps its records, and changes neither service", async () => {
    synth("green", "old");
    // The new output of 'green' must be in its state before the domain can be planned.
    for (const stack of ["green", "blue"]) {
      expect(await deployment.plannedChanges(stack)).toEqual({});
    }
    await deployment.apply("green");
    expect(await changes()).toEqual({
      "aws_apprunner_custom_domain_association.Domain": "delete+create",
      "aws_route53_record.Domain_Validation_domain": "delete+create",
      "aws_route53_record.Domain_Validation_extra": "delete+create",
      "aws_route53_record.Domain_Traffic_domain": "update",
    });

    await deployment.apply("domain");
    await world.appRunner.settled();
    expect(statuses("blue")).toEqual([]);
    expect(statuses("green")).toEqual([["api.example.com", "active"]]);
    const { service } = world.appRunner.describe("green") ?? {};
    const records = await world.records(zones.old);
    expect(records).toHaveLength(3);
    expect(records.find(({ Type }) => Type === "A")?.AliasTarget?.DNSName).toContain(service?.ServiceUrl);
    await deployment.expectEmptyPlan("domain");
  });

  test("leaves an empty plan for the previous service, without its output", async () => {
    await deployment.apply("blue");
    await deployment.expectEmptyPlan("blue");
    expect(world.appRunner.serviceNames.sort()).toEqual(["blue", "green"]);
  });

  test("to a different zone keeps its association, and takes over existing records in the new zone", async () => {
    const copied = await world.records(zones.old);
    await world.aws.route53.send(
      new ChangeResourceRecordSetsCommand({
        HostedZoneId: zones.new,
        ChangeBatch: {
          Changes: copied.map(({ TTL, ...record }) => ({
            Action: "CREATE",
            ResourceRecordSet: record.AliasTarget ? record : { TTL, ...record },
          })),
        },
      }),
    );
    synth("green", "new", true);
    expect(await changes()).toEqual({
      "aws_route53_record.Domain_Validation_domain": "delete+create",
      "aws_route53_record.Domain_Validation_extra": "delete+create",
      "aws_route53_record.Domain_Traffic_domain": "delete+create",
    });

    world.appRunner.calls.clear();
    await deployment.apply("domain");
    expect(world.appRunner.calls.of("AssociateCustomDomain")).toEqual([]);
    expect(world.appRunner.calls.of("DisassociateCustomDomain")).toEqual([]);
    expect(await world.records(zones.old)).toEqual([]);
    expect(await world.records(zones.new)).toEqual(copied);
    expect(statuses("green")).toEqual([["api.example.com", "active"]]);
    await deployment.expectEmptyPlan("domain");
  });

  test("away from App Runner leaves the zone empty and the service running", async () => {
    deployment.synth((app, base) => {
      new BaseStack(app, "domain", base);
    });
    await deployment.apply("domain");
    expect(statuses("green")).toEqual([]);
    expect(await world.records(zones.new)).toEqual([]);
    expect(world.appRunner.describe("green")?.service.Status).toBe("RUNNING");
  });
});
