import { allowCharacters } from "../core/mixed-text";
import type { PropertyChecks, StringRule } from "../core/property-checks";
import { display, isToken } from "../core/values";

/** Id of a subnet. */
export const SUBNET_ID: StringRule = {
  pattern: /^subnet-[0-9a-f]{8}(?:[0-9a-f]{9})?$/,
  allowed: "the id of a subnet, 'subnet-' followed by 8 or 17 hexadecimal digits",
  mixed: allowCharacters("a-z0-9-", "subnet-"),
};

/** Id of a security group. */
export const SECURITY_GROUP_ID: StringRule = {
  pattern: /^sg-[0-9a-f]{8}(?:[0-9a-f]{9})?$/,
  allowed: "the id of a security group, 'sg-' followed by 8 or 17 hexadecimal digits",
  mixed: allowCharacters("a-z0-9-", "sg-"),
};

/** Id of a VPC. */
export const VPC_ID: StringRule = {
  pattern: /^vpc-[0-9a-f]{8}(?:[0-9a-f]{9})?$/,
  allowed: "the id of a VPC, 'vpc-' followed by 8 or 17 hexadecimal digits",
  mixed: allowCharacters("a-z0-9-", "vpc-"),
};

/** Id of a VPC endpoint. */
export const VPC_ENDPOINT_ID: StringRule = {
  pattern: /^vpce-[0-9a-f]{8}(?:[0-9a-f]{9})?$/,
  allowed: "the id of a VPC endpoint, 'vpce-' followed by 8 or 17 hexadecimal digits",
  mixed: allowCharacters("a-z0-9-", "vpce-"),
};

/** Records a fault unless `value` is a list of one or more ids without duplicates. */
export function validateIds(checks: PropertyChecks, prop: string, value: unknown, rule: StringRule): void {
  checks.knows(prop);
  if (isToken(value)) return;
  if (!Array.isArray(value)) {
    checks.allow(false, prop, "a list of ids", value);
    return;
  }
  checks.list(prop, value, (name, item) => checks.string(name, item, rule));
  checks.that(value.length > 0, `'${prop}' must contain at least one id, got an empty list`);
  const twice: unknown = value.find((item, index) => value.indexOf(item) !== index);
  checks.that(twice === undefined, `'${prop}' must not contain an id twice, got ${display(twice)}`);
}
