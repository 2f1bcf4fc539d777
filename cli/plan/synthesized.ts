import { existsSync, readFileSync, realpathSync } from "node:fs";
import path from "node:path";
import { type AcceptedFinding, STACK_COMMENT_KEY } from "../../contract/stack-comment";
import { locateState, type StateLocation } from "../../contract/state-location";
import { UsageError } from "../errors";
import { isObject, isText, readObject } from "../json";
import type { SourceLocation } from "../model";
import type { Repository } from "../repository";
import { oneLine } from "../text/one-line";
import { findInstanceKey, listAncestors } from "./address";
import { isPlainName, resolveWithin } from "./confined-path";
import { refuseOverwritten, refuseSameIds, type WrittenStack } from "./dropped-stacks";

/** A stack as read from the synthesized JSON. */
export interface SynthesizedStack {
  readonly name: string;
  /**
   * Differs from the name if the stack is in another construct.
   *
   * @default - the name
   */
  readonly constructPath?: string;
  /** Names of the stacks that must be applied first. */
  readonly dependencies: readonly string[];
  /**
   * Construct path of each dependency, by its name.
   *
   * @default - the paths are the names
   */
  readonly dependencyPaths?: ReadonlyMap<string, string>;
  /** Working directory of Terraform. */
  readonly directory: string;
  /** Construct path of each address. */
  readonly constructPaths: ReadonlyMap<string, string>;
  /** Where each construct was created, by its path. */
  readonly locations: ReadonlyMap<string, SourceLocation>;
  readonly accepted: readonly AcceptedFinding[];
  /**
   * Where its state is stored.
   *
   * @default - not known
   */
  readonly state?: StateLocation;
}

/** One stack in `manifest.json`. Its dependencies are construct paths. */
interface ManifestStack extends WrittenStack {
  readonly workingDirectory: string;
  readonly synthesizedStackPath: string;
}

/** File that cdktf writes for an app, in its output folder. */
export const MANIFEST_FILE = "manifest.json";

/** File that cdktf writes for a stack, in Terraform's working directory. */
export const STACK_FILE = "cdk.tf.json";

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads the stacks of a synthesized app, in the order in which they are applied.
 *
 * @param directory output folder, such as `cdktf.out`
 * @param repository the repository of the app
 * @param hint what to do if it contains no synthesized app
 * @throws UsageError if it contains no synthesized app, or two stacks of one id
 */
export function readSynthesized(
  directory: string,
  repository: Repository,
  hint = "synthesize the app first",
): SynthesizedStack[] {
  const file = path.join(directory, MANIFEST_FILE);
  if (!existsSync(file))
    throw new UsageError(`${directory} contains no synthesized app (${MANIFEST_FILE} is missing): ${hint}`);
  const stacks = readObject(readJson(file), "stacks");
  const listed = Object.values(stacks).map((stack) => {
    if (isManifestStack(stack)) return stack;
    throw new UsageError(`${file} has an unexpected format: synthesize the app again`);
  });
  refuseSameIds(listed);
  const names = new Map(listed.map(({ name, constructPath = name }) => [constructPath, name]));
  return sortByDependencies(listed.map((stack) => readStack(directory, stack, names, repository)));
}

function isManifestStack(value: unknown): value is ManifestStack {
  if (!isObject(value)) return false;
  const { name, dependencies, workingDirectory, synthesizedStackPath } = value;
  return (
    [name, workingDirectory, synthesizedStackPath].every(isText) &&
    Array.isArray(dependencies) &&
    dependencies.every(isText)
  );
}

/** @param names name of each stack, by its construct path */
function readStack(
  directory: string,
  stack: ManifestStack,
  names: ReadonlyMap<unknown, string>,
  repository: Repository,
): SynthesizedStack {
  if (!isPlainName(stack.name))
    throw new UsageError(
      `the name of the stack '${oneLine(stack.name)}' is not a file name: rename the stack`,
    );
  const json = readJson(locate(directory, stack, "synthesizedStackPath"));
  refuseOverwritten(stack, json);
  const workingDirectory = locate(directory, stack, "workingDirectory");
  const state = locateState(readObject(json, "terraform"), (name) => resolveFile(workingDirectory, name));
  const comment = readObject(json, "//", STACK_COMMENT_KEY);
  const dependencies = stack.dependencies.map((at) => [findName(at, names), at] as const);
  return {
    name: stack.name,
    ...(isText(stack.constructPath) && { constructPath: stack.constructPath }),
    dependencies: dependencies.map(([name]) => name),
    dependencyPaths: new Map(dependencies),
    directory: workingDirectory,
    constructPaths: new Map([
      ...readConstructPaths(readObject(json, "resource"), ""),
      ...readConstructPaths(readObject(json, "data"), "data."),
    ]),
    locations: new Map(readLocations(readObject(comment, "locations"), repository)),
    accepted: readAccepted(comment["accepted"]),
    ...(state && { state }),
  };
}

