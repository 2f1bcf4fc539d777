import { isObject } from "../json";
import { ExactNumber, Hidden, Unknown, type Value } from "../model";
import { canBeSecret, isEnvironment, isReferences, isSecretName } from "./secret-names";
import { isSecretValue } from "./secrets";

/** Marks of a value: trees of the same shape, with `true` for each marked part. */
export interface Marks {
  /** Parts that are sensitive. */
  readonly sensitive?: unknown;
  /** Parts of a value before that are sensitive after the change: usually the same secret, marked only now. */
  readonly sensitiveLater?: unknown;
  /** Parts that are known only after the apply. */
  readonly unknown?: unknown;
}

/**
 * Returns a value of a plan with secrets hidden: values that Terraform marks as sensitive, values that look like a secret, and environment
 * variables whose name does.
 *
 * @param name key of the value
 * @param byName whether its name can say that it is a secret, as that of an environment variable can
 */
export function mask(value: unknown, marks: Marks, name = "", byName = false): Value {
  if (marks.sensitive === true) return Hidden.SENSITIVE;
  if (marks.unknown === true) return Unknown.AFTER_APPLY;
  if (marks.sensitiveLater === true && value !== null && value !== undefined) return Hidden.SENSITIVE;
  if (byName && isSecretName(name) && canBeSecret(value) && !isReferences(name)) return Hidden.SECRET_LIKE;
  if (typeof value === "string") return isSecretValue(value) ? Hidden.SECRET_LIKE : value;
  if (Array.isArray(value)) {
    const within = (byName || isEnvironment(name)) && !isReferences(name);
    return value.map((item, index) => mask(item, pickMarks(marks, index), "", within));
  }
  if (value instanceof ExactNumber) return value;
  if (isObject(value)) return maskObject(value, marks, name, byName);
  return isScalar(value) ? value : null;
}

function maskObject(value: Record<string, unknown>, marks: Marks, name: string, byName: boolean): Value {
  const within = (byName || isEnvironment(name)) && !isReferences(name);
  const masked = new Map<string, Value>();
  // A value that is known only after the apply may be missing from the plan.
  const keys = new Set([
    ...Object.keys(value),
    ...(isObject(marks.unknown) ? Object.keys(marks.unknown) : []),
  ]);
  for (const key of keys) {
    const item = Object.hasOwn(value, key) ? value[key] : null;
    const named = value["name"] ?? value["key"];
    const label = key === "value" && typeof named === "string" ? named : key;
    masked.set(key, mask(item, pickMarks(marks, key), label, within));
  }
  return Object.fromEntries(masked);
}

/** Returns the marks of one part of a value. */
function pickMarks({ sensitive, sensitiveLater, unknown }: Marks, key: string | number): Marks {
  return {
    sensitive: pick(sensitive, key),
    sensitiveLater: pick(sensitiveLater, key),
    unknown: pick(unknown, key),
  };
}

/** Returns one element or property; undefined for anything except a list or an object. */
export function pick(value: unknown, key: string | number): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string | number, unknown>)[key]
    : undefined;
}

function isScalar(value: unknown): value is string | number | boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}
