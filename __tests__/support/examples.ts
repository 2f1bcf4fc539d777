import { existsSync, mkdirSync, readdirSync } from "node:fs";
import path from "node:path";

const root = path.resolve(__dirname, "..", "..");
const folder = path.join(root, "examples");

/** Names of the examples: the folders with a `main.ts`. */
export const EXAMPLES = readdirSync(folder).filter((name) => existsSync(fileOf(name, "main.ts")));

/**
 * A file of an example.
 *
 * @param example its name
 * @param file path below its folder
 */
export function fileOf(example: string, file: string): string {
  return path.join(folder, example, file);
}

/**
 * Runs an app in this process, on the engine of the tests.
 *
 * @param file the program, which no test has run yet
 * @param outdir the output folder
 * @returns the folders of the stacks by id
 */
export function runHere(file: string, outdir: string): Readonly<Record<string, string>> {
  mkdirSync(outdir, { recursive: true });
  process.env["CDKTF_OUTDIR"] = outdir;
  try {
    jest.requireActual(file);
  } finally {
    delete process.env["CDKTF_OUTDIR"];
  }
  return stacksIn(outdir);
}

/**
 * The folders of the stacks by id.
 *
 * @param outdir the output folder of an app
 */
export function stacksIn(outdir: string): Readonly<Record<string, string>> {
  const stacks = path.join(outdir, "stacks");
  return Object.fromEntries(readdirSync(stacks).map((id) => [id, path.join(stacks, id)]));
}
