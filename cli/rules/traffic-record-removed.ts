import { textAt } from "../plan/values";
import { findLostRecords, isTraffic } from "./records";
import { DOMAIN_ASSOCIATION } from "./resources";
import type { Rule } from "./rule";

/** Without its traffic record nobody finds the service by its domain. */
export const trafficRecordRemoved: Rule = {
  name: "traffic-record-removed",
  severity: "error",
  title: "The record that leads a domain to its service is removed",
  reads: [DOMAIN_ASSOCIATION],
  *check(change) {
    for (const { record, domain, replaced } of findLostRecords(change, isTraffic)) {
      const name = textAt(record.before, "fqdn") ?? textAt(record.before, "name") ?? domain;
      yield {
        resource: record,
        message: replaced
          ? `The record of ${name} is destroyed before it is created again: in between, and for as long as resolvers remember that, ${name} does not resolve.`
          : `The record of ${name} goes, and its association stays: ${name} does not lead to the service any more.`,
        remedy: replaced
          ? "Keep name and set identifier of the record; or add the new one first under another identifier, and remove this one in a later change."
          : "Keep the record, or enter it where the DNS of the domain is now, before this is merged.",
      };
    }
  },
};
