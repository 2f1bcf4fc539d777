import type { ResourceChange } from "../model";
import { at, textAt } from "../plan/values";
import { groupBy } from "./group-by";
import {
  findLostDefaults,
  findLostRecords,
  isKept,
  listParents,
  listTargets,
  type LostRecord,
  normalize,
  readDomain,
} from "./records";
import { DOMAIN_ASSOCIATION, findByType, isDestroyed, RECORD, SERVICE } from "./resources";
import type { Rule, WholeChange } from "./rule";

const SERVICE_URL = /\.awsapprunner\.com$/;

/** Without its traffic record, a domain does not reach the service. */
export const trafficRecordRemoved: Rule = {
  name: "traffic-record-removed",
  severity: "error",
  title: "A custom domain loses its traffic record",
  reads: [DOMAIN_ASSOCIATION, RECORD],
  *check(change) {
    const findDomain = indexDomains(change);
    const lostNames = new Set<string>();
    for (const lost of findLostRecords(change, SERVICE_URL, findDomain)) {
      lostNames.add(lost.name);
      yield { resource: lost.record, ...WORDS[lost.fate](lost.name) };
    }
    for (const { record, name } of findLostDefaults(change)) {
      const target = listTargets(record.before).find((value) => typeof value === "string");
      if (typeof target !== "string" || !SERVICE_URL.test(normalize(target)) || lostNames.has(name)) continue;
      if (findDomain(name, record) === undefined) continue;
      yield {
        resource: record,
        message: `${name} no longer has a record for the default location, '*': users without a location of their own get no answer.`,
        remedy: 'Keep it, or give one of the other records the location { country: "*" } first.',
      };
    }
  },
};

const WORDS: Readonly<Record<LostRecord["fate"], (name: string) => { message: string; remedy: string }>> = {
  removed: (name) => ({
    message: `The traffic record of ${name} is removed, but its association stays: ${name} no longer reaches the service.`,
    remedy: "Keep the record, or create it at the domain's new DNS host before you merge.",
  }),
  "re-created": (name) => ({
    message: `The traffic record of ${name} is destroyed before it is created again. Until resolvers see the new one, ${name} does not resolve.`,
    remedy:
      "Keep the name and the zone of the record. Or first create the new record, and remove this one in a later change.",
  }),
  redirected: (name) => ({
    message: `The traffic record of ${name} no longer points to App Runner, but its association stays: ${name} no longer reaches the service.`,
    remedy:
      "Keep the target. If the traffic is to leave the service, first check that the new target answers for this domain over HTTPS. Remove the association in a later change.",
  }),
};

/**
 * Finds the domain of a record. A domain that is removed or replaced is reported by another rule. If the review lacks the association, the
 * domain is assumed to remain, unless the service is destroyed.
 */
function indexDomains(change: WholeChange): (name: string, record: ResourceChange) => string | undefined {
  const domains = groupBy(findByType(change, DOMAIN_ASSOCIATION), (association) =>
    readDomain(association).replace(/^\*\./, ""),
  );
  const lostUrls = new Set(
    findByType(change, SERVICE)
      .filter(isDestroyed)
      .flatMap(({ before }) => textAt(before, "service_url") ?? []),
  );
  return (name, { before }) => {
    for (const parent of listParents(name)) {
      const own = (domains.get(parent) ?? []).filter((association) => serves(association, name));
      if (own.length === 0) continue;
      const kept = own.find(isKept);
      return kept && readDomain(kept);
    }
    const isLost = listTargets(before).some(
      (target) => typeof target === "string" && lostUrls.has(normalize(target)),
    );
    return isLost ? undefined : name;
  };
}

/** Whether a service answers for a name because of an association. */
function serves(association: ResourceChange, name: string): boolean {
  const domain = readDomain(association);
  if (domain.startsWith("*.")) return name.slice(name.indexOf(".")) === domain.slice(1);
  const hasWww = at(association.before ?? association.after, "enable_www_subdomain") !== false;
  return name === domain || (hasWww && name === `www.${domain}`);
}
