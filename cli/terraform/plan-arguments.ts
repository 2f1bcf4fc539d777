import type { StackReview } from "../model";
import { formatCode } from "../plan/code";
import type { ProcessContext } from "../process-context";
import { joinWithAnd } from "../text/lists";
import { isOn, listOptions, nameArguments } from "./environment-arguments";

/** Options that leave changes out of a plan. `-exclude` and the files are options of OpenTofu. */
const PARTIAL = ["target", "target-file", "exclude", "exclude-file", "refresh-only"];

/**
 * Adds to a review what arguments in the environment do to its plan, which the plan itself may not say: with `-refresh-only` Terraform
 * calls it complete, and OpenTofu never says whether it is.
 */
export function describeArguments(review: StackReview, env: ProcessContext["env"]): StackReview {
  if (review.status !== "planned" && review.status !== "incomplete") return review;
  const options = listOptions(env, "plan");
  const notes = [
    ...(options.some((option) => option.name === "destroy" && isOn(option))
      ? ["The environment contains `-destroy`: this plan destroys all resources of the stack."]
      : []),
    ...(options.some((option) => option.name === "refresh" && !isOn(option))
      ? ["The environment contains `-refresh=false`: changes made outside Terraform are not checked."]
      : []),
  ];
  const message = explainPartial(env);
  return {
    ...review,
    ...(message !== undefined && {
      status: "incomplete",
      message: review.message === undefined ? message : `${message}\n${review.message}`,
    }),
    notes: [...notes, ...review.notes],
  };
}

/** Says which arguments in the environment leave changes out of a plan; undefined without such arguments. */
function explainPartial(env: ProcessContext["env"]): string | undefined {
  const on = listOptions(env, "plan").filter((option) => PARTIAL.includes(option.name) && isOn(option));
  const names = [...new Set(on.map(({ name }) => formatCode(`-${name}`)))];
  if (names.length === 0) return undefined;
  return (
    `The plan is not complete: ${joinWithAnd(names)} in ${nameArguments("plan").join(" or ")} leaves changes out. ` +
    "Remove it and plan again to review the rest."
  );
}
