import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { type AcceptedFinding, STACK_COMMENT_KEY } from "../../contract/stack-comment";
import { UsageError } from "../errors";
import { isObject } from "../json";
import type { SourceLocation } from "../model";
import { oneLine } from "../text/one-line";

/** What the synthesized JSON tells of a stack. */
export interface SynthesizedStack {
  readonly name: string;
  /** Names of the stacks that have to be applied before it. */
  readonly dependencies: readonly string[];
  /** Folder that Terraform runs in. */
  readonly directory: string;
  /** Construct path of each address. */
  readonly constructPaths: ReadonlyMap<string, string>;
  /** Where each construct was created, by its path. */
  readonly locations: ReadonlyMap<string, SourceLocation>;
  readonly accepted: readonly AcceptedFinding[];
}

/** One stack in `manifest.json`. */
interface ManifestStack {
  readonly name: string;
  readonly dependencies: readonly string[];
  readonly workingDirectory: string;
  readonly synthesizedStackPath: string;
}

/** What cdktf writes of an app, in its output folder. */
export const MANIFEST_FILE = "manifest.json";

/** What cdktf writes of a stack, in the folder that Terraform runs in. */
export const STACK_FILE = "cdk.tf.json";

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads what an app was synthesized to, stacks in the order in which they are applied.
 *
 * @param directory the output folder, such as `cdktf.out`
 * @throws UsageError when there is no synthesized app
 */
export function readSynthesized(directory: string): SynthesizedStack[] {
  const file = path.join(directory, MANIFEST_FILE);
  if (!existsSync(file)) throw new UsageError(`there is no ${file}: synthesize the app first`);
  const stacks = readObject(readJson(file), "stacks");
  const read = Object.values(stacks).map((stack) => {
    if (isManifestStack(stack)) return readStack(directory, stack);
    throw new UsageError(`${file} is not what cdktf writes: synthesize the app again`);
  });
  return sortByDependencies(read);
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

function readStack(directory: string, stack: ManifestStack): SynthesizedStack {
  const json = readJson(path.join(directory, stack.synthesizedStackPath));
  const comment = readObject(json, "//", STACK_COMMENT_KEY);
  return {
    name: stack.name,
    dependencies: stack.dependencies,
    directory: path.join(directory, stack.workingDirectory),
    constructPaths: new Map([
      ...readConstructPaths(readObject(json, "resource"), ""),
      ...readConstructPaths(readObject(json, "data"), "data."),
    ]),
    locations: new Map(readLocations(readObject(comment, "locations"))),
    accepted: readAccepted(comment["accepted"]),
  };
}

/** Elements of Terraform JSON by type and name, each with the comment that cdktf writes. */
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

/** `stacks/api.ts:12`. One that is something else leads nowhere. */
function* readLocations(locations: Json): Generator<[constructPath: string, location: SourceLocation]> {
  for (const [constructPath, at] of Object.entries(locations)) {
    const { file, line } = (isText(at) && /^(?<file>.+):(?<line>[1-9]\d{0,8})$/.exec(at)?.groups) || {};
    if (file !== undefined) yield [constructPath, { file, line: Number(line) }];
  }
}

/** One that does not say what it accepts accepts nothing. */
function readAccepted(accepted: unknown): AcceptedFinding[] {
  return Array.isArray(accepted) ? accepted.filter(isAcceptedFinding) : [];
}

function isAcceptedFinding(value: unknown): value is AcceptedFinding {
  if (!isObject(value)) return false;
  const { constructPath, rule, reason, address } = value;
  return [constructPath, rule, reason].every(isText) && (address === undefined || isText(address));
}

/** The object at a path; an empty one where there is none. */
function readObject(value: unknown, ...keys: readonly string[]): Json {
  let part = value;
  for (const key of keys) part = isObject(part) && Object.hasOwn(part, key) ? part[key] : undefined;
  return isObject(part) ? part : {};
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function readJson(file: string): unknown {
  const name = oneLine(file);
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`${name} cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
  }
  try {
    return JSON.parse(text);
  } catch {
    // What the parser says cites the file, which nobody looked through for secrets.
    throw new UsageError(`${name} cannot be read: it is not JSON`);
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
 * The path of the construct that has an address.
 *
 * @param address in Terraform, also with an index or a key
 */
export function findConstructPath(stack: SynthesizedStack, address: string): string | undefined {
  return (
    stack.constructPaths.get(address) ?? stack.constructPaths.get(address.replace(/\[(\d+|".*")\]$/s, ""))
  );
}

/** Where the construct at a path, or the nearest one above it whose place is known, was created. */
export function findLocation(stack: SynthesizedStack, constructPath: string): SourceLocation | undefined {
  for (let at = constructPath; at !== ""; at = at.slice(0, Math.max(0, at.lastIndexOf("/")))) {
    const location = stack.locations.get(at);
    if (location) return location;
  }
  return undefined;
}
