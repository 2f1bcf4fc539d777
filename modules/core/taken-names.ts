import type { IConstruct } from "constructs";

/** Where a construct keeps what was taken of it, for all copies of this package. */
const TAKEN = Symbol.for("cdktf-app-runner/TakenNames");

type Owner = IConstruct & { [TAKEN]?: Map<string, Map<string, IConstruct>> };

/**
 * What other constructs took of one that has it only once, such as the domain names of a service: who took it, by its name.
 *
 * @param kind what is taken, such as "domainName"
 */
export function takenNames(owner: Owner, kind: string): Map<string, IConstruct> {
  if (!owner[TAKEN]) Object.defineProperty(owner, TAKEN, { value: new Map() });
  const kinds = owner[TAKEN] ?? new Map<string, Map<string, IConstruct>>();
  const names = kinds.get(kind) ?? new Map<string, IConstruct>();
  kinds.set(kind, names);
  return names;
}
