import { spawn } from "node:child_process";
import { readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { readBlocks } from "../../scripts/bench/pages";
import { Deployment, flat } from "../support/deployment";
import { describeEndToEnd } from "../support/end-to-end";
import { EXAMPLE_APP, writeExampleApp } from "../support/example-app";
import { startWorld, type World } from "../support/world";

const ROOT = path.resolve(__dirname, "../..");
const PAGE = "getting-started.md";
const SECTION = "First deployment";
const STACKS = ["hello-dev", "hello-prod-foundation", "hello-prod-service", "hello-prod-domain"];

/** What the page shows of a deployment: the command, and each line without the name of its stack. */
function transcript(index: number): { readonly command: string; readonly lines: readonly string[] } {
  const [command = "", ...lines] = (readBlocks(PAGE, SECTION, "console")[index] ?? "").trim().split("\n");
  const texts = lines.map((line) => withoutAddress(flat(line.replace(/^hello-\S+ {2}/, "")).trim()));
  return { command, lines: texts.filter((line) => line !== "" && line !== "…") };
}

/** App Runner chooses the first label of the address of a service. */
function withoutAddress(text: string): string {
  return text.replaceAll(/https:\/\/\w+\./g, "https://….");
}

describeEndToEnd("the first deploy of the example app with `cdktf deploy '*'`", () => {
  let world: World;
  let zoneId: string;

  beforeAll(async () => {
    world = await startWorld({ appRunner: { region: "eu-west-1" } });
    zoneId = await world.createZone("example.com");
    createProject();
  });

  afterAll(() => world.stop());

  /** A user's project, but with the provider version of this machine. */
  function createProject(): void {
    writeExampleApp(world.directory, { awsProviderVersion: world.tools.providerVersion });
    for (const folder of ["modules", "stacks", "node_modules"]) {
      symlinkSync(path.join(ROOT, folder), path.join(world.directory, folder));
    }
  }

  /** Runs the real CLI in the project. */
  async function cdktf(
    ...args: string[]
  ): Promise<{ readonly exitCode: number | null; readonly output: string }> {
    const child = spawn(process.execPath, [path.join(ROOT, "node_modules/.bin/cdktf"), ...args], {
      cwd: world.directory,
      env: { ...world.environment, CI: "true", FORCE_COLOR: "0" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    const exitCode = await new Promise<number | null>((resolve) => child.on("close", resolve));
    return { exitCode, output: Buffer.concat(chunks).toString() };
  }

  const deployAll = () => cdktf("deploy", "*", "--auto-approve", "--skip-provider-lock");

  /** Expects each line that the page shows, in what was printed. */
  function expectShown(output: string, index: number): void {
    const { command, lines } = transcript(index);
    expect(command).toBe("$ npx cdktf deploy '*'");
    const printed = withoutAddress(flat(output.replaceAll(/^hello-\S+ {2}/gm, "")));
    expect(lines.filter((line) => !printed.includes(line))).toEqual([]);
  }

  test("deploys the program of docs/getting-started.md", () => {
    expect(readBlocks(PAGE, SECTION, "ts")).toEqual([readFileSync(EXAMPLE_APP, "utf8")]);
  });

  test("creates the foundation, stops before the service, and reports what to do", async () => {
    const { exitCode, output } = await deployAll();
    expect(exitCode).not.toBe(0);
    expect(flat(output)).toContain("the image of hello-prod-service/Service; if it is missing: docker push");
    expectShown(output, 0);
    expect(world.appRunner.describe("hello-dev")?.service.Status).toBe("RUNNING");
    expect(world.appRunner.describe("hello-prod")).toBeUndefined();
  });

  test("creates the service and its domain after the image is pushed and the secret is set", async () => {
    await world.pushImage("hello", "1.0.0");
    await world.putSecretValue("hello/database", { url: "postgres://a-secret-value" });
    const { exitCode, output } = await deployAll();
    await world.appRunner.settled();
    expect({ exitCode, output: exitCode === 0 ? "" : output }).toEqual({ exitCode: 0, output: "" });
    expectShown(output, 1);

    const { service, domains } = world.appRunner.describe("hello-prod") ?? {};
    expect(service?.Status).toBe("RUNNING");
    expect(domains?.map(({ DomainName, Status }) => [DomainName, Status])).toEqual([
      ["api.example.com", "active"],
    ]);
    const records = domains?.[0]?.CertificateValidationRecords ?? [];
    expect(records.map(({ Status }) => Status)).toEqual(["SUCCESS", "SUCCESS"]);
    expect((await world.records(zoneId)).map(({ Type }) => Type).sort()).toEqual(["A", "CNAME", "CNAME"]);
  });

  test("leaves empty plans for all stacks", async () => {
    const deployment = new Deployment(world);
    for (const stack of STACKS) await deployment.expectEmptyPlan(stack);
  });

  test("writes no secret value to code, state or plan", async () => {
    const { stdout } = await grep("a-secret-value");
    expect(stdout).toBe("");
  });

  async function grep(text: string): Promise<{ readonly stdout: string }> {
    const child = spawn("grep", ["-rl", "--exclude-dir=.terraform", text, "."], { cwd: world.directory });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    await new Promise((resolve) => child.on("close", resolve));
    return { stdout: Buffer.concat(chunks).toString() };
  }
});
