import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { geteuid } from "node:process";
import { UsageError } from "../errors";
import { isObject, readJsonFile } from "../json";
import { isPlainName } from "../plan/confined-path";
import { LOCK_FILE } from "./initializer";

/** File that describes the plans in the folder. */
const INDEX = "app-runner-plans.json";

/** Version of the format of the index. */
export const FORMAT_VERSION = 4;

/** End of the name of an encrypted file. */
export const ENCRYPTED = ".age";

/** Path of the index of a folder. */
export function locateIndex(folder: string): string {
  return path.join(folder, INDEX);
}

/** Path of a stack's plan, its JSON, and the lock file that it was created with. */
export function locateFiles(
  folder: string,
  stack: string,
): { readonly plan: string; readonly json: string; readonly lockFile: string } {
  return {
    plan: path.join(folder, `${stack}.tfplan`),
    json: path.join(folder, `${stack}.json`),
    lockFile: path.join(folder, `${stack}${LOCK_FILE}`),
  };
}

/** Paths of all files that the tool can write for a stack. */
export function listPaths(folder: string, stack: string): string[] {
  const { plan, json, lockFile } = locateFiles(folder, stack);
  return [plan, json, lockFile, `${plan}${ENCRYPTED}`, `${json}${ENCRYPTED}`];
}

/**
 * Checks whether plans can be saved in a folder.
 *
 * @param out the folder, as the user wrote it
 * @throws UsageError if it is a file, contains anything but plans, or others can write to it
 */
export function checkFolder(out: string, cwd: string): void {
  const folder = path.resolve(cwd, out);
  if (out === "") throw new UsageError("'--out' must be a new or empty folder, got ''");
  if (!exists(folder)) return;
  checkOwner(folder);
  if (!lstatSync(folder).isDirectory())
    throw new UsageError(`'--out' must be a new or empty folder, but ${out} is a file`);
  if (readdirSync(folder).length > 0 && !exists(locateIndex(folder)))
    throw new UsageError(`${folder} contains files that are not plans: choose a new or empty folder`);
}

/**
 * Fails unless a file or folder belongs to the user, and nobody else can write to it. Windows has no such modes, so nothing is checked there.
 *
 * @throws UsageError that says what to do
 */
export function checkOwner(file: string): void {
  const stats = lstatSync(file);
  const user = geteuid?.();
  if (stats.isSymbolicLink())
    throw new UsageError(
      `${file} is a symbolic link, which may lead to other plans later: use a real folder`,
    );
  if (user === undefined) return;
  if (stats.uid !== user)
    throw new UsageError(
      `${file} belongs to a different user, who can change the plans: use your own folder`,
    );
  if ((stats.mode & 0o022) !== 0)
    throw new UsageError(`other users can write to ${file} and change the plans: run 'chmod go-w' on it`);
}

/**
 * Creates a folder for plans. Only its owner can read it, because plans contain secrets. Removes older plans, and no other file.
 *
 * @param stacks names of the stacks to plan
 * @throws UsageError if others can write to the folder, or a plan would overwrite another file
 */
export function makeFolder(folder: string, stacks: readonly string[]): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  checkFolder(folder, "");
  chmodSync(folder, 0o700);
  const older = new Set([INDEX, ...listFiles(folder)]);
  const files = stacks.flatMap((stack) => listPaths(folder, stack));
  for (const file of files) {
    if (file === locateIndex(folder))
      throw new UsageError(`${file} describes the plans, so a stack with this name cannot be saved`);
    if (!older.has(path.basename(file)) && exists(file))
      throw new UsageError(`${file} is not a plan of app-runner: choose a new or empty folder`);
  }
  discardPlans(folder);
  // Names the files before they exist, so that the folder of an interrupted plan can be used again.
  writeIndex(
    folder,
    files.map((file) => path.basename(file)),
  );
}

/** Removes all plans from a folder, also if the disk is full. It can be used again, and there is nothing in it to apply. */
export function discardPlans(folder: string): void {
  const files = listFiles(folder);
  for (const file of files) rmSync(path.join(folder, file), { force: true });
  writeIndex(folder, files);
}

/** Returns the text of an index of a plan that is not complete. */
function writeIndex(folder: string, files: readonly string[]): void {
  const names = Object.fromEntries(files.map((file) => [file, ""]));
  replaceIndex(folder, `${JSON.stringify({ formatVersion: FORMAT_VERSION, plans: [], files: names })}\n`);
}

/** Replaces the index of a folder at once, so that it is never incomplete. */
export function replaceIndex(folder: string, text: string): void {
  const file = `${locateIndex(folder)}.new`;
  rmSync(file, { force: true });
  writeFileSync(file, text, { mode: 0o600, flag: "wx" });
  renameSync(file, locateIndex(folder));
}

/** Returns the names of the files that the tool wrote to a folder, by its index. */
function listFiles(folder: string): string[] {
  if (!existsSync(locateIndex(folder))) return [];
  const index = readJsonFile(locateIndex(folder));
  const files = isObject(index) && isObject(index["files"]) ? Object.keys(index["files"]) : [];
  return files.filter((name) => isPlainName(name) && name !== INDEX);
}

/** Whether there is a file, folder or symbolic link, even one that leads nowhere. */
function exists(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}
