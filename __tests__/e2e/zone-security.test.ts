import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput } from "cdktf";
import { HostedZone, HostedZoneDnssec, HostedZoneQueryLog } from "../../modules";
import { BaseStack } from "../../stacks";
import { Deployment, expectSuccess, flat } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { Route53Gateway } from "../support/route53-gateway";
import { startWorld, type World } from "../support/world";

/** What the stack has. */
interface Options {
  readonly days?: number;
  readonly isSigned?: boolean;
  readonly preventDestroy?: boolean;
}

describeEndToEnd("a zone with a query log and DNSSEC, in a stack of another region", () => {
  let world: World;
  let route53: Route53Gateway;
  let deployment: Deployment;
  let zoneId: string;

  beforeAll(async () => {
    world = await startWorld({ appRunner: { region: "eu-west-1" } });
    route53 = await Route53Gateway.start(world.moto.endpoint);
    deployment = new Deployment(world, { AWS_ENDPOINT_URL_ROUTE_53: route53.endpoint });
    zoneId = await world.createZone("example.com");
  });

  afterAll(async () => {
    await route53.stop();
    await world.stop();
  });

  function synth({ days = 30, isSigned = true, preventDestroy }: Options = {}): void {
    deployment.synth((app, base) => {
      const stack = new BaseStack(app, "zone", base);
      const provider = new AwsProvider(stack, "UsEast1", { alias: "us-east-1", region: "us-east-1" });
      const zone = HostedZone.lookup(stack, "Zone", { domainName: "example.com" });
      new HostedZoneQueryLog(stack, "QueryLog", { zone, retentionDays: days, provider, preventDestroy });
      if (!isSigned) return;
      const dnssec = new HostedZoneDnssec(stack, "Dnssec", { zone, provider, preventDestroy });
      new TerraformOutput(stack, "Ds", { value: dnssec.dsRecord, staticId: true });
    });
  }

  async function changes(): Promise<string[]> {
    const planned = await deployment.plannedChanges("zone");
    return Object.entries(planned).map(([address, action]) => `${action} ${address.split(".")[0]}`);
  }

  test("is created by one apply after one that failed when the signing started, and the next plan is empty", async () => {
    route53.unsignable.add(zoneId);
    synth();
    const zone = await deployment.stack("zone");
    expect((await zone.apply()).output).toContain("AccessDenied");
    route53.unsignable.clear();
    const tainted = await zone.apply();
    expect(flat(tainted.output)).toContain("Instance cannot be destroyed");
    const [signing] = (await zone.state()).filter(({ type }) => type === "aws_route53_hosted_zone_dnssec");
    expectSuccess(await zone.run("untaint", String(signing?.address)));
    await deployment.apply("zone");
    await deployment.expectEmptyPlan("zone");
    expect(route53.signing(zoneId)).toEqual({
      isSigning: true,
      keys: [
        {
          name: "ksk",
          status: "ACTIVE",
          kmsArn: expect.stringContaining("arn:aws:kms:us-east-1:") as unknown,
        },
      ],
    });
    expect(await (await deployment.stack("zone")).outputs()).toMatchObject({
      Ds: expect.stringMatching(/^12345 13 2 [0-9A-F]{64}$/) as unknown,
    });
  });

  test("keeps logs and keys by default: a plan that would destroy them fails", async () => {
    const result = await (await deployment.stack("zone")).destroy();
    expect(result.exitCode).toBe(1);
    expect(flat(result.output)).toContain("Instance cannot be destroyed");
    expect(route53.signing(zoneId).isSigning).toBe(true);
  });

  test("changes the retention in place", async () => {
    synth({ days: 60, preventDestroy: false });
    expect(await changes()).toEqual(["update aws_cloudwatch_log_group"]);
    await deployment.apply("zone");
    await deployment.expectEmptyPlan("zone");
  });

  test("keeps the key-signing key while the parent zone has its DS record", async () => {
    route53.inParent.add(zoneId);
    synth({ days: 60, isSigned: false, preventDestroy: false });
    const result = await (await deployment.stack("zone")).apply();
    expect(result.exitCode).toBe(1);
    expect(result.output).toContain("KeySigningKeyInParentDSRecord");
    expect(route53.signing(zoneId)).toMatchObject({ isSigning: true, keys: [{ status: "ACTIVE" }] });
  });

  test("stops signing before it deletes the key-signing key", async () => {
    route53.inParent.clear();
    await deployment.apply("zone");
    expect(route53.signing(zoneId)).toEqual({ isSigning: false, keys: [] });
    await deployment.expectEmptyPlan("zone");
  });

  test("is destroyed", async () => {
    expectSuccess(await (await deployment.stack("zone")).destroy());
  });
});
