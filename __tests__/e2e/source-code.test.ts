import { TerraformOutput } from "cdktf";
import {
  AppRunnerService,
  type AppRunnerServiceProps,
  CodeSource,
  ImageSource,
  SourceConnection,
} from "../../modules";
import { BaseStack } from "../../stacks";
import { Deployment, expectSuccess, flat } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { PUBLIC_IMAGE } from "../support/services";
import { startWorld, type World } from "../support/world";

const url = "https://github.com/acme/hello";

function connect(stack: BaseStack): SourceConnection {
  return new SourceConnection(stack, "GitHub", {
    connectionName: "github",
    providerType: "GITHUB",
    preventDestroy: false,
  });
}

describeEndToEnd("a service that runs code", () => {
  let world: World;
  let deployment: Deployment;

  beforeAll(async () => {
    world = await startWorld();
    deployment = new Deployment(world);
    world.appRunner.failBuildWhen(({ SourceCodeVersion }) =>
      SourceCodeVersion?.Value === "broken" ? "npm ci failed" : undefined,
    );
  });

  afterAll(() => world.stop());

  /** The connection and a service in one stack. `branch` is built unless a different source is given. */
  function synth(branch: string, props: Partial<AppRunnerServiceProps> = {}): void {
    deployment.synth((app, base) => {
      const stack = new BaseStack(app, "code", base);
      const connection = connect(stack);
      new TerraformOutput(stack, "handshake", { value: connection.handshake }).overrideLogicalId("handshake");
      const build = { runtime: "NODEJS_22", buildCommand: 'npm ci && echo "$HOME"' } as const;
      new AppRunnerService(stack, "Api", {
        serviceName: "hello",
        source: CodeSource.repository({ connection, url, branch, sourceDirectory: "/api", build }),
        startCommand: "node server.js",
        environment: { LOG_LEVEL: "info" },
        ...props,
      });
    });
  }

  async function applyThatFails(): Promise<string> {
    const run = await deployment.stack("code");
    const result = await run.apply();
    expect(result.exitCode).toBe(1);
    return flat(result.output);
  }

  function running(serviceName = "hello") {
    return world.appRunner.describe(serviceName)?.service.SourceConfiguration;
  }

  const handshake =
    "Open https://console.aws.amazon.com/apprunner/home?region=us-east-1, choose 'Connected accounts', select the " +
    "connection 'github' and choose 'Complete handshake'.";

  test("is not created before the handshake is complete, and the error explains it", async () => {
    synth("main");
    const output = await applyThatFails();
    expect(output).toContain(
      "The connection 'github' (code/GitHub) is PENDING_HANDSHAKE, not AVAILABLE, so App Runner cannot read the code " +
        `of code/Api. Someone must complete its handshake once. ${handshake} Then apply again.`,
    );
    expect(await (await deployment.stack("code")).outputs()).toMatchObject({ handshake });
    expect(await applyThatFails()).toContain("is PENDING_HANDSHAKE, not AVAILABLE");
    expect(world.appRunner.calls.of("CreateService")).toEqual([]);
  });

  test("is created with the next apply after the handshake", async () => {
    world.appRunner.completeHandshake("github");
    await deployment.apply("code");
    expect(world.appRunner.describe("hello")?.service.Status).toBe("RUNNING");
    expect(running()).toMatchObject({
      AutoDeploymentsEnabled: true,
      CodeRepository: {
        RepositoryUrl: "https://github.com/acme/hello",
        SourceCodeVersion: { Type: "BRANCH", Value: "main" },
        SourceDirectory: "/api",
        CodeConfiguration: {
          ConfigurationSource: "API",
          CodeConfigurationValues: {
            Runtime: "NODEJS_22",
            BuildCommand: 'npm ci && echo "$HOME"',
            StartCommand: "node server.js",
            Port: "8080",
            RuntimeEnvironmentVariables: { LOG_LEVEL: "info" },
          },
        },
      },
    });
    const outputs = await (await deployment.stack("code")).outputs();
    expect(outputs).toMatchObject({ handshake: "The connection is available: no action is needed." });
    await deployment.expectEmptyPlan("code");
  });

  test("is updated to a different branch", async () => {
    synth("release");
    expect(Object.values(await deployment.plannedChanges("code"))).toEqual(["update"]);
    await deployment.apply("code");
    expect(running()?.CodeRepository?.SourceCodeVersion?.Value).toBe("release");
  });

  test("fails the apply if App Runner rolled back a build", async () => {
    synth("broken");
    expect(await applyThatFails()).toContain(
      "The running service code/Api does not have the planned branch: App Runner rolled the update back to the previous version.",
    );
    expect(running()?.CodeRepository?.SourceCodeVersion?.Value).toBe("release");
  });

  test("can switch to the configuration in the repository, and back", async () => {
    deployment.synth((app, base) => {
      const stack = new BaseStack(app, "code", base);
      const connection = connect(stack);
      const source = CodeSource.repository({
        connection,
        url,
        branch: "main",
        configurationSource: "REPOSITORY",
        autoDeploy: false,
      });
      new AppRunnerService(stack, "Api", { serviceName: "hello", source });
    });
    await deployment.apply("code");
    expect(running()?.CodeRepository?.CodeConfiguration).toEqual({ ConfigurationSource: "REPOSITORY" });
    expect(running()).toMatchObject({
      AutoDeploymentsEnabled: false,
      CodeRepository: { SourceDirectory: "/" },
    });
    await deployment.expectEmptyPlan("code");
    synth("main");
    await deployment.apply("code");
    await deployment.expectEmptyPlan("code");
    expect(world.appRunner.calls.failures).toEqual([]);
  });

  const image = { source: ImageSource.ecrPublic(PUBLIC_IMAGE), startCommand: undefined };
  const neverTurned = "The service code/Api runs code, and App Runner cannot change it to run an image.";

  test("fails the plan of a switch to an image", async () => {
    synth("main", image);
    world.appRunner.calls.clear();
    const run = await deployment.stack("code");
    const plan = await run.plan();
    expect(plan.exitCode).toBe(1);
    expect(flat(plan.output)).toContain(neverTurned);
    expect(world.appRunner.calls.changes).toEqual([]);
  });

  test("is replaced by a service with a different name that runs an image, which cannot switch to code", async () => {
    synth("main", { ...image, serviceName: "hello-image" });
    await deployment.apply("code");
    expect(world.appRunner.serviceNames).toEqual(["hello-image"]);
    await deployment.expectEmptyPlan("code");
    synth("main", { serviceName: "hello-image" });
    expect(await applyThatFails()).toContain(
      "The service code/Api runs an image, and App Runner cannot change it to run code.",
    );
  });

  test("is replaced with the same name by terraform apply -replace", async () => {
    const run = await deployment.stack("code");
    const addresses = ["terraform_data.Api_SourceKind_D6B27788", "aws_apprunner_service.Api_F70053CD"];
    expectSuccess(await run.apply(...addresses.map((address) => `-replace=${address}`)));
    expect(running("hello-image")?.CodeRepository?.SourceCodeVersion?.Value).toBe("main");
    await deployment.expectEmptyPlan("code");
  });

  test("leaves nothing behind, and makes no call that App Runner rejects", async () => {
    expectSuccess(await (await deployment.stack("code")).destroy());
    expect(world.appRunner.isEmpty).toBe(true);
    expect(world.appRunner.calls.failures).toEqual([]);
  });
});

