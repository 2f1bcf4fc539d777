import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** How GitHub starts the shells. */
const SHELLS: Readonly<Record<string, readonly string[]>> = {
  default: ["bash", "-e"],
  bash: ["bash", "--noprofile", "--norc", "-eo", "pipefail"],
  sh: ["sh", "-e"],
};

/** The result of a script. */
export interface ScriptRun {
  readonly exitCode: number | null;
  readonly output: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** What it adds to the environment of the next steps. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Runs the script of a step as GitHub does.
 *
 * @param shell `bash` or `sh`; undefined for the default of a workflow
 * @param temp folder for its files
 */
export async function runScript(
  script: string,
  shell: string | undefined,
  cwd: string,
  environment: Readonly<Record<string, string>>,
  temp: string,
): Promise<ScriptRun> {
  const [program, ...args] = SHELLS[shell ?? "default"] ?? [];
  if (program === undefined) throw new Error(`cannot run a script with the shell '${shell ?? ""}'`);
  const folder = mkdtempSync(path.join(temp, "step-"));
  const files = { GITHUB_OUTPUT: "output", GITHUB_ENV: "env", GITHUB_STEP_SUMMARY: "summary" };
  const paths = Object.entries(files).map(([name, file]) => [name, path.join(folder, file)] as const);
  for (const [, file] of paths) writeFileSync(file, "");
  const file = path.join(folder, "script.sh");
  writeFileSync(file, script);
  const env = { ...environment, ...Object.fromEntries(paths) };
  const { exitCode, output } = await start(program, [...args, file], cwd, env);
  const read = (name: string) => readOutputs(parseFile(readFileSync(path.join(folder, name), "utf8")));
  return { exitCode, output, outputs: read("output"), env: read("env") };
}

async function start(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<Pick<ScriptRun, "exitCode" | "output">> {
  const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode) => {
      resolve({ exitCode, output });
    });
  });
}

/** Parses lines of `name=value`. A value with several lines is an error here, because no step needs one. */
function parseFile(text: string): [string, string][] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [, name, value] = /^([^=<]+)=(.*)$/.exec(line) ?? [];
      if (name === undefined || value === undefined) throw new Error(`cannot read the output '${line}'`);
      return [name, value];
    });
}

/** GitHub does not distinguish an empty output from a missing one. */
export function readOutputs(values: readonly [string, string][]): Record<string, string> {
  return Object.fromEntries(values.filter(([, value]) => value !== ""));
}
