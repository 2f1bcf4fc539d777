import type { SynthesizedStack } from "../plan/synthesized";
import { findCommittedLockFile, locateLockFile } from "./initializer";
import { hashConfiguration, hashFile, type KeptPlan, type KeptPlans } from "./kept-plans";
import { locateFiles } from "./plan-folder";
import { oneLine } from "../text/one-line";
import type { StateId, Terraform } from "./terraform";
import { findWorkspace } from "./workspace";

/**
 * Returns why saved plans must not be applied, without running Terraform: a different Terraform version, changed code or lock files,
 * stacks that could not be planned.
 *
 * @param project folder of `cdktf.json`
 * @returns the reasons; empty if the plans can be applied
 */
export function findReasonsToRefuse(
  kept: KeptPlans,
  stacks: readonly SynthesizedStack[],
  terraform: Pick<Terraform, "version" | "env">,
  project: string,
): string[] {
  const byName = new Map(stacks.map((stack) => [stack.name, stack]));
  const version = `they were created with Terraform ${kept.terraformVersion}, but the installed version is ${terraform.version}`;
  return [
    ...(kept.terraformVersion === terraform.version ? [] : [version]),
    ...kept.plans.flatMap((plan) => findReasons(kept, plan, byName.get(plan.stack), terraform, project)),
  ];
}

function findReasons(
  kept: KeptPlans,
  plan: KeptPlan,
  stack: SynthesizedStack | undefined,
  terraform: Pick<Terraform, "env">,
  project: string,
): string[] {
  if (plan.status === "failed") return [`${plan.stack} could not be planned`];
  if (!stack) return [`${plan.stack} is no longer in the code`];
  if (plan.status === "waiting") return [];
  const selected = terraform.env["TF_WORKSPACE"]
    ? findReasonOfWorkspace(plan, stack, terraform.env)
    : undefined;
  return [
    ...(selected === undefined ? [] : [selected]),
    ...(hashConfiguration(stack) === plan.configuration ? [] : [`the code of ${plan.stack} has changed`]),
    ...(isSameLockFile(kept, stack, project) ? [] : [`the lock file of ${plan.stack} has changed`]),
  ];
}

/** A fresh checkout has no lock file except a committed one. The saved lock file is used then. */
function isSameLockFile({ files }: KeptPlans, stack: SynthesizedStack, project: string): boolean {
  const now = hashFile(findCommittedLockFile(project, stack.name) ?? locateLockFile(stack));
  return now === "" || now === files[locateFiles("", stack.name).lockFile];
}

/** Returns why a plan must not be applied in the workspace that is selected. Without `TF_WORKSPACE`, that is known after init. */
export function findReasonOfWorkspace(
  { stack: name, workspace }: KeptPlan,
  stack: SynthesizedStack,
  env: Terraform["env"],
): string | undefined {
  const now = findWorkspace(stack, env);
  return now === workspace
    ? undefined
    : `${name} was planned in the workspace ${workspace}, but ${now} is selected: set TF_WORKSPACE=${workspace} to apply this plan`;
}

/**
 * Returns why a plan must not be applied to the current state. Until a stack has a state, only the place of the state identifies it.
 *
 * @param location result of `describeStateLocation`
 */
export function findReasonOfState(
  { stack, state, stateLocation }: KeptPlan,
  now: StateId,
  location: string,
): string | undefined {
  if (now.lineage !== state.lineage || now.serial !== state.serial)
    return `the state of ${stack} has changed (its serial was ${state.serial}, and is now ${now.serial})`;
  if (now.lineage !== "" || location === stateLocation) return undefined;
  return `${stack} was planned for a new state in '${oneLine(stateLocation)}', but its state would now be in '${location}'`;
}
