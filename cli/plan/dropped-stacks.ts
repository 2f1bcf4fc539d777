import { describeSimilarIds, listSimilarIds } from "../../contract/stack-ids";
import { UsageError } from "../errors";
import { isObject, isText, listObjects, readMember } from "../json";
import { oneLine } from "../text/one-line";

/** A stack in the manifest, with what cdktf wrote for it. */
export interface WrittenStack {
  readonly name: string;
  /** Path in the manifest. Old versions of cdktf do not write it. */
  readonly constructPath?: unknown;
  readonly dependencies: readonly string[];
  readonly annotations?: unknown;
}

/**
 * Fails if two stacks have the same id. cdktf names folders and states after ids.
 *
 * @param stacks all stacks in the manifest
 * @throws UsageError with the paths of both stacks
 */
export function refuseSameIds(stacks: readonly WrittenStack[]): void {
  const byName = new Map<string, WrittenStack>();
  for (const stack of stacks) {
    const other = byName.get(stack.name);
    if (other) refuse(stack.name, showPath(other), showPath(stack));
    byName.set(stack.name, stack);
  }
  for (const at of stacks.flatMap(({ dependencies }) => dependencies)) {
    const name = at.slice(at.lastIndexOf("/") + 1);
    const kept = byName.get(name);
    const isListed = stacks.some(({ name: id, constructPath = id }) => constructPath === at);
    if (kept && isText(kept.constructPath) && !isListed) refuse(name, kept.constructPath, at);
  }
}

/** Returns a warning, with the path of a stack, for each two stacks whose ids differ only in case. */
export function warnOfSimilarIds(
  stacks: readonly Pick<WrittenStack, "name" | "constructPath">[],
): { readonly message: string; readonly constructPath: string }[] {
  const named = stacks.map((stack) => ({ id: stack.name, path: showPath(stack) }));
  return listSimilarIds(named).map(([other, { id, path }]) => ({
    message: describeSimilarIds(id, other.path),
    constructPath: path,
  }));
}

/**
 * Fails if cdktf wrote a different stack with the same id to the file of a stack: of two stacks with one id, the manifest has the path of the
 * first, and the file has the constructs of the last.
 *
 * @param json the synthesized stack
 * @throws UsageError with the paths of both stacks
 */
export function refuseOverwritten({ name, constructPath, annotations }: WrittenStack, json: unknown): void {
  if (!isText(constructPath)) return;
  for (const found of listPaths(json, annotations, constructPath.split("/").length)) {
    if (found === constructPath || found.startsWith(`${constructPath}/`)) continue;
    const parts = found.split("/");
    const end = parts.indexOf(name) + 1;
    refuse(name, constructPath, end === 0 ? found : parts.slice(0, end).join("/"));
  }
}

function refuse(id: string, first: string, second: string): never {
  throw new UsageError(
    `two stacks of the app have the id '${oneLine(id)}': ${oneLine(first)} and ${oneLine(second)}. cdktf keeps only one folder and one state ` +
      "for an id (macOS and Windows also ignore case), so one stack would replace the other: rename one of them",
  );
}

function showPath({ name, constructPath }: Pick<WrittenStack, "name" | "constructPath">): string {
  return isText(constructPath) ? constructPath : name;
}

/** Yields the construct paths in a synthesized stack. */
function* listPaths(json: unknown, annotations: unknown, depth: number): Generator<string> {
  if (!isObject(json)) return;
  const kinds = ["resource", "data", "ephemeral"].flatMap((kind) => listValues(json[kind]));
  for (const element of [...kinds, json["module"]].flatMap(listValues)) {
    const found = readMember(element, "//", "metadata", "path");
    if (isText(found)) yield found;
  }
  const comment = readMember(json, "//", "cdktf-app-runner");
  const locations = readMember(comment, "locations");
  if (isObject(locations)) yield* Object.keys(locations);
  for (const { constructPath } of listObjects(annotations)) {
    if (isText(constructPath)) yield constructPath;
  }
  yield* listOutputs(readMember(json, "//", "outputs"), depth);
}

/** Yields the paths of the stacks in the comment about outputs, which has an object for each part of a path. */
function* listOutputs(outputs: unknown, depth: number): Generator<string> {
  if (!isObject(outputs)) return;
  for (const [part, below] of Object.entries(outputs)) {
    if (depth === 1 || !isObject(below)) yield part;
    else for (const rest of listOutputs(below, depth - 1)) yield `${part}/${rest}`;
  }
}

function listValues(value: unknown): unknown[] {
  return isObject(value) ? Object.values(value) : [];
}