describeEndToEnd("a connection in a separate stack", () => {
  let world: World;
  let deployment: Deployment;

  beforeAll(async () => {
    world = await startWorld();
    deployment = new Deployment(world);
    deployment.synth((app, base) => {
      const connection = connect(new BaseStack(app, "shared", base));
      const source = CodeSource.repository({
        connection,
        url,
        branch: "main",
        configurationSource: "REPOSITORY",
      });
      new AppRunnerService(new BaseStack(app, "code", base), "Api", { serviceName: "hello", source });
    });
    await deployment.apply("shared");
    world.appRunner.completeHandshake("github");
  });

  afterAll(() => world.stop());

  test("is available to services after its next apply, as the error says", async () => {
    const run = await deployment.stack("code");
    const plan = await run.plan();
    expect(plan.exitCode).toBe(1);
    expect(flat(plan.output)).toContain("Then apply the stack 'shared' again, and then this one.");
    await deployment.apply("shared");
    await deployment.apply("code");
    expect(world.appRunner.describe("hello")?.service.Status).toBe("RUNNING");
    expect(world.appRunner.calls.failures).toEqual([]);
  });

  test("is destroyed after the service", async () => {
    for (const id of ["code", "shared"]) expectSuccess(await (await deployment.stack(id)).destroy());
    expect(world.appRunner.isEmpty).toBe(true);
    expect(world.appRunner.calls.failures).toEqual([]);
  });
});
