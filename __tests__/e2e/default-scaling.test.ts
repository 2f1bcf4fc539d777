import { DefaultScaling, Scaling, type ScalingOptions } from "../../modules";
import { Deployment } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { publicService } from "../support/services";
import { startWorld, type World } from "../support/world";

describeEndToEnd("a default scaling, and a service with a time for its deployments", () => {
  let world: World;
  let deployment: Deployment;

  beforeAll(async () => {
    world = await startWorld();
    deployment = new Deployment(world);
  });

  afterAll(() => world.stop());

  function synth(limits: ScalingOptions | undefined, timeoutMinutes?: number): void {
    deployment.synth((app, base) => {
      const redeployOnSecretChange = timeoutMinutes === undefined || { timeoutMinutes };
      const stack = publicService(app, base, { redeployOnSecretChange });
      if (!limits) return;
      const scaling = new Scaling(stack, "Small", { name: "small", ...limits });
      new DefaultScaling(stack, "Default", { scaling });
    });
  }

  function defaults(): unknown[] {
    return world.appRunner.calls.of("UpdateDefaultAutoScalingConfiguration").map(({ request }) => request);
  }

  async function actions(): Promise<string[]> {
    const planned = Object.entries(await deployment.plannedChanges("service"));
    return planned.map(([address, action]) => `${action} ${address.split(".")[0]}`).sort();
  }

  test("is set by one apply, and the second plan is empty", async () => {
    synth({ maxSize: 3 });
    await deployment.apply("service");
    await deployment.expectEmptyPlan("service");
    expect(defaults()).toHaveLength(1);
  });

  test("follows a change of the limits before the old revision is deleted", async () => {
    synth({ maxSize: 4 });
    await deployment.apply("service");
    await deployment.expectEmptyPlan("service");
    expect(defaults()).toHaveLength(2);
    expect(world.appRunner.calls.failures).toEqual([]);
  });

  test("a new time replaces the deployment, and so does removing it: the provider cannot update it", async () => {
    for (const minutes of [40, undefined]) {
      synth({ maxSize: 4 }, minutes);
      expect(await actions()).toEqual([
        "delete+create aws_apprunner_deployment",
        "delete+create terraform_data",
      ]);
      await deployment.apply("service");
      await deployment.expectEmptyPlan("service");
    }
  });

  test("stays the default when it is removed, so App Runner does not delete its configuration", async () => {
    synth(undefined);
    const result = await (await deployment.stack("service")).apply();
    expect(result.exitCode).toBe(1);
    expect(result.output).toContain("InvalidRequestException");
    expect(defaults()).toHaveLength(2);
  });
});
