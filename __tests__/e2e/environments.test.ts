import type { ResourceRecordSet } from "@aws-sdk/client-route-53";
import { addEnvironment, type EnvironmentProps } from "../../examples/environments-and-regions/environment";
import type { AppRunnerStandIn } from "../../testing";
import { Deployment } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import type { OtherAccount } from "../support/other-account";
import { startWorld, type World } from "../support/world";

describeEndToEnd("the example environments-and-regions", () => {
  let world: World;
  let deployment: Deployment;
  let dublin: AppRunnerStandIn;
  let frankfurt: AppRunnerStandIn;
  let zoneId: string;
  let dns: OtherAccount;
  const records = (): Promise<ResourceRecordSet[]> => world.records(zoneId, dns.aws.route53);

  beforeAll(async () => {
    world = await startWorld({ appRunner: { region: "eu-west-1" } });
    dublin = world.appRunner;
    frankfurt = await world.otherRegion("eu-central-1");
    deployment = new Deployment(world);
    dns = await world.otherAccount("444444444444");
    zoneId = await world.createZone("example.com", dns.aws.route53);
  });

  afterAll(() => world.stop());

  function synth(): void {
    deployment.synth((app, { backend, awsProviderVersion }) => {
      const shared = { backend, awsProviderVersion, accountId: world.accountId };
      const zoneAccess = { assumeRoleArn: dns.roleArn };
      const environments: EnvironmentProps[] = [
        { ...shared, name: "dev", accountId: "111111111111", regions: ["eu-west-1"], domainName: "dev.example.com" }, // prettier-ignore
        { ...shared, name: "prod", regions: ["eu-west-1", "eu-central-1"], domainName: "www.example.com", zoneAccess }, // prettier-ignore
      ];
      for (const environment of environments) addEnvironment(app, environment);
    });
  }

  test("deploys prod in two regions", async () => {
    synth();
    for (const id of ["hello-prod-eu-west-1", "hello-prod-eu-central-1"]) {
      await deployment.apply(id);
      await deployment.apply(`${id}-domain`);
    }
    for (const standIn of [dublin, frankfurt]) {
      await standIn.settled();
      expect(standIn.serviceNames).toEqual(["hello-prod"]);
      const [domain, ...others] = standIn.describe("hello-prod")?.domains ?? [];
      expect(others).toEqual([]);
      expect(domain).toMatchObject({ DomainName: "www.example.com", Status: "active" });
    }
  });

  test("has an empty plan after the apply", async () => {
    for (const id of ["hello-prod-eu-west-1-domain", "hello-prod-eu-central-1-domain"]) {
      await deployment.expectEmptyPlan(id);
    }
  });

  test("has a primary and a secondary record with health checks", async () => {
    const traffic = (await records()).filter(({ Type }) => Type === "A");
    const shown = traffic.map(({ Name, SetIdentifier, Failover, AliasTarget }) => {
      return [Name, SetIdentifier, Failover, AliasTarget?.DNSName];
    });
    const urlOf = (standIn: AppRunnerStandIn) => standIn.describe("hello-prod")?.service.ServiceUrl;
    expect(shown.toSorted()).toEqual([
      ["www.example.com.", "eu-central-1", "SECONDARY", urlOf(frankfurt)],
      ["www.example.com.", "eu-west-1", "PRIMARY", urlOf(dublin)],
    ]);
    const checks = new Set(traffic.map(({ HealthCheckId }) => HealthCheckId));
    expect(checks.size).toBe(2);
    expect(checks).not.toContain(undefined);
    // Four validation records: two for each association.
    expect((await records()).filter(({ Type }) => Type === "CNAME")).toHaveLength(4);
  });

  test("does not deploy an environment to the account of a different one", async () => {
    const run = await deployment.stack("hello-dev-eu-west-1");
    const plan = await run.plan();
    expect(plan.exitCode).toBe(1);
    expect(plan.output).toContain("AWS account ID not allowed: 123456789012");
  });
});
