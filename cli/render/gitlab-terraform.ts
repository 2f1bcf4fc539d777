import type { Review } from "../model";
import { formatCount } from "../text/lists";
import { sumCounts } from "./verdict";

/**
 * Writes the numbers of a review for the Terraform widget of a GitLab merge request. As in GitLab's own `jq` command, a replaced
 * resource is created and deleted. If a stack failed, the numbers are unknown: then they are absent, and the widget says that a
 * report could not be generated.
 *
 * @see https://docs.gitlab.com/user/infrastructure/iac/mr_integration/
 */
export function renderGitlabTerraform(review: Review): string {
  const failed = review.stacks.filter(({ status }) => status === "failed").length;
  if (failed > 0) return writeJson({ error: `${formatCount(failed, "stack")} not planned` });
  const counts = sumCounts(review);
  return writeJson({
    create: counts.create + counts.replace,
    update: counts.update,
    delete: counts.delete + counts.replace - countKept(review),
  });
}

/** Counts replacements that only remove the old resource from the state. */
function countKept({ stacks }: Review): number {
  const kept = stacks.flatMap(({ resources }) =>
    resources.filter(
      ({ action, mode, keepsOld }) => action === "replace" && mode === "managed" && keepsOld === true,
    ),
  );
  return kept.length;
}

function writeJson(value: Readonly<Record<string, string | number>>): string {
  return `${JSON.stringify(value)}\n`;
}
