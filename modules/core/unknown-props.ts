import { distance } from "fastest-levenshtein";
import { display, displayChoices } from "./values";

/**
 * Returns the fault for an unknown prop. Without this error a misspelled prop would have no effect, and nobody would notice.
 *
 * @param path path of the object that has the prop, such as "healthCheck."
 */
export function explainUnknownProp(path: string, key: string, known: readonly string[]): string {
  const names = [...known].sort();
  const nearest = findNearest(key, names);
  const remedy =
    nearest === undefined
      ? `expected ${displayChoices(names.map((name) => path + name))}`
      : `did you mean '${path}${nearest}'?`;
  return `unknown prop ${display(path + key)}: ${remedy}`;
}

/** Returns the name of which `key` is probably a misspelling, if any. */
export function findNearest(key: string, names: readonly string[]): string | undefined {
  const [nearest, difference = Infinity] =
    names.map((name) => [name, compare(key, name)] as const).sort((one, other) => one[1] - other[1])[0] ?? [];
  return difference <= 2 ? nearest : undefined;
}

/** Returns how different two names are: 0 if only the case differs, up to 2 for a typo. */
function compare(key: string, name: string): number {
  const [one, other] = [key.toLowerCase(), name.toLowerCase()];
  const isStart = one.length > 2 && (one.startsWith(other) || other.startsWith(one));
  if (one !== other && isStart) return 1;
  return distance(one, other);
}