/** Returns the name of the stack with a construct path. Without paths in the manifest, it is the last part. */
function findName(constructPath: string, names: ReadonlyMap<unknown, string>): string {
  const last = constructPath.slice(constructPath.lastIndexOf("/") + 1);
  return names.get(constructPath) ?? names.get(last) ?? constructPath;
}

/** Plans and lock files are written there, so the path must be in the output folder. */
function locate(
  directory: string,
  stack: ManifestStack,
  member: "synthesizedStackPath" | "workingDirectory",
): string {
  const found = resolveWithin(directory, stack[member]);
  if (found !== undefined) return found;
  const where = `'${member}' of the stack '${stack.name}' in ${path.join(directory, MANIFEST_FILE)}`;
  throw new UsageError(`${where} is outside ${directory}: synthesize the app again`);
}

/** Returns the absolute path of a file, without symbolic links in the part of it that exists. */
function resolveFile(folder: string, file: string): string {
  const absolute = path.resolve(folder, file);
  for (const found of [absolute, path.dirname(absolute)]) {
    try {
      return path.join(realpathSync.native(found), path.relative(found, absolute));
    } catch {
      // It does not exist yet.
    }
  }
  return absolute;
}

/** Yields the construct path of each element of Terraform JSON, from the comment that cdktf writes. */
function* readConstructPaths(
  elements: Json,
  prefix: string,
): Generator<[address: string, constructPath: string]> {
  for (const type of Object.keys(elements)) {
    const named = readObject(elements, type);
    for (const name of Object.keys(named)) {
      const constructPath = readObject(named, name, "//", "metadata")["path"];
      if (isText(constructPath)) yield [`${prefix}${type}.${name}`, constructPath];
    }
  }
}

/** Yields locations such as `stacks/api.ts:12`, and skips invalid ones and those outside the repository. */
function* readLocations(
  locations: Json,
  repository: Repository,
): Generator<[constructPath: string, location: SourceLocation]> {
  for (const [constructPath, at] of Object.entries(locations)) {
    const { recorded, line } =
      (isText(at) && /^(?<recorded>.+):(?<line>[1-9]\d{0,8})$/s.exec(at)?.groups) || {};
    const file = recorded === undefined ? undefined : repository.locate(recorded);
    if (file !== undefined) yield [constructPath, { file, line: Number(line) }];
  }
}

/** Reads accepted findings, and skips invalid ones. */
function readAccepted(accepted: unknown): AcceptedFinding[] {
  return Array.isArray(accepted) ? accepted.filter(isAcceptedFinding) : [];
}

function isAcceptedFinding(value: unknown): value is AcceptedFinding {
  if (!isObject(value)) return false;
  const { constructPath, rule, reason, address } = value;
  return [constructPath, rule, reason].every(isText) && (address === undefined || isText(address));
}

function readJson(file: string): unknown {
  const name = oneLine(file);
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`cannot read ${name}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
  }
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the file, which may contain secrets.
    throw new UsageError(`cannot read ${name}: it is not JSON`);
  }
}

function sortByDependencies(stacks: readonly SynthesizedStack[]): SynthesizedStack[] {
  const byName = new Map(stacks.map((stack) => [stack.name, stack]));
  const ordered = new Set<SynthesizedStack>();
  const visited = new Set<SynthesizedStack>();
  const visit = (stack: SynthesizedStack): void => {
    if (visited.has(stack)) return;
    visited.add(stack);
    for (const name of stack.dependencies) {
      const dependency = byName.get(name);
      if (dependency) visit(dependency);
    }
    ordered.add(stack);
  };
  stacks.forEach(visit);
  return [...ordered];
}

/**
 * Returns the path of the construct with an address.
 *
 * @param address Terraform address, with or without an index or key
 */
export function findConstructPath(stack: SynthesizedStack, address: string): string | undefined {
  const { length } = findInstanceKey(address);
  return stack.constructPaths.get(address.slice(0, address.length - length));
}

/** Returns the location of a construct, or of its nearest ancestor with a known location. */
export function findLocation(stack: SynthesizedStack, constructPath: string): SourceLocation | undefined {
  for (const path of listAncestors(constructPath)) {
    const location = stack.locations.get(path);
    if (location) return location;
  }
  return undefined;
}
