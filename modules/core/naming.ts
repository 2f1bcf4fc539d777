import { createHash } from "node:crypto";
import { isToken } from "./validation";

/**
 * `name` cut to `maxLength` characters; where something is cut, a hash of the whole name keeps it unique.
 *
 * @param name name to shorten; a name that only Terraform knows is returned as it is
 * @param maxLength longest allowed name
 */
export function shorten(name: string, maxLength: number): string {
  if (isToken(name) || name.length <= maxLength) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 6);
  return `${name.slice(0, maxLength - hash.length - 1)}-${hash}`;
}
