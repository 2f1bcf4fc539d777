import type { Review } from "../../model";
import { type MarkdownOptions, renderMarkdown } from "./markdown";

/** Maximum length of a Bitbucket comment. */
export const BITBUCKET_COMMENT_CHARS = 32_768;
/** Room for the lines that `app-runner post` adds. */
const ROOM = 500;

/** Invisible. Bitbucket would show the entity `&#x200b;` as it is. */
const BREAK = "\u200b";

/** What Python-Markdown, which Bitbucket uses, reads as a character after a backslash. */
const ESCAPABLE = /^[\\`*_{}[\]()>#+.!|-]$/;

/** What `escape.ts` writes: code, a character, or the tag of a footer. */
const TOKENS =
  /`[^`\n]*`|<code>(?<code>[^<\n]*)<\/code>|<span>\$<\/span>|&(?:#x[\da-f]+|lt|gt|amp);|\\.|<\/?sub>/gu;

/** Writes a review as Markdown for a comment on Bitbucket. */
export function renderBitbucket(review: Review, { maxChars, ...options }: MarkdownOptions = {}): string {
  const most = BITBUCKET_COMMENT_CHARS - ROOM;
  const dialect = { rewrite: toBitbucket, drawsGraphs: false };
  return renderMarkdown(review, { ...options, maxChars: Math.min(maxChars ?? most, most) }, dialect);
}

/**
 * Rewrites a part of our Markdown for Bitbucket, which escapes HTML, has no alerts, needs four spaces before a nested list item, and
 * knows no fenced block in a list. It may be rewritten again without a change.
 */
export function toBitbucket(markdown: string): string {
  const lines: string[] = [];
  let fence: RegExpExecArray | null = null;
  let nesting = "    ";
  for (const line of markdown.split("\n")) {
    if (fence) {
      const text = line.startsWith(fence[1] ?? "") ? line.slice(fence[1]?.length) : line.trimStart();
      lines.push(text);
      if (text === fence[2]) fence = null;
      continue;
    }
    fence = /^( *)(`{3,})\w*$/.exec(line);
    if (fence) {
      lines.push(line.trimStart());
      // The block ends the list.
      if (fence[1] !== "") nesting = "";
    } else if (/^ {2,}- /.test(line)) {
      lines.push(`${nesting}${rewriteText(line.trimStart())}`);
    } else {
      if (line !== "") nesting = "    ";
      if (!/^> \[!\w+\]$/.test(line)) lines.push(rewriteLine(line));
    }
  }
  return lines.join("\n");
}

function rewriteLine(line: string): string {
  const comment = /^<!-- (.*) -->$/.exec(line)?.[1];
  if (comment !== undefined) return `[comment]: # (${comment})`;
  const title = /^<details><summary>(.*)<\/summary>$/.exec(line)?.[1];
  if (title !== undefined) return `### ${title}`;
  return line === "</details>" ? "" : rewriteText(line);
}

function rewriteText(text: string): string {
  return text.replaceAll(TOKENS, (token, code: string | undefined) => {
    if (code !== undefined) return formatCode(code.replaceAll(/&#x[\da-f]+;/g, decode));
    if (token.startsWith("`")) return token;
    if (token.startsWith("<")) return token.includes("$") ? "$" : "";
    if (token.startsWith("\\")) return ESCAPABLE.test(token.slice(1)) ? token : `${token.slice(1)}${BREAK}`;
    return rewriteEntity(token);
  });
}

function rewriteEntity(entity: string): string {
  switch (entity) {
    case "&lt;":
      return `<${BREAK}`;
    case "&gt;":
      return "\\>";
    case "&amp;":
      return "&";
    default:
      return decode(entity);
  }
}

/** Returns the character of an entity such as `&#x7c;`. */
function decode(entity: string): string {
  return String.fromCodePoint(Number.parseInt(entity.slice(3, -1), 16));
}

/** Writes code that may contain backticks. Two backticks without code would begin another code. */
function formatCode(code: string): string {
  if (code === "") return "";
  const longest = Math.max(0, ...(code.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const space = /^`|`$/.test(code) ? " " : "";
  return `${fence}${space}${code}${space}${fence}`;
}
