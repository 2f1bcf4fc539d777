/**
 * Plans the same six independent stacks with `cdktf diff`, one after the other, and with `app-runner plan`, each in a fresh project, with
 * real Terraform and provider against moto. Prints the times as JSON, or what is missing.
 */
import { spawn } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { findTools } from "../../__tests__/support/tools";
import { startWorld, type World } from "../../__tests__/support/world";

const ROOT = path.join(__dirname, "../..");
const STACKS = ["a", "b", "c", "d", "e", "f"];

const APP = `
import { App } from "cdktf";
import { ImageSource } from "./modules";
import { ServiceStack } from "./stacks";

const app = new App();
for (const name of ${JSON.stringify(STACKS)}) {
  new ServiceStack(app, name, {
    region: "us-east-1",
    serviceName: \`hello-\${name}\`,
    source: ImageSource.ecrPublic("public.ecr.aws/aws-containers/hello-app-runner:latest"),
  });
}
app.synth();
`;

function createProject(world: World, name: string): string {
  const directory = path.join(world.directory, name);
  mkdirSync(directory);
  for (const shared of ["modules", "stacks", "node_modules", "tsconfig.json", "package.json"]) {
    symlinkSync(path.join(ROOT, shared), path.join(directory, shared));
  }
  writeFileSync(path.join(directory, "main.ts"), APP);
  const settings = {
    language: "typescript",
    app: "node --import tsx main.ts",
    projectId: "bench",
    sendCrashReports: "false",
    context: { awsProviderVersion: world.tools.providerVersion },
  };
  writeFileSync(path.join(directory, "cdktf.json"), JSON.stringify(settings));
  return directory;
}

/** Runs a script with Node and tells its milliseconds. */
async function time(world: World, cwd: string, ...args: readonly string[]): Promise<number> {
  const start = performance.now();
  const env = { ...world.environment, CI: "true", FORCE_COLOR: "0" };
  const child = spawn(process.execPath, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const exitCode = await new Promise((resolve) => child.once("close", resolve));
  if (exitCode !== 0) throw new Error(`${args.join(" ")} failed:\n${output}`);
  return performance.now() - start;
}

async function main(): Promise<void> {
  const { missing } = findTools();
  if (missing) {
    console.log(JSON.stringify({ missing: missing.map(({ what }) => what).join(", ") }));
    return;
  }
  const world = await startWorld();
  try {
    const withCdktf = createProject(world, "cdktf");
    let cdktf = 0;
    for (const stack of STACKS) {
      const cli = path.join(ROOT, "node_modules/.bin/cdktf");
      cdktf += await time(world, withCdktf, cli, "diff", stack, "--skip-provider-lock");
    }
    const withTool = createProject(world, "tool");
    const tool = await time(world, withTool, "--import", "tsx", path.join(ROOT, "cli/main.ts"), "plan");
    console.log(JSON.stringify({ cdktf, tool }));
  } finally {
    await world.stop();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
