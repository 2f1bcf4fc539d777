import { readFileSync } from "node:fs";
import path from "node:path";

const PAGE = path.join(__dirname, "../../docs/getting-started.md");

/** The section of `docs/getting-started.md` with this heading. */
function readSection(heading: string): string {
  const [, ...sections] = readFileSync(PAGE, "utf8").split(/^## /m);
  const section = sections.find((each) => each.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`docs/getting-started.md has no section '${heading}'`);
  return section;
}

/** Returns the blocks of a section that are in this language, in their order. */
export function readBlocks(heading: string, language: string): string[] {
  const blocks = readSection(heading).matchAll(/^```(\w+)\n(.*?)^```$/gms);
  return [...blocks].filter(([, each]) => each === language).map(([, , text = ""]) => text);
}

/** Returns the files that a section tells the reader to create, by name. */
export function readFiles(heading: string): ReadonlyMap<string, string> {
  const files = readSection(heading).matchAll(/^\*\*\d\. Create `([\w.]+)`.*?^```\w+\n(.*?)^```$/gms);
  return new Map([...files].map(([, name = "", text = ""]) => [name, text]));
}
