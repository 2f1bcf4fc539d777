import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

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
 * Runs an example as its `cdktf.json` does, with the sources of this repository for the package.
 *
 * @param example its name
 * @param outdir where it writes
 * @returns the folder of each stack by its id
 */
export async function synthesizeExample(
  example: string,
  outdir: string,
): Promise<Readonly<Record<string, string>>> {
  await promisify(execFile)(process.execPath, ["--import", "tsx", "main.ts"], {
    cwd: path.join(folder, example),
    env: { ...process.env, CDKTF_OUTDIR: outdir },
  });
  const stacks = path.join(outdir, "stacks");
  return Object.fromEntries(readdirSync(stacks).map((id) => [id, path.join(stacks, id)]));
}
