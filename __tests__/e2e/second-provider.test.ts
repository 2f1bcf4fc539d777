import { writeFileSync } from "node:fs";
import path from "node:path";
import { flat } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { writeExampleApp } from "../support/example-app";
import { linkPackages, rowsOf, runTool, type ToolResult } from "../support/tool";
import { startWorld, type World } from "../support/world";

/** An app of a user with a repository and a service in eu-west-1, and again in eu-west-3. */
function program(there: string): string {
  return `
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, Aspects, TerraformDataSource, TerraformResource, TerraformStack } from "cdktf";
import { AppRunnerService, ImageSource, Repository } from "cdktf-app-runner";
import { BaseStack } from "cdktf-app-runner/stacks";

function addTo(scope: TerraformStack, id: string, name: string) {
  const images = new Repository(scope, id + "Images", { repositoryName: name });
  const source = ImageSource.ecrPublic("public.ecr.aws/aws-containers/hello-app-runner:latest");
  const api = new AppRunnerService(scope, id + "Api", { serviceName: name, source });
  return { images, api };
}

const app = new App();
const stack = new BaseStack(app, "web", { region: "eu-west-1" });
addTo(stack, "", "hello");
${there}
app.synth();
`;
}

const ALIAS = `
const paris = new AwsProvider(stack, "Paris", { alias: "paris", region: "eu-west-3" });

`;

/** `docs/stacks.md#a-second-region`. */
describeEndToEnd("a second region", () => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld({ appRunner: { region: "eu-west-1" } });
    linkPackages(world.directory, "modules", "stacks");
  });

  afterAll(() => world.stop());

  async function plan(there: string): Promise<ToolResult> {
    writeExampleApp(world.directory, { awsProviderVersion: world.tools.providerVersion });
    writeFileSync(path.join(world.directory, "main.ts"), program(there));
    return runTool(world.directory, world.environment, "plan", "--format", "json");
  }

  test.each<[string, string]>([
    ["an override", 'other.api.resource.addOverride("provider", "aws.paris");'],
    ["an assignment", "other.api.resource.provider = paris;"],
  ])("is rejected at synth if only the service has the second provider, by %s", async (_how, move) => {
    const { exitCode, stdout, stderr } = await plan(
      `${ALIAS} const other = addTo(stack, "Paris", "other"); ${move}`,
    );
    expect(exitCode).toBe(1);
    expect(flat(stdout + stderr)).toContain(
      "'provider' must be the same for everything in web/ParisApi: web/ParisApi/Resource uses 'aws.paris' (eu-west-3), but " +
        "web/ParisApi/Scaling/Resource uses 'aws' (eu-west-1). Create the construct in a stack of its own",
    );
  });

  test("is planned if an aspect gives all parts the second provider", async () => {
    const { exitCode, stdout, stderr } = await plan(`${ALIAS}
      const moved = addTo(stack, "Paris", "hello");
      for (const part of [moved.api, moved.images]) {
        Aspects.of(part).add({
          visit: (node) => {
            const isPart = TerraformResource.isTerraformResource(node) || TerraformDataSource.isTerraformDataSource(node);
            if (isPart && node.terraformResourceType.startsWith("aws_")) node.provider = paris;
          },
        });
      }`);
    expect({ exitCode, stderr: exitCode === 0 ? "" : stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(rowsOf(stdout)).toEqual([expect.stringMatching(/^web: \d+ to create$/)]);
  });

  test("is planned in a second stack", async () => {
    const { exitCode, stdout, stderr } = await plan(
      'addTo(new BaseStack(app, "web-paris", { region: "eu-west-3" }), "", "hello");',
    );
    expect({ exitCode, stderr: exitCode === 0 ? "" : stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(rowsOf(stdout)).toEqual([
      expect.stringMatching(/^web: \d+ to create$/),
      expect.stringMatching(/^web-paris: \d+ to create$/),
    ]);
  });
});
