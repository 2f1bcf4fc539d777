import type { ResourceChange, Side, Value } from "../model";
import { findInstanceKey } from "../plan/address";
import { at, textAt } from "../plan/values";
import { groupBy } from "../rules/group-by";
import { findRenames, type Renames } from "../rules/renames";
import { findByType, isDestroyed, SCALING, SERVICE } from "../rules/resources";
import type { WholeChange } from "../rules/rule";

/** Instances of a service. What the plan does not contain is absent. */
export interface Instances {
  readonly vcpu?: number;
  readonly memoryGb?: number;
  readonly minSize?: number;
  readonly maxSize?: number;
}

/** A service whose instances change, or may change. */
export interface InstanceChange {
  readonly service: ResourceChange;
  /** Empty for a new service. */
  readonly before: readonly Instances[];
  /** Empty for a destroyed service. Two if a replaced service continues to run. */
  readonly after: readonly Instances[];
  /** Parts that may change to a value which the plan does not contain. */
  readonly unknown: readonly Part[];
}

/** What the cost of instances depends on. */
export type Part = "size" | "scaling";

/** A part of the instances before and after. */
interface PartChange {
  readonly before: Instances;
  readonly after: Instances;
  /** Whether it may differ, if a value is absent. */
  readonly mayChange: boolean;
}

/** Scaling configurations, to find the one of a service. */
interface Scalings {
  readonly byArn: ReadonlyMap<string, readonly ResourceChange[]>;
  readonly byConstruct: ReadonlyMap<string, readonly ResourceChange[]>;
  /** Those that this change creates, by stack, by module, and by the key of an instance in its module. */
  readonly created: ReadonlyMap<string, readonly ResourceChange[]>;
  /** The new one of each that only gets a different address. */
  readonly renamed: Renames["byFrom"];
}

/** The first revision of the configuration that App Runner uses for services without one. A revision never changes. */
const DEFAULT_SCALING = /:autoscalingconfiguration\/DefaultConfiguration\/1\/0{31}1$/;

/** Returns the services whose instances change, or may change. */
export function findInstanceChanges(change: WholeChange): InstanceChange[] {
  const scalings = indexScalings(findByType(change, SCALING), findRenames(change).byFrom);
  return findByType(change, SERVICE).flatMap((service) => {
    const found = compareInstances(service, scalings);
    const { before, after, unknown } = found;
    return unknown.length > 0 || JSON.stringify(before) !== JSON.stringify(after) ? [found] : [];
  });
}

function indexScalings(all: readonly ResourceChange[], renamed: Renames["byFrom"]): Scalings {
  const created = all.filter(({ action }) => action === "create" || action === "replace");
  return {
    byArn: groupBy(all, ({ before, after }) => textAt(before, "arn") ?? textAt(after, "arn")),
    byConstruct: groupBy(all, ({ stack, constructPath }) =>
      constructPath === undefined ? undefined : `${stack} ${constructPath}`,
    ),
    created: groupEach(created, listPlaces),
    renamed,
  };
}

function groupEach<T>(items: readonly T[], write: (item: T) => readonly string[]): ReadonlyMap<string, T[]> {
  const pairs = items.flatMap((item) => write(item).map((text) => ({ item, text })));
  return new Map(
    [...groupBy(pairs, ({ text }) => text)].map(([text, group]) => [text, group.map(({ item }) => item)]),
  );
}

/** Returns where a scaling configuration and its service are together, the closest first. */
function listPlaces({ stack, module = "", address }: ResourceChange): string[] {
  const key = findInstanceKey(address.slice(module.length));
  return [JSON.stringify([stack, module, key]), JSON.stringify([stack, module]), stack];
}

function compareInstances(service: ResourceChange, scalings: Scalings): InstanceChange {
  const parts = { size: compareSize(service), scaling: compareScaling(service, scalings) };
  const before = { ...parts.size.before, ...parts.scaling.before };
  const after = { ...parts.size.after, ...parts.scaling.after };
  const existed = service.before !== null;
  const remains = existed && !isDestroyed(service) && service.after === null;
  const keepsOld = service.keepsOld === true || remains;
  return {
    service,
    before: existed ? [before] : [],
    after: [...(service.after === null ? [] : [after]), ...(keepsOld ? [before] : [])],
    unknown: (["size", "scaling"] as const).filter((part) => parts[part].mayChange),
  };
}

