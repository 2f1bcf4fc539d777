import type { StackReview } from "../model";
import type { PlanJson } from "./plan-json";

/** Whether the apply of a plan does anything. The exit code of `terraform plan` does not say so: wrappers around Terraform change it. */
export function hasChanges(
  { applyable, unread }: Pick<PlanJson, "applyable" | "unread">,
  { status, counts, outputs, invocations, drift }: StackReview,
): boolean {
  if (status === "failed") return false;
  const changes = Object.values(counts).some((number) => number > 0);
  const invokes = invocations.some(({ deferred }) => deferred === undefined);
  if (applyable === true || unread.length > 0 || changes || outputs.length > 0 || invokes) return true;
  // OpenTofu, and Terraform before version 1.8: the plan may be made with -refresh-only, which saves the drift in the state.
  return applyable === undefined && drift.length > 0;
}
