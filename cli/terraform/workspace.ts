import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { isObject, readMember, readObject, tryReadJsonFile } from "../json";
import { DEFAULT_WORKSPACE } from "../model";
import { STACK_FILE, type SynthesizedStack } from "../plan/synthesized";
import type { ProcessContext } from "../process-context";

/** Where the local backend keeps the states of workspaces, in the folder of the stack, without `workspace_dir`. */
const STATES = "terraform.tfstate.d";

/** Folder where Terraform keeps what `terraform init` sets up for a stack: `.terraform`, or `TF_DATA_DIR`. */
export function locateDataFolder(
  { directory }: Pick<SynthesizedStack, "directory">,
  env: ProcessContext["env"],
): string {
  return path.resolve(directory, env["TF_DATA_DIR"] || ".terraform");
}

/**
 * Returns the workspace that Terraform uses for a stack: `TF_WORKSPACE`, or the one that `terraform workspace select` or `terraform init`
 * wrote to the data folder. With a `cloud` block, init writes its name there.
 *
 * @see https://developer.hashicorp.com/terraform/cli/config/environment-variables#tf_workspace
 */
export function findWorkspace(
  stack: Pick<SynthesizedStack, "directory">,
  env: ProcessContext["env"],
): string {
  if (env["TF_WORKSPACE"]) return env["TF_WORKSPACE"];
  const file = path.join(locateDataFolder(stack, env), "environment");
  return (existsSync(file) && readFileSync(file, "utf8").trim()) || DEFAULT_WORKSPACE;
}

/**
 * Returns a warning if the state of a workspace is in the output folder, where the local backend keeps it without `workspace_dir`.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/local
 */
export function warnOfState(stack: SynthesizedStack, workspace: string): string[] {
  if (workspace === DEFAULT_WORKSPACE) return [];
  const local = readMember(readStack(stack), "terraform", "backend", "local");
  if (!isObject(local) || local["workspace_dir"]) return [];
  return [
    `The state of the workspace ${workspace} is in ${path.join(stack.directory, STATES)}. It is deleted with the output folder. ` +
      ADVICE,
  ];
}

/**
 * Returns why a stack cannot read the states of other stacks in a workspace: with a local backend without `workspace_dir`, Terraform
 * looks for them in the folder of the stack that reads them.
 *
 * @see https://developer.hashicorp.com/terraform/language/state/remote-state-data
 */
export function explainUnreadable(stack: SynthesizedStack, workspace: string): string | undefined {
  if (workspace === DEFAULT_WORKSPACE) return undefined;
  const states = readObject(readStack(stack), "data", "terraform_remote_state");
  const isUnreadable = Object.values(states).some(
    (state) => readMember(state, "backend") === "local" && !readMember(state, "config", "workspace_dir"),
  );
  if (!isUnreadable) return undefined;
  return (
    `${stack.name} cannot read the state of another stack in the workspace ${workspace}: Terraform looks for it in ` +
    `${path.join(stack.directory, STATES)}, not in the folder of the other stack. ${ADVICE}`
  );
}

const ADVICE =
  "Set 'workspaceDir' of each LocalBackend to a folder outside the output folder, such as '../../../states/STACK', or use S3 or HCP Terraform";

function readStack({ directory }: SynthesizedStack): unknown {
  return tryReadJsonFile(path.join(directory, STACK_FILE));
}
