import { CreateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { Fn, type IResolvable, TerraformLocal, TerraformVariable } from "cdktf";
import { AppRunnerService, ImageSource, Secret } from "../../modules";
import { BaseStack } from "../../stacks";
import { Deployment, flat } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { startWorld, type World } from "../support/world";

describeEndToEnd("a secret by an ARN that is not complete", () => {
  let world: World;
  let deployment: Deployment;
  let complete: string;
  let incomplete: string;

  beforeAll(async () => {
    world = await startWorld();
    deployment = new Deployment(world);
    const command = new CreateSecretCommand({ Name: "shop/xyz-secret", SecretString: "a value" });
    complete = (await world.aws.secretsManager.send(command)).ARN ?? "";
    incomplete = complete.replace(/-[^-]{6}$/, "");
    expect(incomplete).toMatch(/:secret:shop\/xyz-secret$/);
  });

  afterAll(() => world.stop());

  function synth(secretArn: string, isToken: boolean, environment: Record<string, string> = {}): void {
    deployment.synth((app, base) => {
      const stack = new BaseStack(app, "service", base);
      const variable = new TerraformVariable(stack, "arn", { type: "string", default: secretArn });
      const all = new TerraformLocal(stack, "all", environment);
      new AppRunnerService(stack, "Api", {
        serviceName: "hello",
        source: ImageSource.ecrPublic("public.ecr.aws/aws-containers/hello-app-runner:latest"),
        environment: Fn.merge([all.expression, { A: "1" }]) as IResolvable,
        secrets: { KEY: Secret.fromArn(stack, "Key", isToken ? variable.stringValue : secretArn) },
      });
    });
  }

  test.each([
    ["a literal", false],
    ["a variable", true],
  ])("stops the apply, which names the complete ARN: %s", async (_, isToken) => {
    synth(incomplete, isToken);
    const { exitCode, output } = await (await deployment.stack("service")).apply();
    expect(exitCode).toBe(1);
    expect(flat(output)).toContain(
      "of the secret service/Key is not complete, so service/Api could not start.",
    );
    expect(flat(output)).toContain(`with the six characters after the name: ${complete}`);
    expect(world.appRunner.calls.of("CreateService")).toEqual([]);
  });

  test.each([
    [{ PORT: "1" }, "The environment of service/Api has a variable PORT"],
    [{ AWSAPPRUNNER_X: "1" }, "one that starts with AWSAPPRUNNER"],
    [{ KEY: "1" }, "A variable of service/Api is both in environment and in secrets"],
  ])("stops for the variables %j of a map that only Terraform knows", async (environment, message) => {
    synth(complete, true, environment);
    const { exitCode, output } = await (await deployment.stack("service")).apply();
    expect(exitCode).toBe(1);
    expect(flat(output)).toContain(message);
    expect(world.appRunner.calls.of("CreateService")).toEqual([]);
  });

  test("is deployed with the complete ARN", async () => {
    synth(complete, true, { XAWSAPPRUNNER: "2" });
    await deployment.apply("service");
    const image = world.appRunner.describe("hello")?.service.SourceConfiguration?.ImageRepository;
    expect(image?.ImageConfiguration?.RuntimeEnvironmentVariables).toEqual({ A: "1", XAWSAPPRUNNER: "2" });
    expect(image?.ImageConfiguration?.RuntimeEnvironmentSecrets).toEqual({ KEY: complete });
    await deployment.expectEmptyPlan("service");
  });
});
