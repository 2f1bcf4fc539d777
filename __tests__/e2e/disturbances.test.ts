import { CustomDomain, HostedZone } from "../../modules";
import { Deployment, expectSuccess, flat } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { publicService } from "../support/services";
import { startWorld, type World } from "../support/world";

describeEndToEnd("an apply with faults and interrupts", () => {
  let world: World;
  let deployment: Deployment;
  let zoneId: string;

  beforeAll(async () => {
    world = await startWorld({ appRunner: { delays: { deployment: 2_000 } } });
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

  /** Starts a command, and ends it when a call of `operation` has succeeded. */
  async function endAt(
    operation: "CreateService" | "DisassociateCustomDomain",
    signal: "SIGINT" | "SIGKILL",
  ) {
    const run = await deployment.stack("service");
    const command = operation === "CreateService" ? "apply" : "destroy";
    const before = accepted(operation);
    const started = run.start(command, "-input=false", "-auto-approve");
    while (accepted(operation) === before) await new Promise((resolve) => setTimeout(resolve, 20));
    started.kill(signal);
    expect((await started.finished).exitCode).not.toBe(0);
  }

  function accepted(operation: "CreateService" | "DisassociateCustomDomain"): number {
    return world.appRunner.calls.of(operation).filter(({ outcome }) => outcome.ok).length;
  }

  test("succeeds on a second run after throttling, internal errors and an interrupt", async () => {
    world.appRunner.faults.inject({ error: "ThrottlingException", every: 4, times: 6 });
    world.appRunner.faults.inject({ error: "InternalServiceErrorException", every: 5, times: 4 });
    await endAt("CreateService", "SIGINT");
    await deployment.apply("service");
    await world.appRunner.settled();

    const injected = world.appRunner.calls.failures.filter(({ outcome }) => !outcome.ok && outcome.injected);
    expect(new Set(injected.map(({ outcome }) => !outcome.ok && outcome.error))).toEqual(
      new Set(["ThrottlingException", "InternalServiceErrorException"]),
    );
    expect(world.appRunner.serviceNames).toEqual(["hello"]);
    const { service, domains } = world.appRunner.describe("hello") ?? {};
    expect(service?.Status).toBe("RUNNING");
    expect(domains?.map(({ Status }) => Status)).toEqual(["active"]);
    await deployment.expectEmptyPlan("service");
  });

  test("is destroyed completely after a first destroy was killed", async () => {
    await endAt("DisassociateCustomDomain", "SIGKILL");
    const run = await deployment.stack("service");
    expectSuccess(await run.destroy());
    expect(world.appRunner.isEmpty).toBe(true);
    expect(await world.records(zoneId)).toEqual([]);
  });

  test("succeeds with an import after it was killed while App Runner created the service", async () => {
    await endAt("CreateService", "SIGKILL");
    await world.appRunner.settled();
    const run = await deployment.stack("service");
    const repeated = await run.apply();
    expect(repeated.exitCode).toBe(1);
    expect(flat(repeated.output)).toContain("Service with the provided name already exists");

    const { service } = world.appRunner.describe("hello") ?? {};
    const address = Object.keys(await deployment.plannedChanges("service")).find((key) =>
      key.startsWith("aws_apprunner_service."),
    );
    expectSuccess(await run.run("import", "-input=false", String(address), String(service?.ServiceArn)));
    await deployment.apply("service");
    await deployment.expectEmptyPlan("service");
    expect(world.appRunner.describe("hello")?.service.ServiceArn).toBe(service?.ServiceArn);
  });
});
