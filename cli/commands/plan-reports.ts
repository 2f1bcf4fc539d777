import { readFileSync } from "node:fs";
import { buildReview } from "../build-review";
import { COST_TYPES, priceServices } from "../cost/service-costs";
import type { Review, StackReview } from "../model";
import { classifyPlan } from "../plan/classify";
import { readPlan } from "../plan/read-plan";
import type { Timings } from "../progress/timings";
import { type Format, RENDERERS } from "../render/formats";
import { READ_TYPES, RULES } from "../rules/all-rules";
import { readSeverities } from "../settings";
import type { RenderOptions, Reports, ReviewedStack } from "./reports";

const NONE = { create: 0, update: 0, replace: 0, delete: 0, forget: 0, import: 0, move: 0 };

/** Types of resources that are read also where they do not change. */
const KEPT_TYPES: ReadonlySet<string> = new Set([...READ_TYPES, ...COST_TYPES]);

/** The rules and the formats of this tool. */
export function planReports(): Reports {
  return {
    formats: ["text", ...Object.keys(RENDERERS).filter((format) => format !== "text")],
    review: reviewPlans,
    render: (result, format, { colour, ...options }: RenderOptions) =>
      RENDERERS[format as Format](result, { ...options, colors: colour }),
  };
}

function reviewPlans(
  plans: readonly ReviewedStack[],
  settings: string,
  timings: Pick<Timings, "measureSync">,
): Review {
  const stacks = plans.map((plan) => timings.measureSync("review", () => reviewStack(plan), plan.stack.name));
  const synthesized = plans.map(({ stack }) => stack);
  const severities = readSeverities(settings);
  return timings.measureSync("review", () =>
    buildReview({ stacks, synthesized, rules: RULES, severities, price: priceServices }),
  );
}

function reviewStack({ stack, status, message, json }: ReviewedStack): StackReview {
  if (json !== undefined) {
    const bytes = typeof json === "string" ? readFileSync(json) : json.bytes;
    const name = typeof json === "string" ? json : json.name;
    return classifyPlan(
      stack.name,
      readPlan(name, bytes, (type) => KEPT_TYPES.has(type)),
      stack,
    );
  }
  const nothing = { counts: NONE, notes: [], resources: [], outputs: [], drift: [] };
  return { name: stack.name, status, ...(message !== undefined && { message }), ...nothing };
}
