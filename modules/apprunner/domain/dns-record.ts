/**
 * DNS record of a custom domain, to create with the constructs of any DNS provider. The set of records is known at synth,
 * so each record has a stable address. Terraform computes their names and values.
 */
export interface DnsRecord {
  /** Stable construct id for the record, unique within the domain, such as `validation-extra`. */
  readonly key: string;
  /** Full name of the record, without a final dot. */
  readonly name: string;
  /** Type of the record. */
  readonly type: "CNAME";
  /** Host name that the record points to, without a final dot. */
  readonly value: string;
}
