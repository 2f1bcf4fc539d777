import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const root = path.join(__dirname, "../..");
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

/** What a command printed and how many milliseconds it took. */
export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
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
  return { stdout, stderr, ms };
}

/**
 * Runs Node.
 *
 * @param args its arguments
 */
export function runNode(...args: readonly string[]): Ran {
  return run([process.execPath, ...args], "node");
}

/**
 * Runs a TypeScript file like `npm run synth` does.
 *
 * @param file path in the repository
 * @param options arguments for it
 */
export function runTypeScript(file: string, ...options: string[]): Ran {
  const name = [file, ...options].join("-").replaceAll(/[^\w-]/g, "_");
  return run([process.execPath, "--import", "tsx", file, ...options], name);
}

/**
 * Runs one case of `case.ts` and reads what it measured.
 *
 * @param options which case
 */
export function measure(...options: string[]): Readonly<Record<string, number>> {
  return JSON.parse(runTypeScript("scripts/bench/case.ts", ...options).stdout) as Record<string, number>;
}
