/**
 * Names, values and messages come from plans, and whoever writes a plan may mean harm. Each function makes a text
 * harmless in one kind of output. All of them first make visible what nobody can see.
 */

const SHORT_ESCAPES: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Keeps GitHub and GitLab from seeing a reference, and cannot be seen. */
const BREAK = "&#8203;";

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

/** Takes what is too long out of the middle, where it says the least. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const start = Math.ceil((length - 1) / 2);
  const end = Math.floor((length - 1) / 2);
  return `${text.slice(0, start)}…${text.slice(text.length - end)}`.toWellFormed();
}

/** Takes off the end of a sentence that is too long. */
export function truncate(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`.toWellFormed();
}

/** Takes a sentence apart: what stands between backticks is code. */
export function segments(text: string): Segment[] {
  return text
    .split(/`([^`\n]+)`/)
    .map((part, index) => ({ text: part, isCode: index % 2 === 1 }))
    .filter((segment) => segment.text !== "");
}

/** A name or a value as code in Markdown: there it links to nothing and calls nobody. Fits into a table. */
export function markdownCode(text: string): string {
  const shown = visible(text);
  if (/^[^`|]+$/.test(shown) && !/^ | $/.test(shown)) return `\`${shown}\``;
  return `<code>${shown.replaceAll(/[^\p{L}\p{N}]/gu, (character) => `&#${character.codePointAt(0) ?? 0};`)}</code>`;
}

/** A sentence in Markdown, in one line. Calls nobody (`@name`) and refers to nothing (`#1`, addresses). */
export function markdownText(text: string): string {
  const parts = segments(oneLine(text)).map((part) =>
    part.isCode ? markdownCode(part.text) : markdownPlain(part.text),
  );
  return parts.join("").replace(/^(\d*)([-+=.)])/, "$1\\$2");
}

/** A link in Markdown. An address that is not of the web is left out. */
export function markdownLink(label: string, address: string): string {
  if (!/^https?:\/\//.test(address)) return label;
  return `[${label}](${address.toWellFormed().replaceAll(/[^\w\-./:?#@&+,;=%~]/gu, percentEncoded)})`;
}

/** Lines as a fenced block in Markdown that nothing in it can end. */
export function markdownFence(lines: readonly string[], language = ""): string[] {
  const runs = lines.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(Math.max(3, 1 + Math.max(0, ...runs)));
  return [`${fence}${language}`, ...lines, fence];
}

/** Text in HTML, between tags or in an attribute between quotes. */
export function html(text: string): string {
  return visible(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** Text in the label of a Mermaid node, between quotes. */
export function mermaidLabel(text: string): string {
  return visible(text).replaceAll(/[^\p{L}\p{M}\p{N} _./:,…-]/gu, (character) => {
    return `#${character.codePointAt(0) ?? 0};`;
  });
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

/** A sentence in one line. */
export function oneLine(text: string): string {
  return visible(text.replaceAll(/\s*[\r\n]+\s*/g, " ").trim());
}

function percentEncoded(character: string): string {
  return [...new TextEncoder().encode(character)]
    .map((byte) => `%${byte.toString(16).padStart(2, "0")}`)
    .join("");
}

function markdownPlain(text: string): string {
  const special = /[\\`*[\]|~_<>&@#!%$]|:\/\/|\bwww\.|\bGH-(?=\d)/gi;
  return text.replaceAll(special, (match, offset: number) => {
    const next = text[offset + match.length] ?? "";
    return escapeMatch(match, text[offset - 1] ?? "", next);
  });
}

function escapeMatch(match: string, previous: string, next: string): string {
  switch (match) {
    case "<":
      return "&lt;";
    case ">":
      return "&gt;";
    case "@":
      return `@${BREAK}`;
    case "$":
      return "<span>$</span>";
    case "_":
      return isWord(previous) && isWord(next) ? "_" : "\\_";
    case "://":
      return `:${BREAK}//`;
    case "&":
      return `&amp;${breakBefore(next)}`;
    case "%":
      return `%${breakBefore(next)}`;
    case "#":
    case "!":
    case "~":
      return `\\${match}${breakBefore(next)}`;
    default:
      return match.length > 1 ? `${match.slice(0, -1)}${BREAK}${match.slice(-1)}` : `\\${match}`;
  }
}

function breakBefore(next: string): string {
  return /["'\p{L}\p{N}]/u.test(next) ? BREAK : "";
}

function isWord(character: string): boolean {
  return /[\p{L}\p{N}]/u.test(character);
}
