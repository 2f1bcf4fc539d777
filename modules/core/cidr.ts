import { isIPv4, isIPv6 } from "node:net";
import type { PropertyChecks } from "./property-checks";
import { display } from "./values";

/** Maximum number of blocks in an IP set of AWS WAF. */
const MAX_BLOCKS = 10_000;

/**
 * Returns the IP version of a CIDR block, or `undefined` if `cidr` is not one. The prefix length is required and cannot be 0: AWS WAF
 * rejects `/0`.
 */
export function parseIpVersion(cidr: string): "IPV4" | "IPV6" | undefined {
  const [, address, length] = /^([^/]+)\/([1-9]\d{0,2})$/.exec(cidr) ?? [];
  if (address === undefined) return undefined;
  if (isIPv4(address)) return Number(length) <= 32 ? "IPV4" : undefined;
  return isIPv6(address) && !address.includes("%") && Number(length) <= 128 ? "IPV6" : undefined;
}

/** Checks a list of CIDR blocks. They must be known at synth, because IPv4 and IPv6 need separate IP sets. */
export function validateCidrs(checks: PropertyChecks, prop: string, cidrs: unknown): void {
  checks.list(prop, cidrs, (name, cidr) => {
    const isKnown = typeof cidr === "string" && parseIpVersion(cidr) !== undefined;
    checks.allow(isKnown, name, "a CIDR block, such as '192.0.2.0/24' or '2001:db8::/32'", cidr);
  });
  if (!Array.isArray(cidrs)) return;
  checks.that(
    cidrs.length <= MAX_BLOCKS,
    `'${prop}' must contain at most ${MAX_BLOCKS} blocks, got ${cidrs.length}`,
  );
  const twice: unknown = cidrs.find((cidr, index) => cidrs.indexOf(cidr) !== index);
  checks.that(twice === undefined, `'${prop}' must not contain a block twice, got ${display(twice)}`);
}
