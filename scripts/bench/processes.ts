import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const ROOT = path.join(__dirname, "../..");
const COMPILER = path.join(ROOT, "node_modules/typescript-7/bin/tsc");
const scratch = mkdtempSync(path.join(tmpdir(), "bench-"));
process.once("SIGINT", () => process.exit(130));
process.on("exit", () => {
  rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
});

/** The output folder of an app. It is deleted when the benchmark ends. */
export function resolveOutputFolder(name: string): string {
  return path.join(scratch, name);
}

/** Output, duration and peak memory of a command. */
export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
  readonly megabytes: number;
}

/**
 * Runs a command with its own output folder.
 *
 * @throws Error with the output if the command fails
 */
export function run(command: readonly string[], name: string): CommandResult {
  const [program = "", ...rest] = command;
  const start = performance.now();
  const { status, stdout, stderr, error } = spawnSync(program, rest, {
    cwd: ROOT,
    encoding: "utf8",
    env: { ...process.env, CDKTF_OUTDIR: resolveOutputFolder(name) },
    shell: process.platform === "win32",
  });
  const ms = performance.now() - start;
  if (error || status !== 0) {
    throw new Error(`${command.join(" ")} failed:\n${error?.message ?? ""}${stdout}${stderr}`);
  }
  return { stdout, stderr, ms, megabytes: Number(/^peak memory: (\d+)$/m.exec(stderr)?.[1]) };
}

/** A module that prints the peak memory of its process. */
const PEAK_MEMORY =
  "data:text/javascript,process.on('exit',()=>console.error('peak memory: '+(process.resourceUsage().maxRSS>>10)))";

/** Runs Node. */
export function runNode(...args: readonly string[]): CommandResult {
  return run([process.execPath, "--import", PEAK_MEMORY, ...args], "node");
}

/** Builds the package once. */
export function buildPackage(): void {
  built ??= run(["npm", "run", "build"], "build");
}

let built: CommandResult | undefined;

/** Synthesizes one app of `measure.ts`, compiled like a user's program, with the built package. */
export function measureApp(what: string, count = "", ...node: readonly string[]): CommandResult {
  buildPackage();
  compileApps();
  return run(
    [process.execPath, ...node, "--import", PEAK_MEMORY, "build/scripts/bench/measure.js", what, count],
    what,
  );
}

function compileApps(): void {
  if (compiled) return;
  compiled = true;
  run([process.execPath, COMPILER, "--project", "tsconfig.bench.json"], "compile");
  run(
    [process.execPath, "--import", "tsx", "scripts/bench/write-direct.ts", "build/scripts/bench"],
    "direct",
  );
}

let compiled = false;

/** Runs `npm run synth` in a project with one empty stack, set up as in docs/getting-started.md. */
export function runEmptyApp(): CommandResult {
  const folder = resolveOutputFolder("empty-app");
  if (!existsSync(folder)) {
    cpSync(path.join(ROOT, "examples/minimal-public-image"), folder, { recursive: true });
    cpSync(path.join(ROOT, "scripts/bench/empty-app.ts"), path.join(folder, "main.ts"));
    symlinkSync(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"));
    const synth = `node ${COMPILER} && node build/main.js`;
    writeFileSync(path.join(folder, "package.json"), JSON.stringify({ private: true, scripts: { synth } }));
  }
  return run(["npm", "run", "synth", "--prefix", folder], "empty");
}
