import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const root = path.join(__dirname, "../..");
const COMPILER = path.join(root, "node_modules/typescript-7/bin/tsc");
const scratch = mkdtempSync(path.join(tmpdir(), "bench-"));
process.once("SIGINT", () => process.exit(130));
process.on("exit", () => {
  rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
});

/**
 * A folder for the output of one app. It is gone when the benchmark ends.
 *
 * @param name name of the folder
 */
export function outputFolder(name: string): string {
  return path.join(scratch, name);
}

/** What a command printed, how many milliseconds it took, and the most memory that Node took for it. */
export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
  readonly megabytes: number;
}

/**
 * Runs a command to its end.
 *
 * @param command command and arguments
 * @param name name of the folder for its output
 * @returns what it printed and how many milliseconds it took
 * @throws Error with what it printed when it fails
 */
export function run(command: readonly string[], name: string): Ran {
  const [program = "", ...rest] = command;
  const start = performance.now();
  const { status, stdout, stderr, error } = spawnSync(program, rest, {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, CDKTF_OUTDIR: outputFolder(name) },
    shell: process.platform === "win32",
  });
  const ms = performance.now() - start;
  if (error || status !== 0) {
    throw new Error(`${command.join(" ")} failed:\n${error?.message ?? ""}${stdout}${stderr}`);
  }
  return { stdout, stderr, ms, megabytes: Number(/^peak memory: (\d+)$/m.exec(stderr)?.[1]) };
}

/** Tells the most memory that a process took. */
const PEAK_MEMORY =
  "data:text/javascript,process.on('exit',()=>console.error('peak memory: '+(process.resourceUsage().maxRSS>>10)))";

/**
 * Runs Node.
 *
 * @param args its arguments
 */
export function runNode(...args: readonly string[]): Ran {
  return run([process.execPath, "--import", PEAK_MEMORY, ...args], "node");
}

/** Builds the package from the sources as they are, once. */
export function buildPackage(): void {
  built ??= run(["npm", "run", "build"], "build");
}

let built: Ran | undefined;

/**
 * Runs one case of `case.ts`, compiled as a user's program is, on the built package.
 *
 * @param what which case; also the name of the folder for its output
 * @param count how many services
 * @param node options of Node
 */
export function runCase(what: string, count = "", ...node: readonly string[]): Ran {
  buildPackage();
  compiled ??= run([process.execPath, COMPILER, "--project", "tsconfig.bench.json"], "compile");
  const program = ["build/scripts/bench/case.js", what, count];
  return run([process.execPath, ...node, "--import", PEAK_MEMORY, ...program], what);
}

let compiled: Ran | undefined;

/** Runs `npm run synth` of a project with one empty stack, which is set up as docs/getting-started.md says. */
export function runEmptyApp(): Ran {
  const folder = outputFolder("empty-app");
  if (!existsSync(folder)) {
    cpSync(path.join(root, "examples/minimal-public-image"), folder, { recursive: true });
    cpSync(path.join(root, "scripts/bench/floor.ts"), path.join(folder, "main.ts"));
    symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
    const synth = `node ${COMPILER} && node build/main.js`;
    writeFileSync(path.join(folder, "package.json"), JSON.stringify({ private: true, scripts: { synth } }));
  }
  return run(["npm", "run", "synth", "--prefix", folder], "empty");
}
