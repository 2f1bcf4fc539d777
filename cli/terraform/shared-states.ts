import { readFileSync } from "node:fs";
import path from "node:path";
import { UsageError } from "../errors";
import type { SynthesizedStack } from "../plan/synthesized";
import type { ProcessContext } from "../process-context";
import { oneLine } from "../text/one-line";

/** The workspace that Terraform uses unless another one is selected. */
const DEFAULT_WORKSPACE = "default";

/**
 * Fails if two stacks have the same state: an apply of one would destroy the resources of the other.
 *
 * @param stacks all stacks of the app, including those that are not planned
 * @throws UsageError with the names of both stacks and the place of the state
 */
export function refuseSharedStates(stacks: readonly SynthesizedStack[], env: ProcessContext["env"]): void {
  const byState = new Map<string, SynthesizedStack>();
  for (const stack of stacks) {
    const { state, name } = stack;
    if (!state) continue;
    const workspace = findWorkspace(stack, env);
    const place = workspace === DEFAULT_WORKSPACE ? state.place : state.workspaces;
    const key = JSON.stringify([place, workspace]);
    const other = byState.get(key);
    const where = workspace === DEFAULT_WORKSPACE ? "" : ` in the workspace '${workspace}'`;
    if (other)
      throw new UsageError(
        `the stacks '${oneLine(other.name)}' and '${oneLine(name)}' have the same state: ${oneLine(state.label + where)}. ` +
          "Applying one would destroy the resources of the other: give each stack its own state",
      );
    byState.set(key, stack);
  }
}

/** Returns the selected workspace. Source: https://developer.hashicorp.com/terraform/cli/config/environment-variables */
function findWorkspace({ directory }: SynthesizedStack, env: ProcessContext["env"]): string {
  const { TF_WORKSPACE: selected, TF_DATA_DIR: data } = env;
  if (selected) return selected;
  try {
    return (
      readFileSync(path.resolve(directory, data || ".terraform", "environment"), "utf8").trim() ||
      DEFAULT_WORKSPACE
    );
  } catch {
    return DEFAULT_WORKSPACE;
  }
}
