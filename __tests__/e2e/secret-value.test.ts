import { randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { AppRunnerService, ImageSource, Parameter, Secret } from "../../modules";
import { BaseStack } from "../../stacks";
import { Deployment, expectSuccess, flat } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { readParameter } from "../support/parameters";
import { PUBLIC_IMAGE } from "../support/services";
import { startWorld, type World } from "../support/world";

describeEndToEnd("write-only values", () => {
  let world: World;
  const values = { first: `planted-${randomUUID()}`, second: `planted-${randomUUID()}` };

  beforeAll(async () => {
    world = await startWorld();
  });

  afterAll(() => world.stop());

  /** A deployment with the two values in the environment. */
  function deploymentWith(value: string | undefined): Deployment {
    const environment = { TF_VAR_hello_key: value, TF_VAR_hello_token: value };
    return new Deployment(world, value === undefined ? {} : (environment as Record<string, string>));
  }

  function synth(version: number): void {
    deploymentWith(undefined).synth((app, base) => {
      const stack = new BaseStack(app, "values", base);
      const secret = new Secret(stack, "Key", {
        secretName: "hello/key",
        value: { variableName: "hello_key", version },
        preventDestroy: false,
      });
      const parameter = new Parameter(stack, "Token", {
        parameterName: "/hello/token",
        value: { variableName: "hello_token", version },
        preventDestroy: false,
      });
      new AppRunnerService(stack, "Api", {
        serviceName: "hello",
        source: ImageSource.ecrPublic(PUBLIC_IMAGE),
        secrets: { KEY: secret.wholeValue(), TOKEN: parameter.value() },
        redeployOnSecretChange: true,
      });
    });
  }

  async function secretValue(VersionStage: string): Promise<string | undefined> {
    const get = new GetSecretValueCommand({ SecretId: "hello/key", VersionStage });
    return (await world.aws.secretsManager.send(get)).SecretString;
  }

  /** All files in the directory of the world, except the provider binary. */
  async function written(): Promise<string[]> {
    const entries = await readdir(world.directory, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.includes(".terraform"));
    return Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), "latin1")));
  }

  test("are available to a service in the same apply, and stored nowhere else", async () => {
    synth(1);
    const run = await deploymentWith(values.first).stack("values");
    const plan = await run.plan();
    expect(plan.exitCode).toBe(2);
    const shown = JSON.stringify(await run.show("tfplan"));
    expect(shown).toContain("hello_key");
    const apply = await run.apply("tfplan");
    expectSuccess(apply);
    expect(world.appRunner.describe("hello")?.service.Status).toBe("RUNNING");
    expect(await secretValue("AWSCURRENT")).toBe(values.first);
    expect(await readParameter(world, "/hello/token")).toMatchObject({ Value: values.first, Version: 1 });
    const state = JSON.stringify(await run.show());
    const files = await written();
    expect(files.some((text) => text.includes("hello_key"))).toBe(true);
    expect(files.some((text) => text.includes('"secret_string_wo": null'))).toBe(true);
    for (const text of [...files, shown, state, plan.output, apply.output]) {
      expect(text).not.toContain("planted-");
    }
  });

  test("are not written again with the same version number", async () => {
    expect(await deploymentWith("anything").plannedChanges("values")).toEqual({});
  });

  test("are written again with a new version number, and the service gets them", async () => {
    const before = world.appRunner.calls.of("StartDeployment").length;
    synth(2);
    await deploymentWith(values.second).apply("values");
    expect(await secretValue("AWSCURRENT")).toBe(values.second);
    expect(await secretValue("AWSPREVIOUS")).toBe(values.first);
    expect(await readParameter(world, "/hello/token")).toMatchObject({ Value: values.second, Version: 2 });
    expect(world.appRunner.calls.of("StartDeployment")).toHaveLength(before + 1);
    await deploymentWith("anything").expectEmptyPlan("values");
    for (const text of await written()) expect(text).not.toContain("planted-");
  });

  test("fail the apply if they are missing or empty", async () => {
    const without = await (await deploymentWith(undefined).stack("values")).plan();
    expect(without.exitCode).toBe(1);
    expect(flat(without.output)).toContain('variable "hello_key" is not set');
    const empty = await (await deploymentWith("").stack("values")).plan();
    expect(empty.exitCode).toBe(1);
    expect(flat(empty.output)).toContain("TF_VAR_hello_key must not be empty.");
  });
});
