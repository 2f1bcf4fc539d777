import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type TerraformStack, TerraformOutput } from "cdktf";
import { HostedZone, HostedZoneDnssec, type HostedZoneDnssecProps } from "../../../modules";
import { refusal, synth } from "../../support/synth";

type Changes = Partial<Record<keyof HostedZoneDnssecProps, unknown>>;

const KEY = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-a6ef-1234567890ab";

/** Signs a zone with a new key in `us-east-1`, with `changes` to its props. */
function build(changes: Changes = {}) {
  return (stack: TerraformStack) => {
    const zone = HostedZone.fromId(stack, "Zone", { domainName: "example.com", hostedZoneId: "Z1" });
    const isOwn = "kmsKeyArn" in changes || "provider" in changes;
    const provider = isOwn
      ? {}
      : { provider: new AwsProvider(stack, "UsEast1", { alias: "us-east-1", region: "us-east-1" }) };
    const props = { zone, ...provider, ...changes };
    return new HostedZoneDnssec(stack, "Dnssec", props as HostedZoneDnssecProps);
  };
}

describe("HostedZoneDnssec", () => {
  test("creates a protected key in us-east-1, with which only this zone is signed", () => {
    const result = synth(build({ tags: { team: "web" } }));
    const key = result.only("aws_kms_key");
    expect(key).toMatchObject({
      description: "DNSSEC of example.com",
      customer_master_key_spec: "ECC_NIST_P256",
      key_usage: "SIGN_VERIFY",
      deletion_window_in_days: 30,
      lifecycle: { prevent_destroy: true },
      provider: "aws.us-east-1",
      tags: { team: "web" },
    });
    expect(key).not.toHaveProperty("enable_key_rotation");
    const [identity] = Object.keys(result.data("aws_caller_identity"));
    const account = `\${data.aws_caller_identity.${identity}.account_id}`;
    const Principal = { Service: "dnssec-route53.amazonaws.com" };
    expect(JSON.parse(String(key["policy"]))).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${account}:root` },
          Action: "kms:*",
          Resource: "*",
        },
        {
          Effect: "Allow",
          Principal,
          Action: ["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign"],
          Resource: "*",
          Condition: {
            StringEquals: { "aws:SourceAccount": account },
            ArnEquals: { "aws:SourceArn": "arn:aws:route53:::hostedzone/Z1" },
          },
        },
        {
          Effect: "Allow",
          Principal,
          Action: "kms:CreateGrant",
          Resource: "*",
          Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
        },
      ],
    });
  });

  test("signs after the key-signing key exists, and stops before it is deleted", () => {
    const result = synth((stack) => {
      new TerraformOutput(stack, "ds", { value: build()(stack).dsRecord });
    });
    const [key] = Object.keys(result.resources("aws_kms_key"));
    const [ksk] = Object.keys(result.resources("aws_route53_key_signing_key"));
    const shared = { hosted_zone_id: "Z1", lifecycle: { prevent_destroy: true } };
    expect(result.only("aws_route53_key_signing_key")).toEqual({
      ...shared,
      name: "ksk",
      key_management_service_arn: `\${aws_kms_key.${key}.arn}`,
    });
    expect(result.only("aws_route53_hosted_zone_dnssec")).toEqual({
      ...shared,
      depends_on: [`aws_route53_key_signing_key.${ksk}`],
    });
    expect(result.outputs["ds"]).toEqual({ value: `\${aws_route53_key_signing_key.${ksk}.ds_record}` });
  });

  test("uses an existing key, in a stack of any region", () => {
    const result = synth(build({ kmsKeyArn: KEY, keySigningKeyName: "ksk_2026" }));
    expect(result.addresses).toHaveLength(2);
    expect(result.only("aws_route53_key_signing_key")).toMatchObject({
      name: "ksk_2026",
      key_management_service_arn: KEY,
    });
  });

  test("can be destroyed only if preventDestroy is false", () => {
    const result = synth(build({ preventDestroy: false }));
    for (const type of ["aws_kms_key", "aws_route53_key_signing_key", "aws_route53_hosted_zone_dnssec"])
      expect(result.only(type)).toMatchObject({ lifecycle: { prevent_destroy: false } });
  });

  test.each<[Changes, string]>([
    [
      { zone: "Z1" },
      "'zone' must be a HostedZone, got 'Z1': write HostedZone.fromId(this, \"Zone\", { hostedZoneId: \"Z1\", domainName: … })",
    ],
    [
      { provider: undefined },
      "'provider' must be an AwsProvider for 'us-east-1', where Route 53 requires the KMS key, got 'eu-west-1': pass " +
        'new AwsProvider(…, { region: "us-east-1", alias: "us-east-1" })',
    ],
    [
      { kmsKeyArn: KEY.replace("us-east-1", "eu-west-1") },
      expect.stringContaining("'kmsKeyArn' must be the ARN of a KMS key in us-east-1") as string,
    ],
    [{ kmsKeyArn: KEY, tags: {} }, "'tags' must not be set with 'kmsKeyArn': it is for a new KMS key"],
    ...["ab", "a-b", "a.b", "x".repeat(129)].map((keySigningKeyName): [Changes, string] => [
      { keySigningKeyName },
      expect.stringContaining("'keySigningKeyName' must be 3 to 128 letters, digits and '_', got") as string,
    ]),
    [{ preventDestroy: "no" }, "'preventDestroy' must be true or false, got 'no'"],
  ])("rejects %j", (changes, fault) => {
    expect(refusal(build(changes))).toEqual({ at: "test/Dnssec", faults: [fault] });
  });
});
