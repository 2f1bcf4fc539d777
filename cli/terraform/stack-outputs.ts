import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { locateState } from "../../contract/state-location";
import { isObject, isText, parseJson, readObject } from "../json";
import { pick } from "../plan/mask";
import { STACK_FILE, type SynthesizedStack } from "../plan/synthesized";

type Outputs = Readonly<Record<string, unknown>>;

/** What a stack reads, and where its own state is. */
interface Reads {
  /** Place of its state, if known. */
  readonly place?: string;
  /** Places of the states that its data sources read, by the name of the data source. */
  readonly states: ReadonlyMap<string, string | undefined>;
  /** Outputs of a data source, by its name; undefined is all outputs. */
  readonly outputs: readonly (readonly [state: string, output: string | undefined])[];
}

/** A stack is read once: large ones are expensive. */
const cache = new WeakMap<SynthesizedStack, Reads>();

/**
 * Returns which outputs of a stack another stack reads: through a cross-stack reference of cdktf, or through a data source
 * `terraform_remote_state` that reads the state of the stack.
 *
 * @param outputs names of outputs of `upstream`
 */
export function findOutputsRead(
  reader: SynthesizedStack,
  upstream: SynthesizedStack,
  outputs: readonly string[],
): string[] {
  if (reader.name === upstream.name || outputs.length === 0) return [];
  const reads = readStack(reader);
  const { place } = readStack(upstream);
  const made = reader.dependencies.includes(upstream.name) ? formatRemoteState(reader, upstream.name) : "";
  const isUpstream = (state: string): boolean =>
    state === made || (place !== undefined && reads.states.get(state) === place);
  const read = new Set(reads.outputs.filter(([state]) => isUpstream(state)).map(([, output]) => output));
  return read.has(undefined) ? [...outputs] : outputs.filter((output) => read.has(output));
}

function readStack(stack: SynthesizedStack): Reads {
  const known = cache.get(stack) ?? parseStack(stack.directory);
  cache.set(stack, known);
  return known;
}

function parseStack(directory: string): Reads {
  const file = path.join(directory, STACK_FILE);
  // The folder of a stack that is only known by its plan is not known.
  const text = directory !== "" && existsSync(file) ? readFileSync(file, "utf8") : "";
  const json = parseJson(text);
  const resolve = (name: string): string => path.resolve(directory, name);
  const state = locateState(readObject(json, "terraform"), resolve);
  // In JSON, the quotes of `outputs["name"]` are escaped.
  const references = text.matchAll(
    /\bdata\.terraform_remote_state\.([\w-]+)(?:\.outputs(?:\.([\w-]+)|\[\\"([^"\\]+)\\"\])?)?/g,
  );
  return {
    ...(state && { place: state.place }),
    states: new Map(listStates(readObject(json, "data", "terraform_remote_state"), resolve)),
    outputs: [...references].map(([, state = "", dotted, quoted]) => [state, dotted ?? quoted] as const),
  };
}

/** Yields the states that data sources read, except those of a workspace that may differ from the current one. */
function* listStates(
  sources: object,
  resolve: (file: string) => string,
): Generator<[name: string, place: string | undefined]> {
  for (const [name, source] of Object.entries(sources)) {
    if (!isObject(source) || !isText(source["backend"])) continue;
    const { backend, config, workspace } = source;
    if (workspace === undefined || workspace === "default" || workspace === "${terraform.workspace}")
      yield [name, locateState({ backend: { [backend]: config } }, resolve)?.place];
  }
}

/** Returns the name that cdktf gives to the remote state of another stack: it contains the construct path. */
export function formatRemoteState(
  { dependencyPaths }: Pick<SynthesizedStack, "dependencyPaths">,
  upstream: string,
): string {
  const at = dependencyPaths?.get(upstream) ?? upstream;
  return `cross-stack-reference-input-${at.replaceAll("/", "--").replaceAll(/[^\w-]/g, "")}`;
}

/** Returns the names of the outputs whose value differs. */
export function findChangedOutputs(before: Outputs, after: Outputs): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => !isDeepStrictEqual(pick(before, name), pick(after, name)));
}
