import { lstatSync } from "node:fs";
import path from "node:path";
import { UsageError } from "../errors";
import type { SynthesizedStack } from "../plan/synthesized";
import type { ProcessContext } from "../process-context";
import { oneLine } from "../text/one-line";
import { listPaths } from "./plan-folder";
import { locateDataFolder } from "./workspace";

/** Longest file name of the usual file systems, in bytes. See NAME_MAX in `limits.h` of Linux, and APFS. */
const MAX_FILE_NAME = 255;

/**
 * Fails before anything runs if stacks of an app would use the same folder or need a file name that is too long.
 *
 * @throws UsageError that names the stacks and says what to do
 */
export function checkStacks(stacks: readonly SynthesizedStack[], env: ProcessContext["env"]): void {
  stacks.forEach(checkName);
  const shared = findSame(stacks, (stack) => locateDataFolder(stack, env));
  if (shared)
    throw new UsageError(
      `TF_DATA_DIR=${env["TF_DATA_DIR"] ?? ""} is one folder (${shared.key}) for the stacks ${shared.names}, so one stack would ` +
        "use the backend of the other: set TF_DATA_DIR to a folder below each stack, such as .terraform, or unset it",
    );
  const folder = findSame(stacks, ({ directory }) => identifyFolder(directory));
  if (folder)
    throw new UsageError(
      `the stacks ${folder.names} have one folder on this disk, which ignores upper and lower case: rename one of the stacks`,
    );
}

function checkName({ name }: SynthesizedStack): void {
  const [longest = 0] = listPaths("", name)
    .map((file) => Buffer.byteLength(file))
    .sort((a, b) => b - a);
  if (longest <= MAX_FILE_NAME) return;
  const bytes = Buffer.byteLength(name);
  throw new UsageError(
    `the id of the stack ${oneLine(name)} has ${bytes} bytes, and may have at most ${MAX_FILE_NAME - longest + bytes}, because files ` +
      "are named after it: shorten the id",
  );
}

/** Returns two stacks with the same key. */
function findSame(
  stacks: readonly SynthesizedStack[],
  getKey: (stack: SynthesizedStack) => string,
): { readonly key: string; readonly names: string } | undefined {
  const seen = new Map<string, string>();
  for (const stack of stacks) {
    const key = getKey(stack);
    const other = seen.get(key);
    if (other !== undefined) return { key, names: `${oneLine(other)} and ${oneLine(stack.name)}` };
    seen.set(key, stack.name);
  }
  return undefined;
}

/** Returns the same text for two names of one folder. */
function identifyFolder(directory: string): string {
  const stats = lstatSync(directory, { throwIfNoEntry: false, bigint: true });
  return stats === undefined ? path.resolve(directory) : `${stats.dev}:${stats.ino}`;
}
