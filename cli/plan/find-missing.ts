import { isObject, listObjects } from "../json";
import { removeKeys } from "./address";

type Json = Readonly<Record<string, unknown>>;

/** Most addresses to find. */
const MOST = 20;

/** Deepest module to look into. */
const MAX_DEPTH = 50;

/**
 * Returns resources of the state or of the configuration that have neither a change nor planned values: `-target` or `-exclude` may leave
 * them out, or `enabled` may switch them off. Resources of the configuration with `count` or `for_each` are skipped, because they may have
 * no instances.
 *
 * @param member returns a member of the plan
 * @param changed addresses of all changes
 */
export function findMissing(member: (name: string) => unknown, changed: ReadonlySet<string>): string[] {
  const existing = [...listInstances(get(get(member("prior_state"), "values"), "root_module"))];
  const lost = existing.filter((address) => !changed.has(address));
  const withChanges = new Set(Array.from([...existing, ...changed], removeKeys));
  const configured = [...listSingle(get(member("configuration"), "root_module"), "")];
  const candidates = configured.filter((address) => !withChanges.has(address));
  if (lost.length + candidates.length === 0) return [];
  const planned = [...listInstances(get(member("planned_values"), "root_module"))];
  const withValues = new Set([...planned, ...planned.map(removeKeys)]);
  return [...lost, ...candidates].filter((address) => !withValues.has(address)).slice(0, MOST);
}

/** Yields the addresses of resources that have exactly one instance. */
function* listSingle(module: Json, prefix: string, depth = 0): Generator<string> {
  if (depth > MAX_DEPTH) return;
  for (const resource of listObjects(module["resources"])) {
    const { address, mode } = resource;
    if (typeof address === "string" && mode === "managed" && isSingle(resource)) yield `${prefix}${address}`;
  }
  for (const [name, call] of Object.entries(get(module, "module_calls"))) {
    if (isObject(call) && isSingle(call))
      yield* listSingle(get(call, "module"), `${prefix}module.${name}.`, depth + 1);
  }
}

/** A constant `for_each` is not in the plan, but what it sets usually is. */
function isSingle(block: Json): boolean {
  if (block["count_expression"] !== undefined || block["for_each_expression"] !== undefined) return false;
  return !refersToEach(block["expressions"]);
}

function refersToEach(expressions: unknown): boolean {
  const left = [expressions];
  for (let value = left.pop(); left.length > 0 || value !== undefined; value = left.pop()) {
    if (typeof value === "string" && /^(each|count)\./.test(value)) return true;
    if (typeof value === "object" && value !== null) for (const part of Object.values(value)) left.push(part);
  }
  return false;
}

/** Yields the addresses of resources in the values of a state. */
function* listInstances(module: Json, depth = 0): Generator<string> {
  if (depth > MAX_DEPTH) return;
  for (const { address, mode } of listObjects(module["resources"]))
    if (typeof address === "string" && mode !== "data") yield address;
  for (const child of listObjects(module["child_modules"])) yield* listInstances(child, depth + 1);
}

function get(value: unknown, key: string): Json {
  const part = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return isObject(part) ? part : {};
}
