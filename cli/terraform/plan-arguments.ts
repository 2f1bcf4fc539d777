import type { ProcessContext } from "../process-context";
import { formatCode } from "../plan/code";
import { joinWithAnd } from "../text/lists";
import type { PlannedStack } from "./planner";

/** Environment variables with arguments that Terraform adds to those of a plan. */
const VARIABLES = ["TF_CLI_ARGS", "TF_CLI_ARGS_plan"] as const;

/** Options that leave changes out of a plan. `-exclude` and the files are options of OpenTofu. */
const PARTIAL = ["target", "target-file", "exclude", "exclude-file", "refresh-only"];

/**
 * Adds to a review what arguments in the environment do to its plan, which the plan itself may not say: with `-refresh-only` Terraform
 * calls it complete, and OpenTofu never says whether it is.
 *
 * @see https://developer.hashicorp.com/terraform/cli/config/environment-variables#tf_cli_args-and-tf_cli_args_name
 */
export function describeArguments(planned: PlannedStack, env: ProcessContext["env"]): PlannedStack {
  const { review } = planned;
  if (review.status !== "planned" && review.status !== "incomplete") return planned;
  const args = VARIABLES.map((name) => env[name] ?? "").join(" ");
  const partial = PARTIAL.filter((name) => hasOption(args, name));
  const notes = [
    ...(hasOption(args, "destroy")
      ? ["The environment contains `-destroy`: this plan destroys all resources of the stack."]
      : []),
    ...(/(^|[\s"'])--?refresh=["']?false/.test(args)
      ? ["The environment contains `-refresh=false`: changes made outside Terraform are not checked."]
      : []),
  ];
  const message =
    `The plan is not complete: ${joinWithAnd(partial.map((name) => formatCode(`-${name}`)))} in ${VARIABLES.join(" or ")} leaves changes out. ` +
    "Remove it and plan again to review the rest.";
  return {
    ...planned,
    review: {
      ...review,
      ...(partial.length > 0 && { status: "incomplete", message }),
      ...(partial.length > 0 && review.message !== undefined && { message: `${message}\n${review.message}` }),
      notes: [...notes, ...review.notes],
    },
  };
}

function hasOption(args: string, name: string): boolean {
  return new RegExp(`(^|[\\s"'])--?${name}(?=[=\\s"']|$)(?!=["']?false)`).test(args);
}
