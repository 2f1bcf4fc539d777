import { Fn, TerraformVariable } from "cdktf";
import { AppRunnerService, type AppRunnerServiceProps, ImageSource, Repository } from "../../modules";
import { BaseStack, type BaseStackProps } from "../../stacks";
import { Deployment, flat } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { createRepository } from "../support/existing";
import { startWorld, type World } from "../support/world";

const SIZE = "instance_configuration";

/** `docs/guards.md#overridden-and-ignored-arguments`. */
describeEndToEnd("values that only Terraform knows", () => {
  let world: World;
  let deployment: Deployment;

  beforeAll(async () => {
    world = await startWorld();
    deployment = new Deployment(world);
    await createRepository(world, "hello");
    await world.pushImage("hello", "1");
  });

  afterAll(() => world.stop());

  type Service = Partial<AppRunnerServiceProps> & { readonly size?: Record<string, string> };
  function synth(create: (stack: BaseStack) => Service): void {
    deployment.synth((app, base: BaseStackProps) => {
      const stack = new BaseStack(app, "service", base);
      const { size, ...props } = create(stack);
      const source = ImageSource.ecrPublic("public.ecr.aws/a/b:1");
      const { resource } = new AppRunnerService(stack, "Api", { serviceName: "hello", source, ...props });
      if (size) resource.addOverride(SIZE, size);
    });
  }

  function variable(stack: BaseStack, id: string, type: string, value: unknown): TerraformVariable {
    const created = new TerraformVariable(stack, id, { type });
    created.addOverride("default", value);
    return created;
  }

  const apply = async () => (await deployment.stack("service")).apply();
  const configuration = () => {
    const { SourceConfiguration, InstanceConfiguration } = world.appRunner.describe("hello")?.service ?? {};
    const { RuntimeEnvironmentVariables } = SourceConfiguration?.ImageRepository?.ImageConfiguration ?? {};
    return { variables: RuntimeEnvironmentVariables, cpu: InstanceConfiguration?.Cpu };
  };

  test("are compared if a map, a variable, a port and a command are null", async () => {
    synth((stack) => ({
      environment: { A: "1", B: variable(stack, "b", "string", null).stringValue },
      port: variable(stack, "port", "number", null).numberValue,
      startCommand: variable(stack, "command", "string", null).stringValue,
    }));
    await deployment.apply("service");
    expect(configuration().variables).toEqual({ A: "1" });
    synth((stack) => ({
      environment: variable(stack, "all", "any", { A: 1, B: null, C: true }).value as never,
    }));
    await deployment.apply("service");
    expect(configuration().variables).toEqual({ A: "1", C: "true" });
    await deployment.expectEmptyPlan("service");
  });

  test("are compared if a map consists of literals, and its names are checked", async () => {
    synth(() => ({ environment: Fn.merge([{ A: "1" }, { PORT: "2" }]) as never }));
    const { exitCode, output } = await apply();
    expect(exitCode).toBe(1);
    expect(flat(output)).toContain("The environment of service/Api has a variable PORT");
    synth(() => ({ environment: Fn.merge([{ A: "1" }, { B: "2" }]) as never }));
    await deployment.apply("service");
    expect(configuration().variables).toEqual({ A: "1", B: "2" });
  });

  test("are compared if a size has a unit", async () => {
    synth((stack) => ({
      size: { cpu: `${variable(stack, "n", "string", "2").stringValue} vCPU`, memory: "4 GB" },
    }));
    await deployment.apply("service");
    expect(configuration().cpu).toBe("2048");
  });

  test("still show a rollback", async () => {
    world.appRunner.crashWhen(() => "the container exited");
    synth((stack) => ({
      size: { cpu: `${variable(stack, "n", "string", "1").stringValue} vCPU`, memory: "4 GB" },
      environment: variable(stack, "all", "map(string)", { a: "9", b: null }).value as never,
    }));
    const { exitCode, output } = await apply();
    expect(exitCode).toBe(1);
    expect(flat(output)).toContain("The running service service/Api does not have the planned cpu");
    expect(flat(output)).toContain("The running service service/Api does not have the planned environment");
  });

  test("an image of ECR Public cannot become one of ECR", async () => {
    world.appRunner.calls.clear();
    synth((stack) => ({
      source: ImageSource.ecr(Repository.fromName(stack, "Images", "hello"), { tag: "1" }),
    }));
    const { exitCode, output } = await apply();
    expect(exitCode).toBe(1);
    expect(flat(output)).toContain(
      "The service service/Api runs an image of ECR Public, and App Runner cannot change it to run an image of ECR.",
    );
    expect(world.appRunner.calls.of("UpdateService")).toEqual([]);
  });
});
