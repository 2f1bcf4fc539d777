import { readFileSync } from "node:fs";
import { COST_TYPES, serviceCosts } from "../cost/service-costs";
import type { Finding, Review, StackReview } from "../model";
import { classify } from "../plan/classify";
import { readPlan } from "../plan/read-plan";
import { oneLine } from "../progress/one-line";
import { review } from "../review";
import { READ_TYPES, RULES } from "../rules";
import { readSeverities } from "../settings";
import type { PlannedStack } from "../terraform/planner";
import type { Reports } from "./reports";

const NONE = { create: 0, update: 0, replace: 0, delete: 0, forget: 0, import: 0, move: 0 };

/** Types of resources that are read also where they do not change. */
const KEPT_TYPES: ReadonlySet<string> = new Set([...READ_TYPES, ...COST_TYPES]);

/** A line a stack: what it creates, changes and destroys, or why it could not be planned. Then the findings. */
export function planReports(): Reports {
  return {
    formats: ["text"],
    review: reviewPlans,
    render: ({ stacks, findings }) =>
      [...stacks.map(rowOf), ...findings.map(describeFinding)].map((text) => `${text}\n`).join(""),
  };
}

function reviewPlans(plans: readonly PlannedStack[], settings: string): Review {
  return review({
    stacks: plans.map(reviewStack),
    synthesized: plans.map(({ stack }) => stack),
    rules: RULES,
    severities: readSeverities(settings),
    price: serviceCosts,
  });
}

function reviewStack({ stack, status, message, json }: PlannedStack): StackReview {
  if (json !== undefined) {
    const plan = readPlan(json, readFileSync(json), (type) => KEPT_TYPES.has(type));
    return classify(stack.name, plan, stack);
  }
  const nothing = { counts: NONE, notes: [], resources: [], outputs: [], drift: [] };
  return { name: stack.name, status, ...(message !== undefined && { message }), ...nothing };
}

function describeFinding({
  severity,
  title,
  constructPath,
  address,
  message,
  remedy,
  accepted,
}: Finding): string {
  const subject = constructPath ?? address;
  if (accepted !== undefined) return oneLine(`accepted: ${title}: ${subject}: ${accepted}`);
  return [`${severity}: ${title}: ${subject}`, message, remedy].map(oneLine).join("\n  ");
}

function rowOf({ name, status, message, counts, notes, outputs }: StackReview): string {
  if (status !== "planned") return `${name}: ${status}: ${message ?? ""}`;
  const parts = Object.entries(counts).flatMap(([action, count]) =>
    count === 0 ? [] : [`${count} to ${action}`],
  );
  if (outputs.length > 0)
    parts.push(outputs.length === 1 ? "1 output changes" : `${outputs.length} outputs change`);
  return [`${name}: ${parts.join(", ") || "no changes"}`, ...notes].map(oneLine).join("\n  ");
}
