import { isObject, isText } from "../json";
import { ExactNumber } from "../model";
import { readActions } from "./actions";
import { findRelated, type Keep, listNames, type Related } from "./related";
import { formatCode } from "./code";
import { parseAt, scanElements, type Span } from "./json-scanner";
import type { DeferredResource, PlannedInvocation, PlannedResource, PlannedValues } from "./plan-json";

/** The first letter of `null`. */
const NULL = 0x6e;

/** Maximum nesting. Terraform's own values are about 12 levels deep. */
const MAX_DEPTH = 256;

const MODES: readonly string[] = ["managed", "data", "ephemeral"];

/** Reads the elements of one list of a plan. What cannot be read is described in `unread`. */
export class ElementReader {
  /** Parts that could not be read, each as a sentence without its period. */
  public readonly unread: string[] = [];
  /** Addresses of all resources that were read, including those that were not kept; empty if they are not asked for. */
  public readonly addresses = new Set<string>();

  public constructor(
    private readonly text: Buffer,
    private readonly listsAddresses: boolean,
  ) {}

  /**
   * Reads `resource_changes` or `resource_drift`.
   *
   * @param keep which unchanged resources to keep
   */
  public readResources(at: Span | undefined, keep: Keep): PlannedResource[] {
    const related: Related[] = [];
    const resources = this.readEach(at, (element, span) => {
      const resource = readResource(element);
      if (this.listsAddresses) this.addresses.add(resource.address);
      const isKept = isChanged(resource) || keep(resource.type);
      // Only the place of what may be needed is remembered, because there may be much of it.
      if (isKept === "related") related.push({ span, names: listNames(resource) });
      return isKept === true ? [resource] : [];
    });
    const changed = resources.filter((resource) => isChanged(resource) && keep(resource.type) === "related");
    const found = findRelated(changed, related).map((span) => readResource(parseAt(this.text, span)));
    return found.length === 0 ? resources : [...resources, ...found];
  }

  /** Reads `deferred_changes`. */
  public readDeferred(at: Span | undefined): DeferredResource[] {
    return this.readEach(at, (element) => {
      const { reason, resource_change } = requireObject(element);
      const resource = readResource(resource_change);
      if (this.listsAddresses) this.addresses.add(resource.address);
      return [{ reason: toText(reason) ?? "unknown", resource }];
    });
  }

  /** Reads `action_invocations`. */
  public readInvocations(at: Span | undefined): PlannedInvocation[] {
    return this.readEach(at, (element) => [readInvocation(element)]);
  }

  /** Reads `deferred_action_invocations`. */
  public readDeferredInvocations(at: Span | undefined): PlannedInvocation[] {
    return this.readEach(at, (element) => {
      const { reason, action_invocation } = requireObject(element);
      return [{ ...readInvocation(action_invocation), deferred: toText(reason) ?? "unknown" }];
    });
  }

  private readEach<T>(at: Span | undefined, read: (element: unknown, span: Span) => T[]): T[] {
    if (at === undefined || this.text[at.start] === NULL) return [];
    const found: T[] = [];
    for (const element of scanElements(this.text, at)) {
      const value = parseAt(this.text, element);
      try {
        requireShallow(value);
        for (const one of read(value, element)) found.push(one);
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        this.unread.push(`${nameOf(value) ?? `the entry at byte ${element.start}`} ${error.message}`);
      }
    }
    return found;
  }
}

/** Reads `output_changes`. */
export function readOutputs(value: unknown, unread: string[]): Record<string, PlannedValues> {
  const outputs: [string, PlannedValues][] = [];
  for (const [name, output] of Object.entries(isObject(value) ? value : {})) {
    try {
      requireShallow(output);
      outputs.push([name, readChange(output)]);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      unread.push(`the output ${formatCode(name)} ${error.message}`);
    }
  }
  if (value !== undefined && value !== null && !isObject(value))
    unread.push("output_changes is not an object");
  return Object.fromEntries(outputs);
}

/** One part of a plan that cannot be understood. The message completes a sentence that names the part. */
class Unreadable extends Error {}

