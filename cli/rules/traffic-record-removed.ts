import { groupBy } from "./group-by";
import { findLostRecords, isKept, listParents, type LostRecord, readDomain } from "./records";
import { DOMAIN_ASSOCIATION, findByType, RECORD } from "./resources";
import type { Rule, WholeChange } from "./rule";

const SERVICE_URL = /\.awsapprunner\.com$/;

/** Without its traffic record, a domain does not reach the service. */
export const trafficRecordRemoved: Rule = {
  name: "traffic-record-removed",
  severity: "error",
  title: "A custom domain loses its traffic record",
  reads: [DOMAIN_ASSOCIATION, RECORD],
  *check(change) {
    for (const lost of findLostRecords(change, SERVICE_URL, indexDomains(change)))
      yield { resource: lost.record, ...WORDS[lost.fate](lost.name) };
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
 * Finds the domain of a record: the longest match, because a www record is also below the main domain. A domain that is removed or
 * replaced is reported by another rule. If the review lacks the stack of the association, the domain is assumed to remain.
 */
function indexDomains(change: WholeChange): (name: string) => string | undefined {
  const domains = groupBy(findByType(change, DOMAIN_ASSOCIATION), (association) =>
    readDomain(association).replace(/^\*\./, ""),
  );
  return (name) => {
    for (const parent of listParents(name)) {
      const nearest = domains.get(parent);
      if (!nearest) continue;
      const kept = nearest.find(isKept);
      return kept && readDomain(kept);
    }
    return name;
  };
}
