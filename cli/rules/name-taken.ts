import type { ResourceChange } from "../model";
import { textAt } from "../plan/values";
import { findPlace, indexStacks, type Place, type Stacks } from "./places";
import { findRenames, type Renames } from "./renames";
import { findByType, isDestroyed, remains, SERVICE } from "./resources";
import type { Problem, Rule } from "./rule";
import { labelResource } from "./wording";

/** How a service has a name, the surest conflict first: it keeps it, is created with it, has it outside the state, or loses it. */
const HOLDS = ["keeps", "takes", "forgotten", "frees"] as const;

/** A service that has a name before, during or after the apply. */
interface Claim {
  readonly service: ResourceChange;
  readonly name: string;
  readonly place: Place;
  readonly hold: (typeof HOLDS)[number];
}

/** Claims of one name in one place, one for each way to have it. */
interface Bucket {
  readonly claims: Map<Claim["hold"], Claim>;
  readonly regions: Set<string | undefined>;
  readonly accounts: Set<string | undefined>;
}

/** App Runner rejects a second service of the same name, when other resources have been created already. */
export const nameTaken: Rule = {
  name: "name-taken",
  severity: "error",
  title: "A service gets a name that is taken",
  reads: [SERVICE],
  *check(change) {
    const [stacks, renames] = [indexStacks(change), findRenames(change)];
    const claims = findByType(change, SERVICE).flatMap((service) => listClaims(service, stacks, renames));
    const buckets = indexClaims(claims);
    const order = new Map(change.stacks.map(({ name }, index) => [name, index]));
    const earlier = new Set<Claim>();
    for (const claim of claims) {
      if (claim.hold !== "takes") continue;
      const other = findOther(claim, buckets, (candidate) =>
        // Of several new services, the first one gets the name. A stack that is applied earlier has freed it.
        candidate.hold === "takes"
          ? earlier.has(candidate)
          : candidate.hold !== "frees" || !isEarlier(candidate.service, claim.service, order),
      );
      earlier.add(claim);
      if (other) yield describe(claim, other);
    }
  },
};

/** Lists the names that a service has. A moved service is the existing one, and another rule reports it. */
function listClaims(service: ResourceChange, stacks: Stacks, { byFrom, byTo }: Renames): Claim[] {
  if (byFrom.has(service)) return [];
  const [old, next] = [textAt(service.before, "service_name"), textAt(service.after, "service_name")];
  const isNew = ["create", "replace"].includes(service.action) && !byTo.has(service);
  const claims: Claim[] = [];
  const add = (name: string | undefined, side: "before" | "after", hold: Claim["hold"]): void => {
    if (name !== undefined) claims.push({ service, name, place: findPlace(service, side, stacks), hold });
  };
  if (old !== undefined && old === next && makesRoom(service)) {
    add(old, "before", "keeps");
    return claims;
  }
  if (remains(service))
    add(next, service.before === null || isNew ? "after" : "before", isNew ? "takes" : "keeps");
  if (service.action === "forget" || service.keepsOld === true) add(old, "before", "forgotten");
  else if (isDestroyed(service)) add(old, "before", "frees");
  return claims;
}

/** Whether the old service is destroyed before the new one is created in the same region. */
function makesRoom(service: ResourceChange): boolean {
  const region = textAt(service.before, "region");
  const staysInRegion = region === (textAt(service.after, "region") ?? region);
  return (
    service.action === "replace" && isDestroyed(service) && !service.createBeforeDestroy && staysInRegion
  );
}

/** Indexes claims by name and place. `?` is an unknown part of a place, `*` any. */
function indexClaims(claims: readonly Claim[]): ReadonlyMap<string, Bucket> {
  const buckets = new Map<string, Bucket>();
  for (const claim of claims) {
    const { region, account } = claim.place;
    for (const key of listKeys(claim.name, [region ?? "?", "*"], [account ?? "?", "*"])) {
      const bucket = buckets.get(key) ?? { claims: new Map(), regions: new Set(), accounts: new Set() };
      buckets.set(key, bucket);
      if (region !== undefined) bucket.regions.add(region);
      if (account !== undefined) bucket.accounts.add(account);
      // The last stack that frees the name counts.
      if (claim.hold === "frees" || !bucket.claims.has(claim.hold)) bucket.claims.set(claim.hold, claim);
    }
  }
  return buckets;
}

/** Finds who has the name. If the place of the new service is unknown, all others must be in one place. */
function findOther(
  claim: Claim,
  buckets: ReadonlyMap<string, Bucket>,
  counts: (candidate: Claim) => boolean,
): Claim | undefined {
  const { region, account } = claim.place;
  const found = listKeys(
    claim.name,
    region === undefined ? ["*"] : [region, "?"],
    account === undefined ? ["*"] : [account, "?"],
  ).flatMap((key) => buckets.get(key) ?? []);
  const inOnePlace = found.filter(({ regions, accounts }) => regions.size <= 1 && accounts.size <= 1);
  for (const hold of HOLDS) {
    const other = inOnePlace.flatMap(({ claims }) => claims.get(hold) ?? []).find(counts);
    if (other) return other;
  }
  return undefined;
}

function isEarlier(one: ResourceChange, other: ResourceChange, order: ReadonlyMap<string, number>): boolean {
  return (order.get(one.stack) ?? 0) < (order.get(other.stack) ?? 0);
}

function listKeys(name: string, regions: readonly string[], accounts: readonly string[]): string[] {
  return regions.flatMap((region) => accounts.map((account) => JSON.stringify([name, region, account])));
}

function describe({ service, name }: Claim, { service: other, hold }: Claim): Problem {
  const [label, taken] = [labelResource(service), describeOther(service, other)];
  const fails = "App Runner allows a name once per region and account, so the apply fails partway";
  const rename =
    service.action === "create"
      ? `Give ${label} a different name (service_name)`
      : `Keep the current name of ${label}, or give it a different one (service_name)`;
  if (service === other) {
    return {
      resource: service,
      message: `${label} is created again with the name '${name}' ${hold === "frees" ? "before the existing service is destroyed" : "while the existing service is kept outside the state"}. ${fails}.`,
      remedy: `Give the new service a different name (service_name) in the same change. ${hold === "frees" ? "If it can be unavailable in between, remove create_before_destroy instead." : "Or import the existing service instead of creating another."}`,
    };
  }
  switch (hold) {
    case "keeps":
    case "takes":
      return {
        resource: service,
        message: `${label} is created with the name '${name}', which ${taken} ${hold === "keeps" ? "has" : "gets in the same change"}. ${fails}.`,
        remedy: `${rename} before you apply.`,
      };
    case "forgotten":
      return {
        resource: service,
        message: `${label} is created with the name '${name}', but ${taken} continues to exist with this name outside the state. ${fails}.`,
        remedy: `To manage the existing service here, import it instead of creating another. Otherwise: ${rename}.`,
      };
    case "frees":
      return {
        resource: service,
        message: `${label} is created with the name '${name}', which ${taken} loses in the same change. Terraform may create ${label} first. ${fails}.`,
        remedy: `First apply only the change that removes the name from ${taken}. Give the name to ${label} in a later change.`,
      };
  }
}

/** Names the stack only if it is a different one. */
function describeOther(service: ResourceChange, other: ResourceChange): string {
  return `${labelResource(other)}${other.stack === service.stack ? "" : ` in ${other.stack}`}`;
}
