/** Patterns of IAM policies: `*` matches any text, `?` any single character. */

/** What one element of a statement matches: `Action`, or `NotAction`, which matches `*` with exceptions. */
export interface Matcher {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** AWS limits ARNs to 2,048 characters. */
const MAX_LENGTH = 2048;

/** Whether a resource is `*`, or all that a service has in any region and account, such as `arn:aws:s3:::*`. */
export function matchesAll(resource: string): boolean {
  return /^(\*+|arn:[^:]*:[^:]*:\*?:\*?:\*+)$/.test(resource);
}

/** Whether a resource is all of one kind in any account, such as `arn:aws:s3:::*\/*` or `arn:aws:secretsmanager:*:*:secret:*`. */
export function matchesAllOfKind(resource: string): boolean {
  return /^arn:(aws[a-z-]*|\*):(s3:::\*\/\*|[a-z\d-]+:[^:]*:\*:([a-z-]+[:/])?\*)$/.test(resource);
}

/** Whether a pattern matches everything that another one matches. */
export function covers(outer: string, inner: string): boolean {
  return outer === inner || matches(outer, inner, (pattern, text) => pattern === "?" && text !== "*");
}

/** Whether some text matches both patterns. */
export function overlaps(one: string, other: string): boolean {
  const either = (a: string, b: string): boolean => a === "?" || b === "?";
  if (!other.includes("*")) return matches(one, other, either);
  if (!one.includes("*")) return matches(other, one, either);
  // Both match texts of any length, so only what is before their first and after their last `*` matters.
  return agree(one, other, either);
}

/** Whether a matcher matches everything that a pattern with exceptions matches. */
export function coversAll(outer: Matcher, inner: string, exceptions: readonly string[]): boolean {
  return (
    outer.include.some((pattern) => covers(pattern, inner)) &&
    outer.exclude.every(
      (pattern) => !overlaps(pattern, inner) || exceptions.some((exception) => covers(exception, pattern)),
    )
  );
}

/** Whether something matches both matchers. */
export function haveCommon(one: Matcher, other: Matcher): boolean {
  const excluded = (pattern: string): boolean =>
    [...one.exclude, ...other.exclude].some((exception) => covers(exception, pattern));
  return one.include.some((a) => !excluded(a) && other.include.some((b) => !excluded(b) && overlaps(a, b)));
}

/** Matches a text against a pattern. `equal` says which different characters count as equal. */
function matches(pattern: string, text: string, equal: (pattern: string, text: string) => boolean): boolean {
  if (pattern.length > MAX_LENGTH || text.length > MAX_LENGTH) return false;
  let [at, star, retry] = [0, -1, 0];
  for (let index = 0; index < text.length;) {
    const [expected, actual] = [pattern[at] ?? "", text[index] ?? ""];
    if (expected === "*") {
      star = at++;
      retry = index;
    } else if (expected !== "" && (expected === actual || equal(expected, actual))) {
      at++;
      index++;
    } else if (star >= 0) {
      at = star + 1;
      index = ++retry;
    } else return false;
  }
  while (pattern[at] === "*") at++;
  return at === pattern.length;
}

/** Whether the texts before the first `*`, and those after the last one, can be equal. */
function agree(one: string, other: string, equal: (one: string, other: string) => boolean): boolean {
  const isEqual = (a = "", b = ""): boolean => a === b || equal(a, b);
  const start = Math.min(one.indexOf("*"), other.indexOf("*"));
  const end = Math.min(one.length - one.lastIndexOf("*"), other.length - other.lastIndexOf("*"));
  for (let index = 0; index < start; index++) if (!isEqual(one[index], other[index])) return false;
  for (let index = 1; index < end; index++) if (!isEqual(one.at(-index), other.at(-index))) return false;
  return true;
}
