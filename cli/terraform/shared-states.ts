import { UsageError } from "../errors";
import { DEFAULT_WORKSPACE } from "../model";
import type { SynthesizedStack } from "../plan/synthesized";
import type { ProcessContext } from "../process-context";
import { oneLine } from "../text/one-line";
import { findWorkspace } from "./workspace";

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
