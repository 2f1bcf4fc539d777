import type { IConstruct } from "constructs";

/** Key of the registered names on a construct, shared by all copies of this package. */
const TAKEN = Symbol.for("cdktf-app-runner/TakenNames");

type Owner = IConstruct & { [TAKEN]?: Map<string, Map<string, IConstruct>> };

/**
 * Returns which construct uses each name of `owner` that can be used only once, such as the domain names of a service.
 *
 * @param kind kind of name, such as "domainName"
 */
export function takenNames(owner: Owner, kind: string): Map<string, IConstruct> {
  if (!owner[TAKEN]) Object.defineProperty(owner, TAKEN, { value: new Map() });
  const kinds = owner[TAKEN] ?? new Map<string, Map<string, IConstruct>>();
  const names = kinds.get(kind) ?? new Map<string, IConstruct>();
  kinds.set(kind, names);
  return names;
}
