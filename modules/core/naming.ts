import { createHash } from "node:crypto";
import { isToken } from "./values";

/**
 * Shortens `name` to `maxLength` characters. A shortened name ends with a hash of the full name to keep it unique.
 *
 * @param name name to shorten; a token is returned unchanged
 */
export function shorten(name: string, maxLength: number): string {
  if (isToken(name) || name.length <= maxLength) return name;
  const hash = hashText(name);
  return `${name.slice(0, maxLength - hash.length - 1)}-${hash}`;
}

/** Returns a hash of `name`, six characters long. */
export function hashText(name: string): string {
  return createHash("sha256").update(name).digest("hex").slice(0, 6);
}

/**
 * Returns `name` as a construct id. `constructs` looks ids up in a plain object, in which names such as `constructor` already exist. Such a
 * name gets a trailing space, which neither AWS names nor variable names can have.
 *
 * @param name any name; `constructs` replaces `/` with `--`
 */
export function childId(name: string): string {
  return name in {} ? `${name} ` : name;
}
