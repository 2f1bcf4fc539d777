import type { ResourceChange } from "../model";
import { at, textAt } from "../plan/values";
import { DOMAIN_ASSOCIATION, findByType, isDestroyed, remains } from "./resources";
import type { WholeChange } from "./rule";

/** A record that is destroyed although its custom domain stays. */
export interface LostRecord {
  readonly record: ResourceChange;
  readonly domain: string;
  /** Whether a record of the same name and type exists after the apply. */
  readonly replaced: boolean;
}

/**
 * Returns the destroyed records of remaining domains.
 *
 * @param isOne whether a record is of the kind to find
 */
export function findLostRecords(
  change: WholeChange,
  isOne: (record: ResourceChange) => boolean,
): LostRecord[] {
  const records = findByType(change, "aws_route53_record");
  return records
    .filter((record) => isDestroyed(record) && isOne(record))
    .flatMap((record) => {
      const domain = findDomain(record, change);
      if (domain === undefined) return [];
      const [name, type] = [
        textAt(record.before, "fqdn") ?? textAt(record.before, "name"),
        textAt(record.before, "type"),
      ];
      const again = records.some(
        (other) =>
          other.action === "create" &&
          textAt(other.after, "name") === name &&
          textAt(other.after, "type") === type,
      );
      return [{ record, domain, replaced: record.action === "replace" || again }];
    });
}

/** Whether a record validates a certificate. */
export function isValidation({ before }: ResourceChange): boolean {
  const values = at(before, "records");
  return (
    Array.isArray(values) &&
    values.some((value) => typeof value === "string" && /\.acm-validations\.aws\.?$/.test(value))
  );
}

/** Whether a record points to an App Runner service. */
export function isTraffic({ before }: ResourceChange): boolean {
  const values = at(before, "records");
  const targets = [
    textAt(before, "alias", 0, "name"),
    ...(Array.isArray(values) ? (values as unknown[]) : []),
  ];
  return targets.some((target) => typeof target === "string" && /\.awsapprunner\.com\.?$/.test(target));
}

/**
 * Returns the domain of a record: the longest match, because a www record is also below the main domain.
 *
 * @returns undefined if the domain is removed or replaced, which another rule reports
 */
function findDomain({ before }: ResourceChange, change: WholeChange): string | undefined {
  const name = textAt(before, "fqdn") ?? textAt(before, "name") ?? "";
  const associations = findByType(change, DOMAIN_ASSOCIATION).map((association) => {
    const domain =
      textAt(association.before, "domain_name") ?? textAt(association.after, "domain_name") ?? "";
    return { association, domain, base: domain.replace(/^\*\./, "") };
  });
  const above = associations.filter(
    ({ base }) => base !== "" && (name === base || name.endsWith(`.${base}`)),
  );
  // If the review lacks the stack of the association, the domain is assumed to remain.
  if (above.length === 0) return name;
  const longest = Math.max(...above.map(({ base }) => base.length));
  const nearest = above.filter(({ base }) => base.length === longest);
  return nearest.find(({ association }) => remains(association) && association.action !== "replace")?.domain;
}
