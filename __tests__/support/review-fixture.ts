import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { buildReview, type SeveritySettings } from "../../cli/build-review";
import { priceServices } from "../../cli/cost/service-costs";
import type { Finding, Review } from "../../cli/model";
import { buildStackReview } from "../../cli/plan/stack-review";
import { readPlan } from "../../cli/plan/read-plan";
import { readSynthesized } from "../../cli/plan/synthesized";
import { needsUnchanged, RULES } from "../../cli/rules/all-rules";
import { Repository } from "../../cli/repository";
import type { ReviewRule } from "../../contract/review-rules";

const ROOT = path.resolve(__dirname, "../..");

/** Folder of the recorded plans. */
export const PLANS = path.join(ROOT, "__tests__/fixtures/plans");

/** The review of a recorded scenario, without stacks that could not be planned. */
export function reviewOf(scenario: string, severities: SeveritySettings = {}): Review {
  const synthesized = readSynthesized(path.join(PLANS, scenario), new Repository(ROOT, {}));
  const stacks = synthesized.flatMap((stack) => {
    const file = path.join(stack.directory, "plan.json");
    if (!existsSync(file)) return [];
    const plan = readPlan(file, readFileSync(file), needsUnchanged);
    return [buildStackReview(stack.name, plan, stack)];
  });
  return buildReview({ stacks, synthesized, rules: RULES, severities, price: priceServices });
}

/** The findings of one rule in a recorded scenario. */
export function findingsOf(scenario: string, rule: ReviewRule): readonly Finding[] {
  return reviewOf(scenario).findings.filter((finding) => finding.rule === rule);
}

/** The message and remedy of a finding. */
export function wordsOf(rule: ReviewRule, scenario: string, index: number): string {
  const finding = findingsOf(scenario, rule)[index];
  return `${finding?.message ?? ""} ${finding?.remedy ?? ""}`;
}