function readResource(value: unknown): PlannedResource {
  const { type, mode, change, ...more } = requireObject(value);
  const address = toText(more["address"]) ?? buildAddress(value);
  if (address === undefined || typeof type !== "string") throw new Unreadable("has no address or no type");
  if (typeof mode !== "string") throw new Unreadable("has no mode");
  if (!MODES.includes(mode)) throw new Unreadable(`has the unknown mode ${formatCode(mode)}`);
  const optional = ["previous_address", "module_address", "action_reason", "deposed"].flatMap((key) => {
    const text = toText(more[key]);
    return text === undefined ? [] : [[key, text]];
  });
  return {
    address,
    type,
    mode: mode as PlannedResource["mode"],
    change: readChange(change),
    ...(Object.fromEntries(optional) as Partial<PlannedResource>),
  };
}

/** Terraform 1.0.0 leaves the address out of `resource_drift`. */
function buildAddress(value: unknown): string | undefined {
  const { module_address, mode, type, name, index } = requireObject(value);
  if (typeof type !== "string" || typeof name !== "string") return undefined;
  const key = typeof index === "string" || typeof index === "number" ? `[${JSON.stringify(index)}]` : "";
  const parts = [toText(module_address), mode === "data" ? "data" : undefined, type, `${name}${key}`];
  return parts.filter((part) => part !== undefined).join(".");
}

function readChange(value: unknown): PlannedValues {
  const { actions, replace_paths, importing, ...values } = requireObject(value);
  if (!Array.isArray(actions) || actions.length === 0) throw new Unreadable("has no actions");
  if (!actions.every(isText)) throw new Unreadable("has an action that is not a text");
  if (readActions(actions) === undefined)
    throw new Unreadable(`has the unknown action ${actions.slice(0, 5).map(formatCode).join(" and ")}`);
  const paths = Array.isArray(replace_paths) ? replace_paths.filter(Array.isArray) : [];
  return {
    ...values,
    actions,
    ...(paths.length > 0 && { replace_paths: paths }),
    ...(isObject(importing) && { importing: readImport(importing) }),
  };
}

function readImport({ id, identity }: Record<string, unknown>): NonNullable<PlannedValues["importing"]> {
  return {
    ...(typeof id === "string" && { id }),
    ...(identity !== undefined && identity !== null && { identity }),
  };
}

function readInvocation(value: unknown): PlannedInvocation {
  const {
    address,
    type,
    lifecycle_action_trigger: lifecycle,
    invoke_action_trigger: invoke,
  } = requireObject(value);
  if (typeof address !== "string") throw new Unreadable("has no address");
  const trigger = isObject(lifecycle)
    ? toText(lifecycle["triggering_resource_address"])
    : isObject(invoke)
      ? toText(invoke["calling_resource_address"])
      : undefined;
  const event = isObject(lifecycle) ? toText(lifecycle["action_trigger_event"]) : undefined;
  return {
    address,
    type: toText(type) ?? "",
    ...(trigger !== undefined && { trigger }),
    ...(event !== undefined && { event }),
  };
}

function isChanged({ previous_address, change }: PlannedResource): boolean {
  return change.actions[0] !== "no-op" || previous_address !== undefined || change.importing !== undefined;
}

function requireObject(value: unknown): Record<string, unknown> {
  if (isObject(value)) return value;
  throw new Unreadable("is not an object");
}

function toText(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function nameOf(value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  const inner = value["resource_change"] ?? value["action_invocation"] ?? value;
  const address = isObject(inner) ? toText(inner["address"]) : undefined;
  return address === undefined ? undefined : formatCode(address);
}

/** Limits the depth of values, because later code recurses into them. */
function requireShallow(whole: unknown): void {
  let level: unknown[] = [whole];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH)
      throw new Unreadable(`has a value that is nested more than ${MAX_DEPTH} levels deep`);
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== "object" || value === null || value instanceof ExactNumber) continue;
      for (const child of Object.values(value))
        if (typeof child === "object" && child !== null) next.push(child);
    }
    level = next;
  }
}
