import { CustomDomain, HostedZone } from "../../modules";
import { DomainStack } from "../../stacks";
import { Deployment } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { publicService } from "../support/services";
import { startWorld, type World } from "../support/world";

describeEndToEnd("custom domains with zones in different accounts, or none", () => {
  let world: World;
  let deployment: Deployment;

  beforeAll(async () => {
    world = await startWorld();
    deployment = new Deployment(world);
  });

  afterAll(() => world.stop());

  function statuses(): Record<string, unknown> {
    const { domains = [] } = world.appRunner.describe("hello") ?? {};
    return Object.fromEntries(
      domains.map(({ DomainName, Status }) => [DomainName, Status]),
    ) as object as Record<string, unknown>;
  }

  test("become active at the apex and below, in zones of this and a second account, and without a zone", async () => {
    const dns = await world.otherAccount("222222222222");
    const otherZone = await world.createZone("example.org", dns.aws.route53);
    const ownZone = await world.createZone("example.com");
    deployment.synth((app, base) => {
      const { service } = publicService(app, base);
      new DomainStack(app, "other-account", {
        ...base,
        service,
        zoneName: "example.org",
        zoneAccess: { assumeRoleArn: dns.roleArn },
        domains: [{ domainName: "example.org" }, { domainName: "*.example.org" }],
      });
      const own = new DomainStack(app, "own-account", {
        ...base,
        service,
        domains: [{ domainName: "shop.example.net" }],
      });
      new CustomDomain(own, "ById", {
        service,
        domainName: "cname.example.com",
        recordType: "CNAME",
        zone: HostedZone.fromId(own, "Zone", { domainName: "example.com", hostedZoneId: ownZone }),
      });
    });
    await deployment.apply("service");
    await Promise.all([deployment.apply("other-account"), deployment.apply("own-account")]);
    await world.appRunner.settled();

    expect(statuses()).toEqual({
      "example.org": "active",
      "*.example.org": "active",
      "cname.example.com": "active",
      "shop.example.net": "pending_certificate_dns_validation",
    });
    const apex = (await world.records(otherZone, dns.aws.route53)).find(
      ({ Name }) => Name === "example.org.",
    );
    expect(apex?.Type).toBe("A");
    const below = (await world.records(ownZone)).find(({ Name }) => Name === "cname.example.com.");
    expect(below).toMatchObject({ Type: "CNAME", TTL: 300 });
    await deployment.expectEmptyPlan("other-account");
    await deployment.expectEmptyPlan("own-account");
  });

  test("output the records to enter elsewhere if there is no zone", async () => {
    const outputs = await (await deployment.stack("own-account")).outputs();
    const records = Object.entries(outputs).find(([name]) => name.includes("DnsRecords"))?.[1];
    const { domains = [], service } = world.appRunner.describe("hello") ?? {};
    const shop = domains.find(({ DomainName }) => DomainName === "shop.example.net");
    const validation = (shop?.CertificateValidationRecords ?? []).map(({ Name, Value }) => ({
      name: Name?.replace(/\.$/, ""),
      type: "CNAME",
      value: Value?.replace(/\.$/, ""),
    }));
    expect(validation).toHaveLength(2);
    expect(records).toEqual(
      expect.arrayContaining([
        ...validation,
        { name: "shop.example.net", type: "CNAME", value: service?.ServiceUrl },
      ]),
    );
    expect(records).toHaveLength(3);
  });
});
