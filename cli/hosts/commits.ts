/** Fewest digits that name a commit. */
const LEAST_DIGITS = 7;

/** Whether two ids name one commit. A service may shorten them. */
export function isSameCommit(one: string, other: string): boolean {
  const digits = Math.min(one.length, other.length);
  return (
    digits >= LEAST_DIGITS && one.slice(0, digits).toLowerCase() === other.slice(0, digits).toLowerCase()
  );
}
