import MarkdownIt, { type Token } from "markdown-it";

const parser = new MarkdownIt({ html: true });

/** The HTML that the renderer itself writes to Markdown. */
const OWN_HTML =
  /^(<!-- app-runner review(: [\w./:#-]+)? -->|<details><summary>[\w, ]+(: [\d,]+)?<\/summary>|<\/details>|<\/?code>|<\/?span>|<\/?sub>)$/;

/** What a Markdown text looks like to a reader. */
export interface ParsedMarkdown {
  /** HTML that the renderer does not write itself. */
  readonly foreignHtml: string[];
  /** Targets of links and images. */
  readonly links: string[];
  /** Fenced blocks. */
  readonly fences: string[];
  /** Texts of all headings. */
  readonly headings: string[];
  /** Texts outside of code, where GitHub looks for references. */
  readonly texts: string[];
  /** The number of code spans, code tags and fences. */
  readonly codes: string[];
  /** The number of `<details>` still open at the end. It must never be negative. */
  readonly openDetails: number;
  /** Whether a fence is not closed. */
  readonly isFenceOpen: boolean;
}

/** Parses GitHub Markdown, without GitHub's own additions. */
export function parseMarkdown(markdown: string): ParsedMarkdown {
  const tokens = parser.parse(markdown, {}).flatMap((token) => [token, ...(token.children ?? [])]);
  const ofType = (...types: string[]): Token[] => tokens.filter(({ type }) => types.includes(type));
  const htmlLines = ofType("html_block", "html_inline").flatMap(({ content }) => content.trim().split("\n"));
  const codeTags = textsInCodeTags(tokens);
  return {
    foreignHtml: htmlLines.filter((line) => line !== "" && !OWN_HTML.test(line)),
    links: [...ofType("link_open"), ...ofType("image")].map(
      (token) => token.attrGet("href") ?? token.attrGet("src") ?? "",
    ),
    fences: ofType("fence").map(({ content }) => content),
    headings: tokens.flatMap(({ type }, index) =>
      type === "heading_open"
        ? [(tokens[index + 1]?.children ?? []).map(({ content }) => content).join("")]
        : [],
    ),
    texts: ofType("text")
      .filter((token) => !codeTags.has(token))
      .map(({ content }) => content),
    codes: [...ofType("code_inline", "fence"), ...codeTags].map(({ content }) => content),
    openDetails: openDetailsOf(htmlLines),
    isFenceOpen: hasOpenFence(markdown),
  };
}

function textsInCodeTags(tokens: readonly Token[]): Set<Token> {
  const inside = new Set<Token>();
  let isInside = false;
  for (const token of tokens) {
    if (token.type === "html_inline" && token.content === "<code>") isInside = true;
    else if (token.type === "html_inline" && token.content === "</code>") isInside = false;
    else if (isInside && token.type === "text") inside.add(token);
  }
  return inside;
}

function openDetailsOf(htmlLines: readonly string[]): number {
  let open = 0;
  for (const line of htmlLines) {
    if (line.startsWith("<details>")) open++;
    if (line === "</details>") open--;
    if (open < 0) return open;
  }
  return open;
}

function hasOpenFence(markdown: string): boolean {
  let open: string | undefined;
  for (const line of markdown.split("\n")) {
    const fence = /^ *(`{3,})/.exec(line)?.[1];
    if (fence === undefined) continue;
    if (open === undefined) open = fence;
    else if (line.trim() === fence && fence.length >= open.length) open = undefined;
  }
  return open !== undefined;
}
