import type { SynthesizedStack } from "../plan/synthesized";
import type { Terraform } from "./terraform";
import { findWorkspace } from "./workspace";

/** What Terraform prints if it would have to ask whether to copy a state, because `cloud` replaces a backend or the other way around. */
const NEEDS_ANSWER = "approval for state migration when interactive input is disabled";

/**
 * Returns what to do if `init` fails because the backend has changed or the workspace does not exist. The texts of Terraform and OpenTofu
 * are the same.
 *
 * @param printed what the program printed
 * @returns undefined if it failed for another reason
 * @see https://developer.hashicorp.com/terraform/cli/commands/init#backend-initialization
 * @see https://opentofu.org/docs/cli/commands/init/#backend-initialization
 */
export function explainInitFailure(
  printed: string,
  stack: Pick<SynthesizedStack, "name" | "directory">,
  { program, env }: Pick<Terraform, "program" | "env">,
): string | undefined {
  const text = printed.replaceAll(/\s+/g, " ");
  const command = `${quoteWord(program)} ${quoteWord(`-chdir=${stack.directory}`)}`;
  if (text.includes("Backend configuration changed")) return explainChange(stack.name, command);
  if (text.includes(NEEDS_ANSWER))
    return (
      `The backend of ${stack.name} has changed, and Terraform must ask whether to copy its state. Run this, answer its questions, ` +
      `and plan again:\n  ${command} init`
    );
  if (text.includes("Currently selected workspace") && text.includes("does not exist")) {
    const workspace = findWorkspace(stack, env);
    return (
      `The backend of ${stack.name} has no workspace ${workspace}. If the name is right, create the workspace, and plan again:\n` +
      `  TF_WORKSPACE=default ${command} init\n  TF_WORKSPACE= ${command} workspace new ${quoteWord(workspace)}`
    );
  }
  return undefined;
}

function explainChange(name: string, command: string): string {
  return [
    `The backend of ${name} has changed since its folder was initialized. Its state is still in the old backend. Run one of these, ` +
      "and plan again:",
    `  ${command} init -migrate-state`,
    "    This copies the state to the new backend, so that Terraform still knows what exists.",
    `  ${command} init -reconfigure`,
    "    This copies nothing. Only run it if the state is already in the new backend: otherwise the next plan creates everything a second time.",
  ].join("\n");
}

/** Quotes a word for a shell, if necessary. */
function quoteWord(word: string): string {
  return /^[\w./:=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
