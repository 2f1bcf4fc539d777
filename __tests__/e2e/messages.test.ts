import { AppRunnerClient, PauseServiceCommand } from "@aws-sdk/client-apprunner";
import { CustomDomain, HostedZone } from "../../modules";
import { TEST_CREDENTIALS } from "../../testing/references/credentials";
import { Deployment, flat } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { publicService } from "../support/services";
import { terraform } from "../support/terraform";
import { startWorld, type World } from "../support/world";
import path from "node:path";

/** Messages of Terraform and the provider that `docs/troubleshooting.md` quotes. */
describeEndToEnd("the messages of Terraform and the provider", () => {
  let world: World;
  let deployment: Deployment;

  beforeAll(async () => {
    world = await startWorld();
    deployment = new Deployment(world);
    await world.createZone("example.com");
    synth();
    await deployment.apply("service");
  });

  afterAll(() => world.stop());

  function synth(change: (stack: ReturnType<typeof publicService>) => void = () => undefined, port = 8080) {
    deployment.synth((app, base) => {
      change(publicService(app, base, { port }));
    });
  }

  async function failedApply(): Promise<string> {
    const result = await (await deployment.stack("service")).apply();
    expect(result.exitCode).toBe(1);
    return flat(result.output);
  }

  async function failedInit(): Promise<string> {
    const directory = path.join(world.directory, "cdktf.out", "stacks", "service");
    const result = await terraform(directory, world).init();
    expect(result.exitCode).toBe(1);
    return flat(result.output);
  }

  function domain(stack: ReturnType<typeof publicService>, domainName: string, zoneName: string): void {
    const zone = HostedZone.lookup(stack, "Zone", { domainName: zoneName });
    new CustomDomain(stack, "Domain", { service: stack.service, domainName, zone });
  }

  test("for an unsupported Terraform version", async () => {
    synth((stack) => {
      stack.addOverride("terraform.required_version", ">= 99.0");
    });
    expect(await failedInit()).toContain("Error: Unsupported Terraform Core version");
  });

  test("for a provider version that differs from the locked one", async () => {
    synth((stack) => {
      stack.addOverride("terraform.required_providers.aws.version", "~> 99.0");
    });
    const output = await failedInit();
    expect(output).toContain("Error: Failed to query available provider packages");
    expect(output).toContain("does not match configured version constraint");
  });

  test("for a missing zone", async () => {
    synth((stack) => {
      domain(stack, "api.example.org", "example.org");
    });
    expect(await failedApply()).toContain("no matching Route 53 Hosted Zone found");
  });

  test("for a paused service", async () => {
    const { service } = world.appRunner.describe("hello") ?? {};
    const { endpoint } = world.appRunner;
    const client = new AppRunnerClient({ endpoint, region: world.region, credentials: TEST_CREDENTIALS });
    await client.send(new PauseServiceCommand({ ServiceArn: service?.ServiceArn }));
    await world.appRunner.settled();
    synth(undefined, 9090);
    const output = await failedApply();
    expect(output).toContain("Error: updating App Runner Service (");
    expect(output).toContain("InvalidStateException");
  });
});
