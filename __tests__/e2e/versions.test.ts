import path from "node:path";
import { Secret } from "../../modules";
import { BaseStack } from "../../stacks";
import { Deployment } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { terraform, type TerraformResult } from "../support/terraform";
import { startWorld, type World } from "../support/world";

describeEndToEnd("the versions that a stack asks for", () => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld();
  });

  afterAll(() => world.stop());

  /** `terraform init` of a stack that has a value that is only written. */
  async function init(id: string, change: (stack: BaseStack) => void): Promise<TerraformResult> {
    new Deployment(world).synth((app, base) => {
      const stack = new BaseStack(app, id, base);
      new Secret(stack, "Key", { secretName: "hello/key", value: { variableName: "hello_key", version: 1 } });
      change(stack);
    });
    return terraform(path.join(world.directory, "cdktf.out", "stacks", id), world).init();
  }

  test("let a Terraform and a provider that have all of it through", async () => {
    expect(await init("right", () => undefined)).toMatchObject({ exitCode: 0 });
  });

  test("stop a Terraform that the user's own constraint excludes", async () => {
    const { exitCode, output } = await init("newer", (stack) => {
      stack.addOverride("terraform.required_version", ">= 99.0.0");
    });
    expect(exitCode).toBe(1);
    expect(output).toContain("Unsupported Terraform Core version");
  });

  test("stop a provider that has not all of it", async () => {
    const { exitCode, output } = await init("older", (stack) => {
      stack.addOverride("terraform.required_providers.aws.version", "~> 5.62.0");
    });
    expect(exitCode).toBe(1);
    expect(output).toMatch(/~> 5\.62\.0, >= 5\.88\.0|>= 5\.88\.0, ~> 5\.62\.0/);
  });
});
