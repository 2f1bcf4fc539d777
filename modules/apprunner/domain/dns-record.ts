/**
 * A DNS record of a custom domain, to make a resource of with the constructs of any DNS provider. Which records there are
 * is known at synth, so each has an address that stays. Their names and values are Terraform's to fill in.
 */
export interface DnsRecord {
  /** Id for the record's construct, such as `validation-extra`: it stays, and no other record of the domain has it. */
  readonly key: string;
  /** Full name of the record, without a final dot. */
  readonly name: string;
  /** Type of the record. */
  readonly type: "CNAME";
  /** Host name that the record points to, without a final dot. */
  readonly value: string;
}
