import { TerraformLocal } from "cdktf";
import { AppRunnerService, ImageSource, Repository } from "../../modules";
import { BaseStack } from "../../stacks";
import { Deployment, flat } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { createRepository } from "../support/existing";
import { startWorld, type World } from "../support/world";

describeEndToEnd("an update that App Runner rolls back", () => {
  let world: World;
  let deployment: Deployment;

  beforeAll(async () => {
    world = await startWorld();
    deployment = new Deployment(world);
    await createRepository(world, "hello");
    for (const tag of ["1.0.0", "2.0.0-broken", "2.0.1"]) await world.pushImage("hello", tag);
    world.appRunner.crashWhen((image) => (image.endsWith("-broken") ? "the container exited" : undefined));
    synth("1.0.0", 2);
    await deployment.apply("service");
  });

  afterAll(() => world.stop());

  function synth(tag: string, maxSize: number): void {
    deployment.synth((app, base) => {
      const stack = new BaseStack(app, "service", base);
      new AppRunnerService(stack, "Api", {
        serviceName: "hello",
        source: ImageSource.ecr(Repository.fromName(stack, "Images", "hello"), { tag }),
        scaling: { maxSize },
      });
    });
  }

  function runningImage(): string | undefined {
    const { service } = world.appRunner.describe("hello") ?? {};
    return service?.SourceConfiguration?.ImageRepository?.ImageIdentifier;
  }

  test("fails the apply with an error that explains what happened and where to look", async () => {
    synth("2.0.0-broken", 3);
    const run = await deployment.stack("service");
    const result = await run.apply();
    expect(result.exitCode).toBe(1);
    expect(flat(result.output)).toContain(
      "The running service service/Api does not have the planned image: App Runner rolled the update back to " +
        "the previous version.",
    );
    const { ServiceId } = world.appRunner.describe("hello")?.service ?? {};
    expect(flat(result.output)).toContain(`/aws/apprunner/hello/${ServiceId}/service`);
    expect(runningImage()).toMatch(/hello:1\.0\.0$/);
  });

  test("is fixed by the next good version", async () => {
    synth("2.0.1", 4);
    await deployment.apply("service");
    expect(runningImage()).toMatch(/hello:2\.0\.1$/);
    await deployment.expectEmptyPlan("service");
  });

  test("leaves no scaling configuration behind, and makes no call that App Runner rejects", () => {
    expect(world.appRunner.calls.of("CreateAutoScalingConfiguration")).toHaveLength(3);
    expect(world.appRunner.calls.of("DeleteAutoScalingConfiguration")).toHaveLength(2);
    expect(world.appRunner.calls.failures).toEqual([]);
  });
});

describeEndToEnd("a new service that differs from what its guard expects", () => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld();
  });

  afterAll(() => world.stop());

  test("is reported after the apply, with a valid message, because its id is unknown at the plan", async () => {
    const deployment = new Deployment(world);
    deployment.synth((app, base) => {
      const stack = new BaseStack(app, "service", base);
      const source = ImageSource.ecrPublic("public.ecr.aws/aws-containers/hello-app-runner:latest");
      new AppRunnerService(stack, "Api", { serviceName: "hello", source });
      const planned = stack.node.findChild("Api").node.findChild("RollbackGuards").node.findChild("Planned");
      if (!(planned instanceof TerraformLocal)) throw new Error("the guard has no local value");
      stack.addOverride(`locals.${planned.friendlyUniqueId}.image`, "public.ecr.aws/a/other:1");
    });
    const run = await deployment.stack("service");
    const plan = await run.plan();
    expect(flat(plan.output)).not.toContain("rror message");
    const { exitCode, output } = await run.apply();
    expect(exitCode).toBe(1);
    const { ServiceId } = world.appRunner.describe("hello")?.service ?? {};
    expect(flat(output)).toContain(`does not have the planned image: App Runner rolled the update back`);
    expect(flat(output)).toContain(`/aws/apprunner/hello/${ServiceId}/service`);
    expect(flat(output)).not.toContain("invalid error message");
  });
});
