import { closest, distance } from "fastest-levenshtein";
import pc from "picocolors";
import type { ReviewRule } from "../../contract/review-rules";
import { UsageError } from "../errors";
import { OK } from "../exit-codes";
import { describeTerminal } from "../process-context";
import { renderPage } from "../render/text/page";
import { formatTable } from "../render/text/layout";
import { DEFAULT_WIDTH } from "../render/text/text";
import { RULES } from "../rules/all-rules";
import { readRulePage } from "../rules/page";
import type { CommandContext } from "./context";

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
  const lines = rule === undefined ? listRules(width) : renderPage(readRulePage(findRule(rule)), pen);
  stdout.write(`${lines.join("\n")}\n`);
  return OK;
}

function listRules(width: number): string[] {
  const byName = [...RULES].sort((a, b) => (a.name < b.name ? -1 : 1));
  const rows = byName.map(({ name, severity, title }) => [name, severity, title.split(" ")]);
  const table = formatTable([["Rule", "Severity", "Finding"], ...rows], width);
  return table ? [...table.head, ...table.body] : byName.map(({ name }) => name);
}

function findRule(name: string): ReviewRule {
  const known = RULES.find((rule) => rule.name === name);
  if (known) return known.name;
  const nearest = closest(
    name,
    RULES.map((rule) => rule.name),
  );
  const hint = distance(name, nearest) <= MAX_DISTANCE ? ` (did you mean '${nearest}'?)` : "";
  throw new UsageError(`unknown rule '${name}'${hint}: run 'app-runner explain' to see all rules`);
}
