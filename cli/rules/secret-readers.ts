import { type ResourceChange, type Side, Unknown } from "../model";
import { textAt } from "../plan/values";
import { findByType, SECRET, SERVICE } from "./resources";
import type { WholeChange } from "./rule";
import { readRun } from "./service";

/** The services that read a secret or a parameter before or after the change. */
export interface Readers {
  /** Services that refer to it after the apply. */
  readonly staying: readonly ResourceChange[];
  /** Services that refer to something else after the apply, which is not known yet. */
  readonly renewed: readonly ResourceChange[];
  /** Services that stop to refer to it. */
  readonly leaving: readonly ResourceChange[];
}

/** A variable that gets its value from a secret or a parameter. */
interface Reference {
  readonly service: ResourceChange;
  readonly variable: string;
}

/** References by the ARN of a secret, or by the ARN or the name of a parameter. */
type Index = ReadonlyMap<string, readonly Reference[]>;

/** Returns a function that finds the readers of a secret or a parameter, from its values before. */
export function indexReaders(change: WholeChange): (secret: ResourceChange) => Readers {
  const services = findByType(change, SERVICE).filter(({ action }) => action !== "delete");
  const before = indexReferences(services, () => ["before"]);
  const after = indexReferences(services, listSidesAfter);
  const extended = new Set(services.filter(getsUnknownSecret));
  return (secret) => {
    const staying = new Set(findReferences(after, secret).map(({ service }) => service));
    const others = findReferences(before, secret).filter(({ service }) => !staying.has(service));
    const renewed = new Set(
      others
        .filter((reference) => isRenewed(reference, extended.has(reference.service)))
        .map(({ service }) => service),
    );
    const leaving = new Set(others.map(({ service }) => service).filter((service) => !renewed.has(service)));
    return { staying: [...staying], renewed: [...renewed], leaving: [...leaving] };
  };
}

/** The values that count after the apply. A service that is only removed from the state continues to run as it was. */
function listSidesAfter({ action, keepsOld = false }: ResourceChange): readonly Side[] {
  if (action === "forget") return ["before"];
  return keepsOld ? ["before", "after"] : ["after"];
}

function indexReferences(
  services: readonly ResourceChange[],
  sidesOf: (service: ResourceChange) => readonly Side[],
): Index {
  const index = new Map<string, Reference[]>();
  for (const service of services) {
    for (const side of sidesOf(service)) {
      for (const [variable, from] of Object.entries(readRun(service, side).secrets)) {
        if (typeof from !== "string") continue;
        const key = trimReference(from);
        const found = index.get(key) ?? [];
        found.push({ service, variable });
        index.set(key, found);
      }
    }
  }
  return index;
}

/** Removes the field, stage and version that may follow: `arn:…:secret:name-AbCdEf:field::`, `/name:3`. */
function trimReference(from: string): string {
  const parts = from.split(":");
  const length = !from.startsWith("arn:") ? 1 : parts[2] === "secretsmanager" ? 7 : 6;
  return parts.slice(0, length).join(":");
}

function findReferences(index: Index, { type, before }: ResourceChange): readonly Reference[] {
  const arn = textAt(before, "arn");
  const found = arn === undefined ? [] : [arn];
  // Secrets Manager also accepts the ARN without the six characters that it adds to the name.
  if (type === SECRET && arn !== undefined) found.push(arn.replace(/-[A-Za-z0-9]{6}$/, ""));
  const references = found.flatMap((key) => index.get(key) ?? []);
  const name = textAt(before, "name");
  if (type === SECRET || name === undefined) return references;
  const byName = index.get(name) ?? [];
  return [...references, ...byName.filter(({ service }) => isInPlaceOf(service, arn))];
}

/** Whether a service is in the account and the region of an ARN, if both are known. Only there it can use the name of a parameter. */
function isInPlaceOf(service: ResourceChange, arn: string | undefined): boolean {
  const own = textAt(service.before, "arn") ?? textAt(service.after, "arn");
  const place = (text: string): string => text.split(":").slice(3, 5).join(":");
  return own === undefined || arn === undefined || place(own) === place(arn);
}

/** Whether a variable refers to something unknown after the apply, or another variable that does takes its place. */
function isRenewed({ service, variable }: Reference, isExtended: boolean): boolean {
  const { secrets, wholes } = readRun(service, "after");
  if (wholes.secrets instanceof Unknown || secrets[variable] instanceof Unknown) return true;
  return isExtended && !Object.hasOwn(secrets, variable);
}

/** Whether a service gets a new variable whose secret is not known yet. */
function getsUnknownSecret(service: ResourceChange): boolean {
  const existing = readRun(service, "before").secrets;
  return Object.entries(readRun(service, "after").secrets).some(
    ([name, from]) => from instanceof Unknown && !Object.hasOwn(existing, name),
  );
}
