import type { ResourceChange } from "../model";
import { textAt } from "../plan/values";
import { groupBy } from "./group-by";
import { findRenames } from "./renames";
import { findByType, isDestroyed } from "./resources";
import type { Problem, Rule, WholeChange } from "./rule";

const SIGNING = "aws_route53_hosted_zone_dnssec";
const KEY_SIGNING_KEY = "aws_route53_key_signing_key";

/** Resolvers that validate DNSSEC reject a zone whose signatures do not match the DS record in its parent zone. */
export const dnssecRemoved: Rule = {
  name: "dnssec-removed",
  severity: "error",
  title: "A zone is no longer signed with DNSSEC, or loses its key",
  reads: [KEY_SIGNING_KEY],
  *check(change) {
    const reported = new Set<string>();
    for (const { zone, ...problem } of findLosses(change)) {
      if (!reported.has(zone)) yield problem;
      reported.add(zone);
    }
  },
};

/** A problem, and the id of its zone. */
type Loss = Problem & { readonly zone: string };

/** Lists what zones lose, the signing first: without it, the keys do not matter. */
function findLosses(change: WholeChange): Loss[] {
  const { byFrom } = findRenames(change);
  const isLost = (resource: ResourceChange) => isDestroyed(resource) && !byFrom.has(resource);
  const keys = findByType(change, KEY_SIGNING_KEY).filter(({ before }) => before !== null);
  const isLostKey = (key: ResourceChange) => isLost(key) || becomes(key, "status", "INACTIVE");
  const kept = groupBy(keys, (key) => (isLostKey(key) ? undefined : readZone(key)));
  const users = groupBy([...kept.values()].flat(), ({ before }) =>
    textAt(before, "key_management_service_arn"),
  );
  return [
    ...findByType(change, SIGNING)
      .filter((signing) => isLost(signing) || becomes(signing, "signing_status", "NOT_SIGNING"))
      .map((signing) => describe(signing, signing, (zone) => `The zone ${zone} is no longer signed`)),
    ...keys
      .filter((key) => isLostKey(key) && !kept.has(readZone(key)))
      .map((key) => describe(key, key, (zone) => `The zone ${zone} loses its key-signing key`)),
    ...findByType(change, "aws_kms_key")
      .filter(isLost)
      .flatMap((kmsKey) =>
        (users.get(textAt(kmsKey.before, "arn") ?? "") ?? []).map((key) =>
          describe(
            kmsKey,
            key,
            (zone) => `The KMS key that signs the zone ${zone} is scheduled for deletion`,
          ),
        ),
      ),
  ];
}

/**
 * Describes what a zone loses.
 *
 * @param ofZone resource with the id of the zone
 */
function describe(resource: ResourceChange, ofZone: ResourceChange, say: (zone: string) => string): Loss {
  const zone = readZone(ofZone);
  return {
    resource,
    zone,
    message:
      `${say(zone)}. While the parent zone has the DS record of its key, resolvers that validate DNSSEC reject all answers: ` +
      "the domains of this zone cannot be resolved.",
    remedy:
      "Keep it. To stop signing, first remove the DS record from the parent zone, wait for its TTL, and apply this change later. " +
      "For a new key, add a second key-signing key and its DS record before you remove the first one.",
  };
}

function readZone({ before, address }: ResourceChange): string {
  return textAt(before, "hosted_zone_id") ?? address;
}

/** Whether an existing resource gets this value. */
function becomes({ before, after }: ResourceChange, name: string, value: string): boolean {
  return before !== null && textAt(before, name) !== value && textAt(after, name) === value;
}
