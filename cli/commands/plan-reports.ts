import { readFileSync } from "node:fs";
import type { Review, StackReview } from "../model";
import { classify } from "../plan/classify";
import { readPlan } from "../plan/read-plan";
import { oneLine } from "../progress/one-line";
import { review } from "../review";
import type { PlannedStack } from "../terraform/planner";
import type { Reports } from "./reports";

const NONE = { create: 0, update: 0, replace: 0, delete: 0, forget: 0, import: 0, move: 0 };

/** A line a stack: what it creates, changes and destroys, or why it could not be planned. */
export function planReports(): Reports {
  return {
    formats: ["text"],
    review: reviewPlans,
    render: ({ stacks }) => stacks.map((stack) => `${rowOf(stack)}\n`).join(""),
  };
}

function reviewPlans(plans: readonly PlannedStack[]): Review {
  const stacks = plans.map(reviewStack);
  const synthesized = plans.map(({ stack }) => stack);
  return review({ stacks, synthesized, rules: [], severities: {}, price: () => [] });
}

function reviewStack({ stack, status, message, json }: PlannedStack): StackReview {
  if (json !== undefined) return classify(stack.name, readPlan(json, readFileSync(json)), stack);
  const nothing = { counts: NONE, notes: [], resources: [], outputs: [], drift: [] };
  return { name: stack.name, status, ...(message !== undefined && { message }), ...nothing };
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
