import { isToken } from "../../core/values";

/**
 * Whether a domain name is certainly, or very likely, not a root domain: it is below the zone, or it has more labels than a domain directly
 * below a suffix such as `com` or `co.uk`.
 *
 * @param name domain name without a wildcard
 * @param zoneName domain name of the zone, if there is one
 */
export function isBelowRootDomain(name: string, zoneName?: string): boolean {
  if (zoneName !== undefined && name.endsWith(`.${zoneName}`)) return true;
  const labels = name.split(".");
  const [second = "", last = ""] = labels.slice(-2);
  if (isToken(second) || isToken(last)) return false;
  return labels.length > (second.length <= 3 && last.length === 2 ? 3 : 2);
}
