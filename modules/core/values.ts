import { Token, Tokenization } from "cdktf";

/** Whether `value` is only known to Terraform, or holds such a part. A token of another CDK is none. */
export function isToken(value: unknown): boolean {
  if (value === undefined || value === null || !Token.isUnresolved(value)) return false;
  try {
    return Tokenization.reverse(value).length > 0;
  } catch {
    return false;
  }
}

/** Whether `value` is an object to read props or entries from: no list, no `Map`, no `Date`. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return Object.prototype.toString.call(value) === "[object Object]";
}

/** `value` as it stands in an error: strings quoted, long ones cut, objects by their kind only. */
export function display(value: unknown): string {
  if (isToken(value)) return "a value that only Terraform knows";
  if (typeof value === "string") {
    const text = JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value).slice(1, -1);
    return `'${text.replaceAll('\\"', '"')}'`;
  }
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeName(value);
}

/** The kind of a value that is not printed itself. */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return Array.isArray(value) ? "a list" : `a value of type ${typeof value}`;
}
