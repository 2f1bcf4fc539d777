import type { IConstruct } from "constructs";

/** Where a construct keeps what was taken of it, for all copies of this package. */
const CLAIMS = Symbol.for("cdktf-app-runner/Claims");

type Owner = IConstruct & { [CLAIMS]?: Map<string, Map<string, IConstruct>> };

/**
 * What other constructs took of one that has it only once, such as the domain names of a service: who took it, by its name.
 *
 * @param kind what is taken, such as "domainName"
 */
export function findClaims(owner: Owner, kind: string): Map<string, IConstruct> {
  if (!owner[CLAIMS]) Object.defineProperty(owner, CLAIMS, { value: new Map() });
  const kinds = owner[CLAIMS] ?? new Map<string, Map<string, IConstruct>>();
  const claims = kinds.get(kind) ?? new Map<string, IConstruct>();
  kinds.set(kind, claims);
  return claims;
}
