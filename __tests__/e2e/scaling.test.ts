import type { ScalingOptions } from "../../modules";
import { Deployment } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { publicService } from "../support/services";
import { startWorld, type World } from "../support/world";

describeEndToEnd("a scaling configuration in use", () => {
  let world: World;
  let deployment: Deployment;

  beforeAll(async () => {
    world = await startWorld();
    deployment = new Deployment(world);
  });

  afterAll(() => world.stop());

  const changes: ScalingOptions[] = [
    { minSize: 1, maxSize: 3 },
    { minSize: 2, maxSize: 3 },
    { minSize: 2, maxSize: 25 },
    { minSize: 2, maxSize: 25, maxConcurrency: 1 },
    { minSize: 25, maxSize: 25, maxConcurrency: 200 },
    {},
  ];

  test("changes six times, and the service uses each new revision", async () => {
    for (const scaling of changes) {
      deployment.synth((app, base) => publicService(app, base, { scaling }));
      await deployment.apply("service");
      const created = world.appRunner.calls.of("CreateAutoScalingConfiguration").at(-1);
      expect(created?.request).toMatchObject({
        MinSize: scaling.minSize ?? 1,
        MaxSize: scaling.maxSize ?? 25,
        MaxConcurrency: scaling.maxConcurrency ?? 100,
      });
      const { ok, response } = created?.outcome as {
        ok: true;
        response: { AutoScalingConfiguration: object };
      };
      expect(ok).toBe(true);
      expect(world.appRunner.describe("hello")?.service.AutoScalingConfigurationSummary).toMatchObject({
        AutoScalingConfigurationArn: (
          response.AutoScalingConfiguration as { AutoScalingConfigurationArn: string }
        ).AutoScalingConfigurationArn,
      });
    }
    expect(world.appRunner.calls.of("DeleteAutoScalingConfiguration")).toHaveLength(changes.length - 1);
    expect(world.appRunner.calls.failures).toEqual([]);
    await deployment.expectEmptyPlan("service");
  });
});
