import { closest, distance } from "fastest-levenshtein";
import { readFileSync } from "node:fs";
import path from "node:path";
import pc from "picocolors";
import { UsageError } from "../errors";
import { OK } from "../exit-codes";
import { describeTerminal } from "../process-context";
import { renderPage } from "../render/text/page";
import { formatTable } from "../render/text/layout";
import { DEFAULT_WIDTH } from "../render/text/text";
import { RULES } from "../rules/all-rules";
import { findPackage } from "../version";
import type { CommandContext } from "./context";

/** Folder with the pages of the rules, in the repository and in the package. */
const PAGES = "docs/rules";

/** Difference of a name that is probably a misspelling. */
const MAX_DISTANCE = 6;

/**
 * Prints the page of a rule, or lists the rules.
 *
 * @param rule name of a rule; undefined for the list
 * @returns the exit code
 * @throws UsageError if the rule is unknown
 */
export function explain(rule: string | undefined, { stdout, env }: CommandContext): number {
  const { colors, width = DEFAULT_WIDTH } = describeTerminal(stdout, env);
  const pen = { colors: pc.createColors(colors), width };
  const lines = rule === undefined ? listRules(width) : renderPage(readPage(rule), pen);
  stdout.write(`${lines.join("\n")}\n`);
  return OK;
}

function listRules(width: number): string[] {
  const byName = [...RULES].sort((a, b) => (a.name < b.name ? -1 : 1));
  const rows = byName.map(({ name, severity, title }) => [name, severity, title.split(" ")]);
  const table = formatTable([["Rule", "Severity", "Finding"], ...rows], width);
  return table ? [...table.head, ...table.body] : byName.map(({ name }) => name);
}

function readPage(rule: string): string {
  const names = RULES.map(({ name }) => name);
  if (!names.some((name) => name === rule)) {
    const nearest = closest(rule, names);
    const isNear = distance(rule, nearest) <= MAX_DISTANCE;
    throw new UsageError(
      `unknown rule '${rule}'${isNear ? ` (did you mean '${nearest}'?)` : ""}: run 'app-runner explain' to see all rules`,
    );
  }
  return readFileSync(path.join(findPackage(__dirname), PAGES, `${rule}.md`), "utf8");
}
