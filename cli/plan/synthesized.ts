import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { UsageError } from "../errors";
import type { SourceLocation } from "../model";

/** A finding that somebody accepted in the code. */
export interface Acceptance {
  /** Path of the construct: it counts for what is below it too. */
  readonly constructPath: string;
  /** Name of the rule. */
  readonly rule: string;
  /** Why it is accepted. */
  readonly reason: string;
  /** Address that it is limited to, for what the code no longer has. */
  readonly address?: string;
}

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
  readonly acceptances: readonly Acceptance[];
}

interface Manifest {
  readonly stacks?: Readonly<
    Record<
      string,
      { name: string; dependencies: string[]; workingDirectory: string; synthesizedStackPath: string }
    >
  >;
}

/** The key, in the comments of a stack, of what the library writes for the review. */
const COMMENT_KEY = "cdktf-app-runner";

interface StackComment {
  readonly locations?: Readonly<Record<string, string>>;
  readonly accepted?: readonly Acceptance[];
}

/** Elements of Terraform JSON by kind, type and name, each with the comment that cdktf writes. */
type Elements = Readonly<
  Record<string, Readonly<Record<string, { readonly "//"?: { metadata?: { path?: string } } }>>>
>;

/**
 * Reads what an app was synthesized to, stacks in the order in which they are applied.
 *
 * @param directory the output folder, such as `cdktf.out`
 * @throws UsageError when there is no synthesized app
 */
export function readSynthesized(directory: string): SynthesizedStack[] {
  const file = path.join(directory, "manifest.json");
  if (!existsSync(file)) throw new UsageError(`there is no ${file}: synthesize the app first`);
  const { stacks = {} } = readJson(file) as Manifest;
  const read = Object.values(stacks).map((stack) => readStack(directory, stack));
  return inOrder(read);
}

function readStack(directory: string, stack: NonNullable<Manifest["stacks"]>[string]): SynthesizedStack {
  const json = readJson(path.join(directory, stack.synthesizedStackPath)) as {
    readonly "//"?: Readonly<Record<string, StackComment | undefined>>;
    readonly resource?: Elements;
    readonly data?: Elements;
  };
  const { locations = {}, accepted = [] } = json["//"]?.[COMMENT_KEY] ?? {};
  return {
    name: stack.name,
    dependencies: stack.dependencies,
    directory: path.join(directory, stack.workingDirectory),
    constructPaths: new Map([...pathsOf(json.resource, ""), ...pathsOf(json.data, "data.")]),
    locations: new Map(
      Object.entries(locations).map(([constructPath, at]) => [constructPath, parseLocation(at)]),
    ),
    acceptances: accepted,
  };
}

function* pathsOf(
  elements: Elements = {},
  prefix: string,
): Generator<[address: string, constructPath: string]> {
  for (const [type, named] of Object.entries(elements)) {
    for (const [name, element] of Object.entries(named)) {
      const constructPath = element["//"]?.metadata?.path;
      if (constructPath !== undefined) yield [`${prefix}${type}.${name}`, constructPath];
    }
  }
}

/** `stacks/api.ts:12`. */
function parseLocation(text: string): SourceLocation {
  const colon = text.lastIndexOf(":");
  return { file: text.slice(0, colon), line: Number(text.slice(colon + 1)) };
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function inOrder(stacks: readonly SynthesizedStack[]): SynthesizedStack[] {
  const byName = new Map(stacks.map((stack) => [stack.name, stack]));
  const ordered = new Set<SynthesizedStack>();
  const visit = (stack: SynthesizedStack): void => {
    if (ordered.has(stack)) return;
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
 * @param stack the synthesized stack
 * @param address in Terraform, also with an index or a key
 */
export function constructPathOf(stack: SynthesizedStack, address: string): string | undefined {
  return (
    stack.constructPaths.get(address) ?? stack.constructPaths.get(address.replace(/\[(\d+|".*")\]$/s, ""))
  );
}

/**
 * Where the construct at a path, or the nearest one above it whose place is known, was created.
 *
 * @param stack the synthesized stack
 * @param constructPath path of a construct
 */
export function locationOf(stack: SynthesizedStack, constructPath: string): SourceLocation | undefined {
  for (let at = constructPath; at !== ""; at = at.slice(0, Math.max(0, at.lastIndexOf("/")))) {
    const location = stack.locations.get(at);
    if (location) return location;
  }
  return undefined;
}
