import { textAt } from "../plan/values";
import { findLostRecords, isValidation } from "./records";
import { DOMAIN_ASSOCIATION } from "./resources";
import type { Rule } from "./rule";

/** Without its validation records a certificate is not renewed. */
export const validationRecordRemoved: Rule = {
  name: "validation-record-removed",
  severity: "error",
  title: "A validation record of a domain that stays is removed",
  reads: [DOMAIN_ASSOCIATION],
  *check(change) {
    for (const { record, domain, replaced } of findLostRecords(change, isValidation)) {
      if (replaced) continue;
      yield {
        resource: record,
        message:
          `The record ${textAt(record.before, "name") ?? record.address} goes, and ${domain} stays. AWS looks at it each time it renews ` +
          "the certificate: the domain answers until the certificate expires, and then no more.",
        remedy:
          "Keep the record for as long as the domain is associated, or enter it where the DNS of the domain is now, before this is merged.",
      };
    }
  },
};
