/** Digits of a commit that people read. */
const SHORT = 7;

/** Whether two ids name one commit. A service may shorten them. */
export function isSameCommit(one: string, other: string): boolean {
  const [short, long] = [one.toLowerCase(), other.toLowerCase()].sort((a, b) => a.length - b.length);
  return short !== undefined && long !== undefined && short.length >= SHORT && long.startsWith(short);
}

/** Shortens the id of a commit for people. */
export function shortenCommit(commit: string): string {
  return commit.slice(0, SHORT);
}
