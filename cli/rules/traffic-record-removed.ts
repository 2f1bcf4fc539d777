import { textAt } from "../plan/values";
import { findLostRecords, isTraffic } from "./records";
import { DOMAIN_ASSOCIATION } from "./resources";
import type { Rule } from "./rule";

/** Without its traffic record, a domain does not reach the service. */
export const trafficRecordRemoved: Rule = {
  name: "traffic-record-removed",
  severity: "error",
  title: "A custom domain loses its traffic record",
  reads: [DOMAIN_ASSOCIATION],
  *check(change) {
    for (const { record, domain, replaced } of findLostRecords(change, isTraffic)) {
      const name = textAt(record.before, "fqdn") ?? textAt(record.before, "name") ?? domain;
      yield {
        resource: record,
        message: replaced
          ? `The traffic record of ${name} is destroyed before it is created again. Until resolvers see the new one, ${name} does not resolve.`
          : `The traffic record of ${name} is removed, but its association stays: ${name} no longer reaches the service.`,
        remedy: replaced
          ? "Keep the name and the zone of the record. Or first create the new record, and remove this one in a later change."
          : "Keep the record, or create it at the domain's new DNS host before you merge.",
      };
    }
  },
};
