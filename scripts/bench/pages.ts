import { readFileSync } from "node:fs";
import path from "node:path";

const DOCS = path.join(__dirname, "../../docs");

/** The section of a page of the documentation with this heading. */
function readSection(page: string, heading: string): string {
  const [, ...sections] = readFileSync(path.join(DOCS, page), "utf8").split(/^## /m);
  const section = sections.find((each) => each.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`docs/${page} has no section '${heading}'`);
  return section;
}

/**
 * Returns the blocks of a section that are in this language, in their order.
 *
 * @param page name of the file in `docs`
 */
export function readBlocks(page: string, heading: string, language: string): string[] {
  const blocks = readSection(page, heading).matchAll(/^```(\w+)\n(.*?)^```$/gms);
  return [...blocks].filter(([, each]) => each === language).map(([, , text = ""]) => text);
}

/**
 * Returns the files that a section tells the reader to create, by name.
 *
 * @param page name of the file in `docs`
 */
export function readFiles(page: string, heading: string): ReadonlyMap<string, string> {
  const files = readSection(page, heading).matchAll(
    /^\*\*(?:\d\. )?Create `([\w./]+)`.*?^```\w+\n(.*?)^```$/gms,
  );
  return new Map([...files].map(([, name = "", text = ""]) => [name, text]));
}
