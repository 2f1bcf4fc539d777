import path from "node:path";
import { Secret } from "../../modules";
import { BaseStack } from "../../stacks";
import { Deployment } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { terraform, type TerraformResult } from "../support/terraform";
import { startWorld, type World } from "../support/world";

describeEndToEnd("the version constraints of a stack", () => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld();
  });

  afterAll(() => world.stop());

  /** `terraform init` of a stack with a write-only value. */
  async function init(id: string, change: (stack: BaseStack) => void): Promise<TerraformResult> {
    new Deployment(world).synth((app, base) => {
      const stack = new BaseStack(app, id, base);
      new Secret(stack, "Key", { secretName: "hello/key", value: { variableName: "hello_key", version: 1 } });
      change(stack);
    });
    return terraform(path.join(world.directory, "cdktf.out", "stacks", id), world).init();
  }

  test("accept a Terraform and a provider that support all its features", async () => {
    expect(await init("right", () => undefined)).toMatchObject({ exitCode: 0 });
  });

  test("reject a Terraform version that the user's constraint excludes", async () => {
    const { exitCode, output } = await init("newer", (stack) => {
      stack.addOverride("terraform.required_version", ">= 99.0.0");
    });
    expect(exitCode).toBe(1);
    expect(output).toContain("Unsupported Terraform Core version");
  });

  test("reject a provider that does not support all its features", async () => {
    const { exitCode, output } = await init("older", (stack) => {
      stack.addOverride("terraform.required_providers.aws.version", "~> 5.62.0");
    });
    expect(exitCode).toBe(1);
    expect(output).toMatch(/~> 5\.62\.0, >= 5\.88\.0|>= 5\.88\.0, ~> 5\.62\.0/);
  });
});
