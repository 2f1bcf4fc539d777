import type { ResourceChange, Value } from "../model";
import { at, textAt } from "../plan/values";
import { findLostRecords, isKept, listParents, normalize, readDomain, readName } from "./records";
import { DOMAIN_ASSOCIATION, findByType, RECORD } from "./resources";
import type { Rule, WholeChange } from "./rule";

const ACM = /\.acm-validations\.aws$/;

/** What precedes the domain in the names of App Runner's validation records: nothing else, `www`, or a label of 31 characters. */
const PREFIX = /^_[^.]+\.(?:www\.|[\da-z]{31}\.)?$/;

/** Without its validation records, a certificate is not renewed. */
export const validationRecordRemoved: Rule = {
  name: "validation-record-removed",
  severity: "error",
  title: "A custom domain loses a validation record",
  reads: [DOMAIN_ASSOCIATION, RECORD],
  *check(change) {
    for (const { record, name, domain, fate } of findLostRecords(change, ACM, indexDomains(change))) {
      if (fate === "re-created") continue;
      yield {
        resource: record,
        message:
          `The validation record ${name} ${fate === "removed" ? "is removed" : "gets a different value"}, but ${domain} stays. AWS checks it at every ` +
          "certificate renewal: the domain stops answering when the current certificate expires.",
        remedy:
          "Keep the record while the domain is associated, or create it at the domain's new DNS host before you merge.",
      };
    }
  },
};

/** The record that only certificates of App Runner have. */
const OWN_RECORD = /^_[^.]+\.2a57j7[\da-z]{25}\./;

/**
 * Finds the App Runner domain that needs a record. Other certificates of ACM have such records, too. If the review lacks the stack of
 * the association, the domain is assumed to remain if it has a record that only certificates of App Runner have.
 */
function indexDomains(change: WholeChange): (name: string) => string | undefined {
  // A new association gets records of its own.
  const associations = findByType(change, DOMAIN_ASSOCIATION);
  const kept = associations.filter((association) => association.before !== null && isKept(association));
  const reviewed = new Set(associations.map((association) => readParent(association)));
  const listed = new Map<string, string>();
  const unlisted = new Map<string, string>();
  for (const association of kept) {
    const domain = readDomain(association);
    const names = listValidationNames(association);
    if (names.length === 0) unlisted.set(readParent(association), domain);
    for (const name of names) listed.set(name, domain);
  }
  for (const { before } of findByType(change, RECORD)) {
    const domain = readName(before).replace(OWN_RECORD, "");
    if (domain !== readName(before) && !reviewed.has(domain)) unlisted.set(domain, domain);
  }
  return (name) => {
    const domain = listed.get(name);
    if (domain !== undefined) return domain;
    for (const parent of listParents(name)) {
      const above = PREFIX.test(name.slice(0, name.length - parent.length)) && unlisted.get(parent);
      if (typeof above === "string") return above;
    }
    return undefined;
  };
}

/** Returns the name that the validation records of an association are below. */
function readParent(association: ResourceChange): string {
  return readDomain(association).replace(/^\*\./, "");
}

/** Returns the names of the validation records of an association, if the plan has them. */
function listValidationNames({ before }: ResourceChange): string[] {
  const records = at(before, "certificate_validation_records");
  if (!Array.isArray(records)) return [];
  return records.flatMap((record: Value) => textAt(record, "name") ?? []).map(normalize);
}
