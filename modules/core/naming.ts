import { createHash } from "node:crypto";
import { isToken } from "./values";

/**
 * `name` cut to `maxLength` characters; where something is cut, a hash of the whole name keeps it unique.
 *
 * @param name name to shorten; a name that only Terraform knows is returned as it is
 */
export function shorten(name: string, maxLength: number): string {
  if (isToken(name) || name.length <= maxLength) return name;
  const hash = hashText(name);
  return `${name.slice(0, maxLength - hash.length - 1)}-${hash}`;
}

/** Six characters that stand for `name`. */
export function hashText(name: string): string {
  return createHash("sha256").update(name).digest("hex").slice(0, 6);
}

/**
 * `name` as the id of a construct. `constructs` looks an id up in a plain object, where `constructor` and its like
 * count as taken: they get a space, which no name of AWS or of a variable has.
 *
 * @param name name of a thing; `constructs` writes a `/` in it as `--`
 */
export function childId(name: string): string {
  return name in {} ? `${name} ` : name;
}
