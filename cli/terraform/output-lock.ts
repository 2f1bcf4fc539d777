import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { kill, pid } from "node:process";
import { explainFileError, isFileError, UsageError } from "../errors";

/** File in the output folder with the id of the process that uses it. */
const LOCK = "app-runner.lock";

/**
 * Creates the output folder if necessary, and locks it: two runs at the same time would read what the other one is writing. The lock of a
 * process that has ended does not count.
 *
 * @param output absolute path
 * @returns how to unlock it
 * @throws UsageError if another process uses the folder, or if it cannot be written to
 */
export function lockOutput(output: string): () => void {
  const file = path.join(output, LOCK);
  try {
    mkdirSync(path.dirname(output), { recursive: true });
    // With `recursive`, Node reports a read-only file system as ENOENT.
    if (!existsSync(output)) mkdirSync(output);
    lock(file, output);
  } catch (error) {
    if (error instanceof UsageError || !isFileError(error)) throw error;
    throw new UsageError(
      `cannot write to the output folder ${output} (set 'output' in cdktf.json, or CDKTF_OUTPUT): ${explainFileError(error)}`,
    );
  }
  return () => {
    if (readOwner(file) === pid) rmSync(file, { force: true });
  };
}

function lock(file: string, output: string): void {
  const owner = readOwner(file);
  if (owner !== undefined && owner !== pid && isRunning(owner)) refuse(file, output, owner);
  rmSync(file, { force: true });
  try {
    writeFileSync(file, `${pid}\n`, { flag: "wx" });
  } catch (error) {
    // Another process was faster.
    if ((error as NodeJS.ErrnoException).code === "EEXIST") refuse(file, output, readOwner(file));
    throw error;
  }
}

function refuse(file: string, output: string, owner: number | undefined): never {
  const who = owner === undefined ? "another process" : `process ${owner}`;
  throw new UsageError(
    `app-runner already runs in the output folder ${output} (${who}): wait until it ends, or set CDKTF_OUTPUT to a different folder. ` +
      `If it is not running, delete ${file}`,
  );
}

/** Returns the id of the process that has the lock; undefined if there is no lock, or no id in it. */
function readOwner(file: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(file, "utf8"), 10) || undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function isRunning(id: number): boolean {
  try {
    return kill(id, 0);
  } catch (error) {
    // It belongs to a different user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
