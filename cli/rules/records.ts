import type { ResourceChange } from "../model";
import type { WholeChange } from "./rule";
import { at } from "../plan/values";
import { isDestroyed, ofType, remains, text } from "./services";

/** A record that a custom domain needs, and that is destroyed though the domain stays. */
export interface LostRecord {
  readonly record: ResourceChange;
  readonly domain: string;
  /** Whether there is one of the same name and type after the apply. */
  readonly replaced: boolean;
}

/**
 * The records of remaining domains that are destroyed.
 *
 * @param change the whole change
 * @param isOne whether the values of a record are of the kind that is looked for
 */
export function lostRecords(change: WholeChange, isOne: (record: ResourceChange) => boolean): LostRecord[] {
  const records = ofType(change, "aws_route53_record");
  return records
    .filter((record) => isDestroyed(record) && isOne(record))
    .flatMap((record) => {
      const domain = domainOf(record, change);
      if (domain === undefined) return [];
      const [name, type] = [
        text(record.before, "fqdn") ?? text(record.before, "name"),
        text(record.before, "type"),
      ];
      const again = records.some(
        (other) =>
          other.action === "create" &&
          text(other.after, "name") === name &&
          text(other.after, "type") === type,
      );
      return [{ record, domain, replaced: record.action === "replace" || again }];
    });
}

/**
 * Whether a record validates a certificate.
 *
 * @param record of a plan
 */
export function isValidation({ before }: ResourceChange): boolean {
  const values = at(before, "records");
  return (
    Array.isArray(values) &&
    values.some((value) => typeof value === "string" && /\.acm-validations\.aws\.?$/.test(value))
  );
}

/**
 * Whether a record leads to an App Runner service.
 *
 * @param record of a plan
 */
export function isTraffic({ before }: ResourceChange): boolean {
  const values = at(before, "records");
  const targets = [text(before, "alias", 0, "name"), ...(Array.isArray(values) ? (values as unknown[]) : [])];
  return targets.some((target) => typeof target === "string" && /\.awsapprunner\.com\.?$/.test(target));
}

/** The domain that a record belongs to; undefined where it goes or is associated anew, which is another rule's finding. */
function domainOf({ before }: ResourceChange, change: WholeChange): string | undefined {
  const name = text(before, "fqdn") ?? text(before, "name") ?? "";
  const associations = ofType(change, "aws_apprunner_custom_domain_association").filter(
    ({ before: values, after }) => {
      const domain = (text(values, "domain_name") ?? text(after, "domain_name") ?? "").replace(/^\*\./, "");
      return domain !== "" && (name === domain || name.endsWith(`.${domain}`));
    },
  );
  // The stack with the association may not be part of the review: the record is missed then.
  if (associations.length === 0) return name;
  const staying = associations.find(
    (association) => remains(association) && association.action !== "replace",
  );
  return staying && (text(staying.before, "domain_name") ?? text(staying.after, "domain_name"));
}
