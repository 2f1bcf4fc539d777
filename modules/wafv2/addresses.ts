import { isIPv4, isIPv6 } from "node:net";
import { display, type PropertyChecks } from "../core/validation";

/** Addresses that one IP set takes. */
const MAX_ADDRESSES = 10_000;

/**
 * Version of the addresses in a CIDR block.
 *
 * @param cidr such as `192.0.2.0/24`
 * @returns nothing for what is no block that AWS WAF takes: the length must be given, and cannot be 0
 */
export function versionOf(cidr: string): "IPV4" | "IPV6" | undefined {
  const [, address, length] = /^([^/]+)\/([1-9]\d{0,2})$/.exec(cidr) ?? [];
  if (address === undefined) return undefined;
  if (isIPv4(address)) return Number(length) <= 32 ? "IPV4" : undefined;
  return isIPv6(address) && !address.includes("%") && Number(length) <= 128 ? "IPV6" : undefined;
}

/**
 * Checks a list of CIDR blocks, which have to be known at synth: IPv4 and IPv6 go into sets of their own.
 *
 * @param checks of the web ACL
 * @param prop name of the list
 * @param cidrs what the user asked for
 */
export function validateAddresses(checks: PropertyChecks, prop: string, cidrs: unknown): void {
  checks.list(prop, cidrs, (name, cidr) => {
    const isKnown = typeof cidr === "string" && versionOf(cidr) !== undefined;
    checks.that(
      isKnown,
      `'${name}' must be a CIDR block, such as '192.0.2.0/24' or '2001:db8::/32', got ${display(cidr)}`,
    );
  });
  if (!Array.isArray(cidrs)) return;
  checks.that(
    cidrs.length <= MAX_ADDRESSES,
    `'${prop}' must hold at most ${MAX_ADDRESSES} blocks, got ${cidrs.length}`,
  );
  const twice: unknown = cidrs.find((cidr, index) => cidrs.indexOf(cidr) !== index);
  checks.that(twice === undefined, `'${prop}' must not hold a block twice, got ${display(twice)}`);
}
