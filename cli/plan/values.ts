import { ExactNumber, Hidden, Unknown, type Value } from "../model";

/**
 * Returns a part of a value, such as `at(after, "instance_configuration", 0, "cpu")`.
 *
 * @param path keys and indices, from the outside in
 * @returns undefined if the part does not exist or is inside a hidden value
 */
export function at(value: Value | undefined, ...path: readonly (string | number)[]): Value | undefined {
  let part = value;
  for (const key of path) {
    if (!isContainer(part) || !Object.hasOwn(part, key)) return undefined;
    part = (part as Readonly<Record<string | number, Value>>)[key];
  }
  return part;
}

/**
 * Returns a part of a value, or the hidden or unknown value that contains it.
 *
 * @param path keys and indices, from the outside in
 */
export function partOrWhole(
  value: Value | undefined,
  ...path: readonly (string | number)[]
): Value | undefined {
  let part = value;
  for (const key of path) {
    if (part instanceof Hidden || part instanceof Unknown) return part;
    part = at(part, key);
  }
  return part;
}

/** Whether a value is a list or a map. */
export function isContainer(
  value: Value | undefined,
): value is readonly Value[] | { readonly [key: string]: Value } {
  return (
    typeof value === "object" &&
    value !== null &&
    !(value instanceof Hidden || value instanceof Unknown || value instanceof ExactNumber)
  );
}

/**
 * Returns a text inside a value.
 *
 * @param path keys and indices
 * @returns undefined if it is empty, hidden or not a text
 */
export function textAt(value: Value | undefined, ...path: readonly (string | number)[]): string | undefined {
  const part = at(value, ...path);
  return typeof part === "string" && part !== "" ? part : undefined;
}
