/** Fewest digits that name a commit. */
const LEAST_DIGITS = 7;
/** Digits of a commit that people read. */
const SHOWN_DIGITS = 8;

/** Whether two ids name one commit. A service may shorten them. */
export function isSameCommit(one: string, other: string): boolean {
  const digits = Math.min(one.length, other.length);
  return (
    digits >= LEAST_DIGITS && one.slice(0, digits).toLowerCase() === other.slice(0, digits).toLowerCase()
  );
}

/** Shortens the id of a commit for people. */
export function shortenCommit(commit: string): string {
  return commit.slice(0, SHOWN_DIGITS);
}
