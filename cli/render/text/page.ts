import type { Pen } from "./items";
import { wrap } from "./layout";

/** Renders a page of this project for a terminal. These pages consist of headings, paragraphs, lists and blocks of code. */
export function renderPage(markdown: string, pen: Pen): string[] {
  const lines: string[] = [];
  let paragraph: string[] = [];
  const end = (): void => {
    if (paragraph.length > 0) lines.push(...renderParagraph(paragraph, pen));
    paragraph = [];
  };
  let isCode = false;
  for (const line of markdown.trim().split(/\r?\n/)) {
    const isFence = line.trimStart().startsWith("```");
    if (isFence || isCode || line === "" || /^ *(?:#+|-|\d+\.) /.test(line)) end();
    if (isFence) isCode = !isCode;
    else if (isCode || line === "") lines.push(line);
    else paragraph.push(line);
  }
  end();
  return lines;
}

/** A paragraph, a heading or an item of a list. */
function renderParagraph(paragraph: readonly string[], { colors, width }: Pen): string[] {
  const [lead = ""] = /^ *(?:- |\d+\. )?/.exec(paragraph[0] ?? "") ?? [];
  const text = formatInline(paragraph.map((line) => line.trim()).join(" "));
  const heading = /^#+ (.*)$/.exec(text)?.[1];
  if (heading !== undefined) return [colors.bold(heading)];
  return wrap(text.slice(lead.trim().length).trim(), width, { first: lead, rest: " ".repeat(lead.length) });
}

/** Removes the marks of bold text. A link becomes its text and its URL; a link to another page becomes its text. */
function formatInline(text: string): string {
  return text
    .replaceAll(/\*\*([^*]+)\*\*/g, (_, bold: string) => bold)
    .replaceAll(/(\(?)\[([^[\]]*)\]\(([^()]*)\)/g, (_, open: string, label: string, target: string) => {
      if (!/^https?:\/\//.test(target)) return `${open}${label}`;
      return open === "" ? `${label} (${target})` : `(${label}: ${target}`;
    });
}
