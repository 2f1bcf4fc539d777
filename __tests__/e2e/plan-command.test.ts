import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { flat } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { writeExampleApp } from "../support/example-app";
import {
  linkPackages,
  processesLeft,
  processesWith,
  rowsOf,
  runTool,
  startTool,
  type ToolResult,
} from "../support/tool";
import { startWorld, type World } from "../support/world";

describeEndToEnd("`app-runner plan` of the example app", () => {
  let world: World;
  let environment: Readonly<Record<string, string>>;

  beforeAll(async () => {
    world = await startWorld({ appRunner: { region: "eu-west-1" } });
    await world.createZone("example.com");
    const cache = path.join(world.directory, "plugin-cache");
    mkdirSync(cache);
    environment = { ...world.environment, TF_PLUGIN_CACHE_DIR: cache };
    linkPackages(world.directory, "modules", "stacks");
    writeExampleApp(world.directory, { awsProviderVersion: world.tools.providerVersion });
  });

  afterAll(() => world.stop());

  async function run(...args: string[]): Promise<ToolResult> {
    return runTool(world.directory, environment, ...args);
  }

  test("plans all stacks that can be planned, and reports why others wait", async () => {
    const { exitCode, stdout, stderr } = await run("plan", "--format", "json");

    expect({ exitCode, stderr: exitCode === 0 ? "" : stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(rowsOf(stdout)).toEqual([
      "hello-dev: 4 to create",
      "hello-prod-foundation: 5 to create",
      expect.stringContaining(
        "hello-prod-service: waiting: hello-prod-foundation has never been applied. " +
          "Apply hello-prod-foundation, then plan hello-prod-service again",
      ),
      expect.stringContaining("hello-prod-domain: waiting: hello-prod-service has never been applied."),
    ]);
    expect(stderr).toMatch(/^ *\d+\.\ds {2}hello-dev: 4 to create\./m);
    expect(readdirSync(path.join(world.directory, "cdktf.out/stacks/hello-dev"))).not.toContainEqual(
      expect.stringContaining("plan"),
    );
  });

  test("exits with 2 if there are findings", async () => {
    const { exitCode, stdout } = await run("plan", "--no-synth", "--fail-on", "warning", "hello-dev");

    expect(exitCode).toBe(2);
    expect(flat(stdout)).toContain("warning: An image tag can be overwritten [mutable-tag]");
    expect(flat(stdout)).toContain("hello-dev/Service/Resource main.ts:8 aws_apprunner_service.Service_");
  });

  test("initializes a stack again if its initialization was removed", async () => {
    const stack = path.join(world.directory, "cdktf.out/stacks/hello-dev");
    rmSync(path.join(stack, ".terraform/providers"), { recursive: true });
    const { exitCode, stdout } = await run("plan", "--no-synth", "hello-dev", "--format", "json");

    expect({ exitCode, rows: rowsOf(stdout) }).toEqual({ exitCode: 0, rows: ["hello-dev: 4 to create"] });
  });

  test("applies the plan of one stack", async () => {
    expect((await run("plan", "--out", "plans", "hello-prod-f*")).exitCode).toBe(0);
    const { exitCode, stdout, stderr } = await run("apply", "plans", "--yes");

    expect({ exitCode, stdout, stderr: exitCode === 0 ? "" : stderr }).toEqual({
      exitCode: 0,
      stdout: "Applied: hello-prod-foundation\n",
      stderr: "",
    });
  });

  test("reports Terraform's error and the construct for a stack that cannot be planned", async () => {
    const args = ["plan", "hello-prod-service", "hello-prod-domain", "--format", "json"];
    const { exitCode, stdout } = await run(...args);
    const [service, domain] = rowsOf(stdout);

    expect(exitCode).toBe(1);
    expect(service).toContain("hello-prod-service: failed: ");
    expect(service).toContain(
      "Resource precondition failed with hello-prod-service/Service/Resource (aws_apprunner_service.Service_",
    );
    expect(service).toContain("main.ts:22");
    expect(service).toContain("The secret 'hello/database' (hello-prod-foundation/Secrets/hello--database)");
    expect(domain).toContain("hello-prod-domain: waiting: hello-prod-service has never been applied.");
  });

  test("reports that a stack waits for an output that is not applied yet", async () => {
    const state = path.join(world.directory, "terraform.hello-prod-foundation.tfstate");
    const before = readFileSync(state, "utf8");
    const { outputs, ...rest } = JSON.parse(before) as { outputs: Record<string, unknown> };
    const kept = Object.entries(outputs).filter(([name]) => !name.includes("registry_id"));
    writeFileSync(state, JSON.stringify({ ...rest, outputs: Object.fromEntries(kept) }));
    await world.putSecretValue("hello/database", { url: "postgres://a-secret-value" });
    const { exitCode, stdout } = await run("plan", "--no-synth", "hello-prod-service", "--format", "json");
    writeFileSync(state, before);

    expect({ exitCode, rows: rowsOf(stdout) }).toEqual({
      exitCode: 0,
      rows: [
        "hello-prod-service: waiting: hello-prod-foundation must be applied first, " +
          "because this stack reads one of its new outputs. Apply hello-prod-foundation, then plan hello-prod-service again",
      ],
    });
  });

  test("leaves no process and no lock behind if it is interrupted, and can plan again", async () => {
    await world.pushImage("hello", "1.0.0");
    const silent = createServer(() => undefined).listen(0, "127.0.0.1");
    await new Promise((resolve) => silent.once("listening", resolve));
    const AWS_ENDPOINT_URL = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const asked = new Promise((resolve) => silent.once("request", resolve));
    const args = ["plan", "--no-synth", "hello-prod-service", "--format", "json"];
    const started = startTool(world.directory, { ...environment, AWS_ENDPOINT_URL }, ...args);
    await asked;
    const lock = path.join(world.directory, ".terraform.hello-prod-service.tfstate.lock.info");
    expect(existsSync(lock)).toBe(true);
    expect(processesWith("AWS_ENDPOINT_URL", AWS_ENDPOINT_URL).join("\n")).toContain("terraform");
    started.kill("SIGINT");
    const { exitCode, stdout, stderr } = await started.finished;
    silent.closeAllConnections();
    silent.close();

    expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: "" });
    expect(stderr).toContain("Interrupted. No command is left running.");
    expect(await processesLeft("AWS_ENDPOINT_URL", AWS_ENDPOINT_URL)).toEqual([]);
    expect(existsSync(lock)).toBe(false);

    const again = await run(...args);
    expect(again.exitCode).toBe(0);
    expect(rowsOf(again.stdout)).toEqual(["hello-prod-service: 5 to create"]);
  });

  test("uses the lock file of the project", async () => {
    const stack = path.join(world.directory, "cdktf.out/stacks/hello-dev");
    const lockFile = readFileSync(path.join(stack, ".terraform.lock.hcl"), "utf8");
    const locks = path.join(world.directory, "locks");
    mkdirSync(locks);
    writeFileSync(path.join(locks, "hello-dev.terraform.lock.hcl"), lockFile.replaceAll("h1:", "h1:x"));
    const { exitCode, stdout } = await run("plan", "--no-synth", "hello-dev", "--format", "json");

    expect(exitCode).toBe(1);
    const [row] = rowsOf(stdout);
    expect(row).toContain(
      "doesn't match any of the checksums previously recorded in the dependency lock file",
    );
    expect(row).toContain(`The lock file of this stack is ${locks}/hello-dev.terraform.lock.hcl`);
  });
});
