import { Token, Tokenization } from "cdktf";
import { hasNumberToken, maskTokens } from "./expressions";

/** Whether `value` is or contains a token. A token of a different CDK does not count. */
export function isToken(value: unknown): boolean {
  if (typeof value === "string" && hasNumberToken(value)) return true;
  if (value === undefined || value === null || !Token.isUnresolved(value)) return false;
  try {
    return Tokenization.reverse(value).length > 0;
  } catch {
    return false;
  }
}

/** Whether `value` is a plain object with props or entries: not a list, a `Map` or a `Date`. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return Object.prototype.toString.call(value) === "[object Object]";
}

/** Formats `value` for an error: strings are quoted and truncated, objects are described by type. */
export function display(value: unknown): string {
  if (isToken(value) && (typeof value !== "string" || maskTokens(value, "") === "")) {
    return "a token (known only to Terraform)";
  }
  if (typeof value === "string") {
    const shown = isToken(value) ? maskTokens(value, "<token>") : value;
    const text = JSON.stringify(shown.length > 80 ? `${shown.slice(0, 80)}…` : shown).slice(1, -1);
    return `'${text.replaceAll('\\"', '"')}'`;
  }
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeName(value);
}

/** Formats allowed values for an error: "one of 1, 2, 3", or "1 or 2" for two values. */
export function displayChoices(allowed: readonly unknown[]): string {
  const values = allowed.map(display);
  return values.length > 2 ? `one of ${values.join(", ")}` : values.join(" or ");
}

/** Describes the type of a value without printing the value. */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "a list";
  const name = className(value);
  if (name === undefined) return `a value of type ${typeof value}`;
  return `${/^[AEIOU]/i.test(name) ? "an" : "a"} ${name}`;
}

/** Returns the name of the class that `value` is an object of, unless it is a plain object. */
function className(value: unknown): string | undefined {
  if (typeof value !== "object") return undefined;
  // A prop named `constructor` would hide the class and could hold a secret.
  const prototype = Object.getPrototypeOf(value) as { readonly constructor?: unknown } | null;
  const constructor = prototype?.constructor;
  if (typeof constructor !== "function" || !("name" in constructor)) return undefined;
  return constructor.name === "" || constructor.name === "Object" ? undefined : constructor.name;
}
