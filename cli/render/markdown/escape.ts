import { splitSegments, visible, visibleLine } from "../../text/escape";

/**
 * Invisible, and keeps a service from finding a reference. Hexadecimal, because Azure DevOps links a number sign with a decimal number
 * to a work item.
 */
const BREAK = "&#x200b;";

/** Writes a name or a value as Markdown code, so that it does not link to or notify anyone. Works in tables. */
export function escapeCode(text: string): string {
  const shown = visible(text);
  if (/^[^`|]+$/.test(shown) && !/^ | $/.test(shown)) return `\`${shown}\``;
  return `<code>${shown.replaceAll(/[^\p{L}\p{N}]/gu, encodeCharacter)}</code>`;
}

/**
 * Writes a sentence as one line of Markdown, without mentions (`@name`), references (`#1`) or links. It is no command, such as `/merge`,
 * which GitLab would run.
 */
export function escapeSentence(text: string): string {
  const parts = splitSegments(visibleLine(text)).map((part) =>
    part.isCode ? escapeCode(part.text) : escapePlain(part.text),
  );
  return parts.join("").replace(/^(?:(\d*)([-+=.)])|(?=\/))/, "$1\\$2");
}

/** Writes a Markdown link. Only `http` and `https` addresses become links. */
export function formatLink(label: string, address: string): string {
  if (!/^https?:\/\//.test(address)) return label;
  return `[${label}](${address.toWellFormed().replaceAll(/[^\w\-./:?#@&+,;=%~]/gu, percentEncode)})`;
}

/**
 * Writes lines as a fenced Markdown block that its contents cannot end. No line is a command, such as `/merge`: GitLab looks for the end
 * of a block in its own way.
 */
export function formatFence(lines: readonly string[], language = ""): string[] {
  const runs = lines.flatMap((line) => line.match(/`+/g) ?? []);
  const fence = "`".repeat(runs.reduce((length, run) => Math.max(length, run.length + 1), 3));
  return [`${fence}${language}`, ...lines.map((line) => line.replace(/^(?=\/\w)/, " ")), fence];
}

/** Escapes a text for the quoted label of a Mermaid node. */
export function escapeMermaid(text: string): string {
  return visible(text).replaceAll(/[^\p{L}\p{M}\p{N} _./:,…-]/gu, (character) => {
    return `#${character.codePointAt(0) ?? 0};`;
  });
}

function encodeCharacter(character: string): string {
  return `&#x${(character.codePointAt(0) ?? 0).toString(16)};`;
}

function percentEncode(character: string): string {
  return [...new TextEncoder().encode(character)]
    .map((byte) => `%${byte.toString(16).padStart(2, "0")}`)
    .join("");
}

function escapePlain(text: string): string {
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
