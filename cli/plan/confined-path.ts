import { existsSync, realpathSync } from "node:fs";
import path from "node:path";

/** Whether a name can be part of a file name: it never leads to a different folder. */
export function isPlainName(name: string): boolean {
  return /^[^/\\\p{Cc}\p{Cs}]+$/u.test(name) && name !== "." && name !== "..";
}

/**
 * Returns the path of a file or folder in `directory`.
 *
 * @param relative path that another program wrote
 * @returns undefined if it leads out of `directory`, directly or through a symbolic link
 */
export function resolveWithin(directory: string, relative: string): string | undefined {
  const target = path.join(directory, relative);
  if (path.isAbsolute(relative) || relative.includes("\0") || !isWithin(directory, target)) return undefined;
  if (!existsSync(target)) return target;
  return isWithin(realpathSync(directory), realpathSync(target)) ? target : undefined;
}

function isWithin(directory: string, target: string): boolean {
  const [first] = path.relative(directory, target).split(path.sep);
  // A path on a different drive of Windows is absolute.
  return first !== ".." && !path.isAbsolute(path.relative(directory, target));
}
