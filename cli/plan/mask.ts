import { isObject } from "../json";
import { Hidden, Unknown, type Value } from "../model";
import { isEnvironment, isSecretName, isSecretValue } from "./secrets";

/** What is known of a value beside the value itself: trees of its shape with `true` where something holds. */
export interface Marks {
  /** Where the value is sensitive. */
  readonly sensitive?: unknown;
  /** Where the value is known after the apply. */
  readonly unknown?: unknown;
}

/**
 * A value of a plan with what nobody may see taken out: what Terraform marks as sensitive, and what is a secret by its looks or, among
 * environment variables, by its name.
 *
 * @param name key that the value goes by
 * @param variable whether it is an environment variable
 */
export function mask(value: unknown, marks: Marks, name = "", variable = false): Value {
  if (marks.sensitive === true) return Hidden.SENSITIVE;
  if (marks.unknown === true) return Unknown.AFTER_APPLY;
  if (variable && isSecretName(name) && value !== null && value !== undefined) return Hidden.SECRET_LIKE;
  if (typeof value === "string") return isSecretValue(value) ? Hidden.SECRET_LIKE : value;
  if (Array.isArray(value))
    return value.map((item, index) => mask(item, pickMarks(marks, index), name, variable));
  if (isObject(value)) return maskObject(value, marks, name, variable);
  return isScalar(value) ? value : null;
}

function maskObject(value: Record<string, unknown>, marks: Marks, name: string, variable: boolean): Value {
  const variables = variable || isEnvironment(name);
  const masked = new Map<string, Value>();
  // What is known after the apply need not be there before it.
  const keys = new Set([
    ...Object.keys(value),
    ...(isObject(marks.unknown) ? Object.keys(marks.unknown) : []),
  ]);
  for (const key of keys) {
    const item = Object.hasOwn(value, key) ? value[key] : null;
    masked.set(key, mask(item, pickMarks(marks, key), key, variables));
  }
  return Object.fromEntries(masked);
}

/** The marks of one part of a value. */
function pickMarks({ sensitive, unknown }: Marks, key: string | number): Marks {
  return { sensitive: pick(sensitive, key), unknown: pick(unknown, key) };
}

/** One element or property; none of what is neither a list nor an object. */
export function pick(value: unknown, key: string | number): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string | number, unknown>)[key]
    : undefined;
}

function isScalar(value: unknown): value is string | number | boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}
