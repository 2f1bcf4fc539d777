/**
 * Names, values and messages come from plans, and whoever writes a plan may mean harm. What is here makes visible what nobody can see;
 * the `escape.ts` of a format makes a text harmless in it.
 */

const SHORT_ESCAPES: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** A part of a sentence. */
export interface Segment {
  readonly text: string;
  /** Whether it stood between backticks. */
  readonly isCode: boolean;
}

/** Writes control characters, line ends, marks that turn the direction of text and the like as `\n` or `\u{1b}`. */
export function visible(text: string): string {
  return text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => {
    return SHORT_ESCAPES[character] ?? `\\u{${character.codePointAt(0)?.toString(16) ?? ""}}`;
  });
}

/** A sentence in one line. */
export function visibleLine(text: string): string {
  return visible(text.replaceAll(/\s*[\r\n]+\s*/g, " ").trim());
}

/** Takes a sentence apart: what stands between backticks is code. */
export function splitSegments(text: string): Segment[] {
  return text
    .split(/`([^`\n]+)`/)
    .map((part, index) => ({ text: part, isCode: index % 2 === 1 }))
    .filter((segment) => segment.text !== "");
}

/**
 * Keeps GitHub Actions and Azure Pipelines from taking a line of a log for one of their commands (`::error::`,
 * `##[group]`, `##vso[`).
 *
 * @param colon What a colon is written as
 * @param hash What a number sign is written as
 */
export function withoutCommands(text: string, colon = "\\u{3a}", hash = "\\u{23}"): string {
  return text
    .replaceAll(/^((?:[^\S\n]|\p{Cc}\[[\d;]*m)*):(?=:)/gmu, (_, start: string) => `${start}${colon}`)
    .replaceAll(/#(?=#(?:vso)?\[)/gi, () => hash);
}
