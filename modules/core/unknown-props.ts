import { distance } from "fastest-levenshtein";
import { display } from "./values";

/**
 * What to say about a prop that there is not: left alone, it would change nothing, and nobody would notice.
 *
 * @param path where it was given, such as "healthCheck."
 */
export function explainUnknownProp(path: string, key: string, known: readonly string[]): string {
  const names = [...known].sort();
  const [nearest, difference = Infinity] =
    names.map((name) => [name, compare(key, name)] as const).sort((one, other) => one[1] - other[1])[0] ?? [];
  const remedy =
    nearest !== undefined && difference <= 2
      ? `did you mean '${path}${nearest}'?`
      : `there are ${names.map((name) => `'${path}${name}'`).join(", ")}`;
  return `there is no prop ${display(path + key)}: ${remedy}`;
}

/** How different two names are: 0 for those that differ in capitals only, up to 2 for a slip of the pen. */
function compare(key: string, name: string): number {
  const [one, other] = [key.toLowerCase(), name.toLowerCase()];
  const isStart = one.length > 2 && (one.startsWith(other) || other.startsWith(one));
  if (one !== other && isStart) return 1;
  return distance(one, other);
}
