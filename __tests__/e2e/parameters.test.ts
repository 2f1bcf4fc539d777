import { ImageSource, AppRunnerService, Parameter } from "../../modules";
import { BaseStack } from "../../stacks";
import { Deployment, flat } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { Keys } from "../support/keys";
import { createParameter } from "../support/parameters";
import { PUBLIC_IMAGE } from "../support/services";
import { startWorld, type World } from "../support/world";

describeEndToEnd("parameters of Systems Manager", () => {
  let world: World;
  let deployment: Deployment;

  beforeAll(async () => {
    world = await startWorld();
    deployment = new Deployment(world);
  });

  afterAll(() => world.stop());

  function synth(arns: Readonly<Record<string, string>>, kmsKeyArn?: string): void {
    deployment.synth((app, base) => {
      const stack = new BaseStack(app, "service", base);
      const imported = Object.entries(arns).map(([name, arn]) => {
        return [name, Parameter.fromArn(stack, name, arn, { kmsKeyArn }).value()] as const;
      });
      new AppRunnerService(stack, "Api", {
        serviceName: "hello",
        source: ImageSource.ecrPublic(PUBLIC_IMAGE),
        secrets: {
          ...Object.fromEntries(imported),
          TOKEN: Parameter.fromName(stack, "Token", "/hello/token").value(),
          LEVEL: Parameter.fromName(stack, "Level", "level").value(),
        },
      });
    });
  }

  test("are passed to a service by name and by ARN, from a different region, with a customer managed key", async () => {
    const keyId = await new Keys(world).create();
    const [token, level] = [
      await createParameter(world, "/hello/token"),
      await createParameter(world, "level"),
    ];
    const far = await createParameter(world, "/hello/far", { region: "us-west-2" });
    const locked = await createParameter(world, "/hello/locked", { keyId });
    synth({ FAR: far, LOCKED: locked }, keyId);
    await deployment.apply("service");
    const { service } = world.appRunner.describe("hello") ?? {};
    const image = service?.SourceConfiguration?.ImageRepository?.ImageConfiguration;
    expect(service?.Status).toBe("RUNNING");
    expect(image?.RuntimeEnvironmentSecrets).toEqual({
      FAR: far,
      LEVEL: level,
      LOCKED: locked,
      TOKEN: token,
    });
    await deployment.expectEmptyPlan("service");
  });

  test("have values that are not in the state or plan", async () => {
    const run = await deployment.stack("service");
    const state = JSON.stringify(await run.show());
    expect(state).toContain("parameter/hello/token");
    expect(state).not.toContain("the value of");
  });

  test("that are missing fail the apply after App Runner has rolled back the update", async () => {
    synth({ MISSING: `arn:aws:ssm:us-east-1:${world.accountId}:parameter/hello/missing` });
    const run = await deployment.stack("service");
    const { exitCode, output } = await run.apply();
    expect(exitCode).toBe(1);
    expect(flat(output)).toContain(
      "service/Api does not have the planned secrets: App Runner rolled the update back to the previous version.",
    );
  });

  test("of a different account stop the plan if the account was unknown at synth", async () => {
    synth({ FOREIGN: "arn:aws:ssm:us-east-1:444455556666:parameter/hello/token" });
    const updates = world.appRunner.calls.of("UpdateService").length;
    const { exitCode, output } = await (await deployment.stack("service")).apply();
    expect(exitCode).toBe(1);
    expect(flat(output)).toContain("App Runner cannot read a parameter in another account (444455556666)");
    expect(world.appRunner.calls.of("UpdateService")).toHaveLength(updates);
  });
});
