import {
  created,
  destroyed,
  findIn,
  forgotten,
  type Planned,
  replaced,
  unchanged,
  updated,
} from "../../support/plans";

const RULE = "dnssec-removed";

const SIGNING = { hosted_zone_id: "Z1", id: "Z1", signing_status: "SIGNING" };
const KMS_ARN = "arn:aws:kms:us-east-1:123456789012:key/1";
const KEY = {
  hosted_zone_id: "Z1",
  name: "ksk",
  status: "ACTIVE",
  id: "Z1,ksk",
  key_management_service_arn: KMS_ARN,
};
const KMS = { arn: KMS_ARN, key_id: "1", description: "DNSSEC of example.com" };

const signing = "aws_route53_hosted_zone_dnssec.a";
const key = "aws_route53_key_signing_key.a";
const kms = "aws_kms_key.a";

const UNSIGNED = "The zone Z1 is no longer signed.";
const WITHOUT_KEY = "The zone Z1 loses its key-signing key.";
const KMS_DELETED = "The KMS key that signs the zone Z1 is scheduled for deletion.";

describe("dnssec-removed", () => {
  test.each<[string, readonly Planned[], string]>([
    [
      "a whole HostedZoneDnssec once",
      [destroyed(key, KEY), destroyed(kms, KMS), destroyed(signing, SIGNING)],
      UNSIGNED,
    ],
    ["signing of which the review lacks the key", [destroyed(signing, SIGNING)], UNSIGNED],
    [
      "signing that moves to a different zone",
      [replaced(signing, SIGNING, { hosted_zone_id: "Z2" })],
      UNSIGNED,
    ],
    [
      "signing that is switched off",
      [updated(signing, SIGNING, { signing_status: "NOT_SIGNING" }), unchanged(key, KEY)],
      UNSIGNED,
    ],
    ["a key-signing key with a new name", [replaced(key, KEY, { name: "ksk2" })], WITHOUT_KEY],
    [
      "a key-signing key that becomes inactive",
      [unchanged(signing, SIGNING), updated(key, KEY, { status: "INACTIVE" })],
      WITHOUT_KEY,
    ],
    [
      "the key-signing key while that of a different zone remains",
      [destroyed(key, KEY), unchanged(`${key}b`, { ...KEY, hosted_zone_id: "Z2", id: "Z2,ksk" })],
      WITHOUT_KEY,
    ],
    [
      "the key-signing key while a new one is created",
      [destroyed(key, KEY), created(`${key}b`, { ...KEY, name: "ksk2", id: undefined })],
      WITHOUT_KEY,
    ],
    [
      "a KMS key whose key-signing key should use a different one, which the provider ignores",
      [destroyed(kms, KMS), updated(key, KEY, { key_management_service_arn: KMS_ARN.replace("/1", "/2") })],
      KMS_DELETED,
    ],
    [
      "a KMS key that an unchanged key-signing key uses",
      [destroyed(kms, KMS), unchanged(key, KEY)],
      KMS_DELETED,
    ],
  ])("finds %s", (_, plan, message) => {
    expect(findIn(RULE, ...plan)).toEqual([
      expect.objectContaining({ severity: "error", message: expect.stringContaining(message) as string }),
    ]);
  });

  test("finds each zone", () => {
    const other = { ...SIGNING, hosted_zone_id: "Z2", id: "Z2" };
    const found = findIn(RULE, destroyed(signing, SIGNING), destroyed(`${signing}b`, other));
    expect(found.map(({ message }) => /zone (Z\d)/.exec(message)?.[1])).toEqual(["Z1", "Z2"]);
  });

  test.each<[string, readonly Planned[]]>([
    [
      "a new zone with DNSSEC",
      [created(signing, { ...SIGNING, id: undefined }), created(key, { ...KEY, id: undefined })],
    ],
    [
      "the end of a rotation",
      [destroyed(key, KEY), unchanged(`${key}b`, { ...KEY, name: "ksk2", id: "Z1,ksk2" })],
    ],
    ["a KMS key of something else", [destroyed(kms, { ...KMS, arn: `${KMS_ARN}2` }), unchanged(key, KEY)]],
    [
      "a rename of the construct",
      [
        destroyed(signing, SIGNING),
        destroyed(key, KEY),
        created(`${signing}b`, { ...SIGNING, id: undefined }),
        created(`${key}b`, { ...KEY, id: undefined }),
      ],
    ],
    ["signing that is only removed from the state", [forgotten(signing, SIGNING), forgotten(key, KEY)]],
    [
      "signing that is switched on",
      [updated(signing, { ...SIGNING, signing_status: "NOT_SIGNING" }, SIGNING)],
    ],
    [
      "a key without an ARN",
      [destroyed(kms, {}), unchanged(key, { ...KEY, key_management_service_arn: "" })],
    ],
  ])("does not find %s", (_, plan) => {
    expect(findIn(RULE, ...plan)).toEqual([]);
  });
});

describe("rename-churn", () => {
  test.each<[string, string, Record<string, unknown>, string]>([
    ["signing", signing, SIGNING, "hosted_zone_id"],
    ["a key-signing key", key, KEY, "name"],
    [
      "a query log",
      "aws_route53_query_log.a",
      { zone_id: "Z1", cloudwatch_log_group_arn: "arn:l" },
      "zone_id",
    ],
    [
      "a default scaling",
      "aws_apprunner_default_auto_scaling_configuration_version.a",
      { auto_scaling_configuration_arn: "arn:s" },
      "auto_scaling_configuration_arn",
    ],
  ])("finds %s under a new address", (_, address, values, identity) => {
    const found = findIn("rename-churn", destroyed(address, values), created(`${address}b`, values));
    expect(found.map(({ message }) => message)).toEqual([
      expect.stringContaining(`has the same '${identity}'`),
    ]);
  });

  test("does not find the key-signing key of a different zone, although both have the same name", () => {
    const other = { ...KEY, hosted_zone_id: "Z2", id: undefined };
    expect(findIn("rename-churn", destroyed(key, KEY), created(`${key}b`, other))).toEqual([]);
  });
});
