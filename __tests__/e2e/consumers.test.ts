import { readFileSync } from "node:fs";
import path from "node:path";
import { Consumer, ENGINES, pack } from "../support/consumer";
import { expectSuccess } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { terraform, type Terraform } from "../support/terraform";
import { useProvider } from "../support/tools";
import { startWorld, type World } from "../support/world";

/** User projects outside of this repository, which install the package from its archive. */
describeEndToEnd("the package in a project", () => {
  let world: World;
  let archive: string;

  beforeAll(async () => {
    world = await startWorld();
    archive = pack(world.directory);
  });

  afterAll(() => world.stop());

  async function install(name: string, program: string, engine: keyof typeof ENGINES): Promise<Consumer> {
    const folder = path.join(world.directory, name);
    const context = JSON.stringify({ awsProviderVersion: world.tools.providerVersion });
    const consumer = new Consumer(folder, { ...world.environment, CDKTF_CONTEXT_JSON: context });
    await consumer.install(program, ENGINES[engine], archive);
    return consumer;
  }

  /** Terraform in the folder of the only stack, after a successful validation. */
  async function initialized(consumer: Consumer): Promise<Terraform> {
    const run = terraform(consumer.stack("hello"), world);
    expectSuccess(await run.init());
    expectSuccess(await run.validate());
    return run;
  }

  async function expectPlanned(run: Terraform, ...types: string[]): Promise<void> {
    expect((await run.plan()).exitCode).toBe(2);
    const { resource_changes: changes = [] } = await run.show("tfplan");
    const created = changes
      .filter(({ change }) => change.actions.join() === "create")
      .map(({ type }) => type);
    expect([...new Set(created)]).toEqual(expect.arrayContaining(types));
  }

  function providerVersionOf(consumer: Consumer): string {
    const text = readFileSync(path.join(consumer.stack("hello"), "cdk.tf.json"), "utf8");
    const { terraform: block } = JSON.parse(text) as {
      terraform: { required_providers: { aws: { version: string } } };
    };
    return block.required_providers.aws.version;
  }

  test("in TypeScript is deployed with cdktf, and has no changes after a switch to CDK Terrain", async () => {
    const consumer = await install("typescript", "typescript", "cdktf");
    await consumer.compile();
    expect(await consumer.synth()).toContain("hello/Wrong");
    expect(consumer.installed("@cdktf")).toEqual(["provider-aws"]);
    expect(consumer.installed()).not.toContain("cdktn");
    expectSuccess(await (await initialized(consumer)).apply());
    await world.appRunner.settled();
    expect(world.appRunner.describe("hello")?.domains.map(({ Status }) => Status)).toEqual(["active"]);

    const moved = await install("typescript", "typescript", "cdktn");
    moved.moveToTerrain();
    await moved.compile();
    expect(await moved.synth()).toContain("hello/Wrong");
    expect(moved.installed()).not.toContain("cdktf");
    const run = await initialized(moved);
    expect((await run.plan()).exitCode).toBe(0);
    expect(await moved.tool("plan")).toContain("No changes.");
  });

  test("in JavaScript is deployed", async () => {
    const consumer = await install("javascript", "javascript", "cdktf");
    await consumer.synth();
    useProvider(consumer.stack("hello"), world.tools.providerVersion);
    await expectPlanned(await initialized(consumer), "aws_apprunner_service", "aws_cloudwatch_metric_alarm");
  });

  test("with the older bindings is deployed with their own provider version", async () => {
    const consumer = await install("provider-aws-20", "own-network", "provider-aws 20");
    await consumer.compile();
    await consumer.synth();
    expect(providerVersionOf(consumer)).toBe("5.100.0");
    useProvider(consumer.stack("hello"), world.tools.providerVersion);
    await expectPlanned(await initialized(consumer), "aws_apprunner_service");
  });

  test("with its own VPC, zone and roles is deployed", async () => {
    const consumer = await install("own-network", "own-network", "cdktf");
    await consumer.compile();
    await consumer.synth();
    useProvider(consumer.stack("hello"), world.tools.providerVersion);
    await expectPlanned(
      await initialized(consumer),
      ...["aws_apprunner_service", "aws_apprunner_vpc_connector", "aws_apprunner_custom_domain_association"],
      ...["aws_vpc", "aws_route53_zone", "aws_iam_role"],
    );
  });
});