function compareSize(service: ResourceChange): PartChange {
  const [before, after] = [readSize(service.before), readSize(service.after)];
  const isKnown = [before, after].every(({ vcpu, memoryGb }) => vcpu !== undefined && memoryGb !== undefined);
  const differs = service.attributes.some(({ name }) =>
    /^instance_configuration(\[0\](\.(cpu|memory))?)?$/.test(name),
  );
  // On a replacement, arguments that are not set are unknown too.
  const mayChange = !isKnown && differs && service.action === "update";
  return { before, after: mayChange || service.before === null ? after : { ...before, ...after }, mayChange };
}

function readSize(values: Value): Instances {
  const instance = at(values, "instance_configuration", 0);
  return pickKnown({
    vcpu: parseAmount(at(instance, "cpu"), "vCPU"),
    memoryGb: parseAmount(at(instance, "memory"), "GB"),
  });
}

/** Parses an amount: `1024` equals `1 vCPU`, and `2048` equals `2 GB`. */
function parseAmount(value: Value | undefined, unit: string): number | undefined {
  const { number, named } =
    /^(?<number>\d{1,7}(\.\d{1,7})?)(?<named> .+)?$/.exec(typeof value === "string" ? value : "")?.groups ??
    {};
  if (number === undefined) return undefined;
  return named === undefined ? Number(number) / 1024 : named === ` ${unit}` ? Number(number) : undefined;
}

function compareScaling(service: ResourceChange, scalings: Scalings): PartChange {
  const arns = { before: readArn(service, "before"), after: readArn(service, "after") };
  const old = arns.before === undefined ? undefined : scalings.byArn.get(arns.before)?.[0];
  const before = readScaling(old?.before ?? old?.after, arns.before);
  const isSame = arns.before !== undefined && arns.before === arns.after;
  const next = isSame ? old : findNext(service, arns.after, old, scalings);
  const after = readScaling(next?.after ?? next?.before, arns.after);
  const isKnown = [before, after].every(
    ({ minSize, maxSize }) => minSize !== undefined && maxSize !== undefined,
  );
  const moves = service.action === "update" && !isSame && arns.before !== undefined;
  const mayChange = !isKnown && (moves || (old !== undefined && old.action !== "no-op" && isSame));
  return { before, after: mayChange || next ? after : { ...before, ...after }, mayChange };
}

function readArn(service: ResourceChange, side: Side): string | undefined {
  return textAt(service[side], "auto_scaling_configuration_arn");
}

/** Returns the new scaling configuration of a service: by its ARN or, if that is unknown, the one created with the service. */
function findNext(
  service: ResourceChange,
  arn: string | undefined,
  old: ResourceChange | undefined,
  { byArn, byConstruct, created, renamed }: Scalings,
): ResourceChange | undefined {
  if (arn !== undefined) return byArn.get(arn)?.[0];
  if (old?.action === "replace") return old;
  const same = old && renamed.get(old);
  if (same) return same;
  const own = service.constructPath?.replace(/Resource$/, "Scaling/Resource");
  return (
    byConstruct.get(`${service.stack} ${own ?? ""}`)?.[0] ??
    listPlaces(service)
      .map((place) => created.get(place) ?? [])
      .find(({ length }) => length === 1)?.[0]
  );
}

function readScaling(values: Value | undefined, arn: string | undefined): Instances {
  if (values === undefined && arn !== undefined && DEFAULT_SCALING.test(arn))
    return { minSize: 1, maxSize: 25 };
  return pickKnown({
    minSize: readCount(at(values, "min_size")),
    maxSize: readCount(at(values, "max_size")),
  });
}

function readCount(value: Value | undefined): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) ? value : undefined;
}

/** Leaves out what is undefined, so that it does not replace a known value. */
function pickKnown(parts: Readonly<Record<string, number | undefined>>): Instances {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
}
