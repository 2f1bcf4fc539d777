import { readFileSync } from "node:fs";
import path from "node:path";
import type { ReviewRule } from "../../contract/review-rules";
import { findPackage } from "../version";

/** Folder with the pages of the rules, in the repository and in the package. */
export const RULE_PAGES = "docs/rules";

/** Returns the page of a rule, as Markdown. */
export function readRulePage(rule: ReviewRule): string {
  return readFileSync(path.join(findPackage(__dirname), RULE_PAGES, `${rule}.md`), "utf8");
}
