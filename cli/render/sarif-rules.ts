import pc from "picocolors";
import type { ReportingDescriptor } from "sarif";
import type { Severity } from "../model";
import { readRulePage, RULE_PAGES } from "../rules/page";
import type { Rule } from "../rules/rule";
import { truncate } from "../text/shorten";
import { buildRuleAddress, type Links } from "./links";
import { renderPage } from "./text/page";

/** Name of the package on npm. */
export const PACKAGE = "cdktf-app-runner";

/** GitHub cuts longer descriptions. */
const MAX_DESCRIPTION = 1_024;

/** Plain text: GitHub and editors wrap long lines themselves. */
const PLAIN = { colors: pc.createColors(false), width: Infinity };

/**
 * Describes a rule, with its page: code scanning shows it next to an alert, and the repository with the alert does not contain it.
 *
 * @param version of this package
 */
export function describeRule(
  { name, severity, title }: Rule,
  links: Links,
  version: string,
): ReportingDescriptor {
  const page = readRulePage(name);
  const text = renderPage(page, PLAIN).join("\n");
  const findAddress = (rule: string): string =>
    buildRuleAddress({ rule }, links) ?? `https://unpkg.com/${PACKAGE}@${version}/${RULE_PAGES}/${rule}.md`;
  return {
    id: name,
    name: toPascalCase(name),
    shortDescription: { text: title },
    fullDescription: { text: truncate(findDescription(text), MAX_DESCRIPTION) },
    help: { text, markdown: completeLinks(page, findAddress) },
    helpUri: findAddress(name),
    defaultConfiguration: { level: severity },
    properties: { tags: ["app-runner"], "problem.severity": labelSeverity(severity) },
  };
}

/** Returns what a rule finds: the paragraph after the title, and its list. */
function findDescription(text: string): string {
  const [, , paragraph = "", next = ""] = text.split("\n\n");
  return paragraph.endsWith(":") ? `${paragraph}\n${next}` : paragraph;
}

/** Links to other rules become absolute. The package does not contain other pages, so links to them become their text. */
function completeLinks(page: string, findAddress: (rule: string) => string): string {
  return page.replaceAll(/\[([^[\]]*)\]\(([^()]*)\)/g, (link, label: string, target: string) => {
    if (/^https?:/.test(target)) return link;
    const [, rule] = /^([a-z-]+)\.md$/.exec(target) ?? [];
    return rule === undefined ? label : `[${label}](${findAddress(rule)})`;
  });
}

function toPascalCase(name: string): string {
  return name
    .split("-")
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join("");
}

function labelSeverity(level: Severity): string {
  return level === "note" ? "recommendation" : level;
}
