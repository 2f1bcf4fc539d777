import { oneLine } from "./one-line";

/** Returns a command line for a POSIX shell, on one line. */
export function formatCommand(...words: readonly string[]): string {
  return words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : quote(oneLine(word)))).join(" ");
}

/** Quotes a word for a POSIX shell. */
export function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
