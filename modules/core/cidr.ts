import { isIPv4, isIPv6 } from "node:net";
import type { PropertyChecks } from "./property-checks";
import { display } from "./values";

/** Blocks in a list: as many as an IP set of AWS WAF takes. */
const MAX_BLOCKS = 10_000;

/**
 * Version of the addresses in a CIDR block.
 *
 * @returns nothing for what is no block, or all there is: the length must be given, and cannot be 0, which AWS WAF does not take
 */
export function parseIpVersion(cidr: string): "IPV4" | "IPV6" | undefined {
  const [, address, length] = /^([^/]+)\/([1-9]\d{0,2})$/.exec(cidr) ?? [];
  if (address === undefined) return undefined;
  if (isIPv4(address)) return Number(length) <= 32 ? "IPV4" : undefined;
  return isIPv6(address) && !address.includes("%") && Number(length) <= 128 ? "IPV6" : undefined;
}

/** Checks a list of CIDR blocks, which have to be known at synth: IPv4 and IPv6 go separate ways. */
export function validateCidrs(checks: PropertyChecks, prop: string, cidrs: unknown): void {
  checks.list(prop, cidrs, (name, cidr) => {
    const isKnown = typeof cidr === "string" && parseIpVersion(cidr) !== undefined;
    checks.that(
      isKnown,
      `'${name}' must be a CIDR block, such as '192.0.2.0/24' or '2001:db8::/32', got ${display(cidr)}`,
    );
  });
  if (!Array.isArray(cidrs)) return;
  checks.that(
    cidrs.length <= MAX_BLOCKS,
    `'${prop}' must hold at most ${MAX_BLOCKS} blocks, got ${cidrs.length}`,
  );
  const twice: unknown = cidrs.find((cidr, index) => cidrs.indexOf(cidr) !== index);
  checks.that(twice === undefined, `'${prop}' must not hold a block twice, got ${display(twice)}`);
}
