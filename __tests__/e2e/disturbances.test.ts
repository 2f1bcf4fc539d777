import { CustomDomain, HostedZone } from "../../modules";
import { Deployment, expectSuccess } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { publicService } from "../support/services";
import { startWorld, type World } from "../support/world";

describeEndToEnd("an apply that is disturbed", () => {
  let world: World;
  let deployment: Deployment;
  let zoneId: string;

  beforeAll(async () => {
    world = await startWorld();
    deployment = new Deployment(world);
    zoneId = await world.createZone("example.com");
    deployment.synth((app, base) => {
      const stack = publicService(app, base);
      new CustomDomain(stack, "Domain", {
        service: stack.service,
        domainName: "api.example.com",
        zone: HostedZone.lookup(stack, "Zone", { domainName: "example.com" }),
      });
    });
  });

  afterAll(() => world.stop());

  async function until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise((resolve) => setTimeout(resolve, 50));
  }

  test("goes on where Terraform was interrupted after the service was created", async () => {
    world.appRunner.faults.inject({ error: "ThrottlingException", every: 4, times: 6 });
    world.appRunner.faults.inject({ error: "InternalServiceErrorException", every: 5, times: 4 });
    const run = await deployment.stack("service");
    const interrupted = run.start("apply", "-input=false", "-auto-approve");
    await until(() => world.appRunner.calls.of("AssociateCustomDomain").length > 0);
    interrupted.kill("SIGINT");
    expect((await interrupted.finished).exitCode).not.toBe(0);

    await deployment.apply("service");
    await world.appRunner.settled();
    expect(
      world.appRunner.calls.failures.filter(({ outcome }) => !outcome.ok && outcome.injected),
    ).toHaveLength(10);
    expect(world.appRunner.calls.of("CreateService").filter(({ outcome }) => outcome.ok)).toHaveLength(1);
    const { service, domains } = world.appRunner.describe("hello") ?? {};
    expect(service?.Status).toBe("RUNNING");
    expect(domains?.map(({ Status }) => Status)).toEqual(["active"]);
    await deployment.expectEmptyPlan("service");
  });

  test("leaves nothing behind after throttled calls and a killed update and destroy", async () => {
    const run = await deployment.stack("service");
    world.appRunner.faults.inject({ error: "ThrottlingException", every: 3, times: 5 });
    const killed = run.start("destroy", "-input=false", "-auto-approve");
    await until(() => world.appRunner.calls.of("DisassociateCustomDomain").length > 0);
    killed.kill("SIGKILL");
    await killed.finished;

    expectSuccess(await run.destroy("-lock=false"));
    expect(world.appRunner.isEmpty).toBe(true);
    expect(await world.records(zoneId)).toEqual([]);
  });
});
