/**
 * Names, values and messages come from plans, and a plan may be malicious. These functions make invisible characters visible. The
 * `escape.ts` of each format makes a text harmless in that format.
 */

const SHORT_ESCAPES: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** A part of a sentence. */
export interface Segment {
  readonly text: string;
  /** Whether it was between backticks. */
  readonly isCode: boolean;
}

/** Writes control characters, line ends, text direction marks and similar characters as `\n` or `\u{1b}`. */
export function visible(text: string): string {
  return text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => {
    return SHORT_ESCAPES[character] ?? `\\u{${character.codePointAt(0)?.toString(16) ?? ""}}`;
  });
}

/** Makes the invisible characters in each line of a text visible. */
export function visibleLines(text: string): string {
  return text.split(/\r?\n/).map(visible).join("\n");
}

/** Puts a sentence on one line, with invisible characters made visible. */
export function visibleLine(text: string): string {
  const lines = text.split(/[\r\n]+/).map((line) => line.trim());
  return visible(lines.filter((line) => line !== "").join(" "));
}

/** Splits a sentence into text and code, which is between backticks. */
export function splitSegments(text: string): Segment[] {
  return text
    .split(/`([^`\n]+)`/)
    .map((part, index) => ({ text: part, isCode: index % 2 === 1 }))
    .filter((segment) => segment.text !== "");
}

/**
 * Keeps GitHub Actions and Azure Pipelines from running a line of a log as a command (`::error::`, `##[group]`, `##vso[`).
 *
 * @param colon replacement for a colon
 * @param hash replacement for a number sign
 */
export function withoutCommands(text: string, colon = "\\u{3a}", hash = "\\u{23}"): string {
  return text
    .replaceAll(
      /^((?:(?![\r\n\u2028\u2029])(?:\s|\p{Cc}\[[\d;]*m))*):(?=:)/gmu,
      (_, start: string) => `${start}${colon}`,
    )
    .replaceAll(/#(?=#(?:vso)?\[)/gi, () => hash);
}
