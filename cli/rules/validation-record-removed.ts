import { textAt } from "../plan/values";
import { findLostRecords, isValidation } from "./records";
import { DOMAIN_ASSOCIATION } from "./resources";
import type { Rule } from "./rule";

/** Without its validation records, a certificate is not renewed. */
export const validationRecordRemoved: Rule = {
  name: "validation-record-removed",
  severity: "error",
  title: "A custom domain loses a validation record",
  reads: [DOMAIN_ASSOCIATION],
  *check(change) {
    for (const { record, domain, replaced } of findLostRecords(change, isValidation)) {
      if (replaced) continue;
      yield {
        resource: record,
        message:
          `The validation record ${textAt(record.before, "name") ?? record.address} is removed, but ${domain} stays. AWS checks it at every ` +
          "certificate renewal: the domain stops answering when the current certificate expires.",
        remedy:
          "Keep the record while the domain is associated, or create it at the domain's new DNS host before you merge.",
      };
    }
  },
};
