import type { SynthesizedStack } from "../plan/synthesized";
import { findCommittedLockFile, locateLockFile } from "./initializer";
import { hashConfiguration, hashFile, type KeptPlan, type KeptPlans } from "./kept-plans";
import type { StateId, Terraform } from "./terraform";

/**
 * Why plans that were kept must not be applied, as far as can be told without Terraform: another version of it, code or lock files
 * that have changed, stacks that could not be planned.
 *
 * @param project folder of `cdktf.json`
 * @returns a reason a line; none when nothing speaks against it
 */
export function findReasonsToRefuse(
  kept: KeptPlans,
  stacks: readonly SynthesizedStack[],
  terraform: Pick<Terraform, "version">,
  project: string,
): string[] {
  const byName = new Map(stacks.map((stack) => [stack.name, stack]));
  const version = `they were made with version ${kept.terraformVersion} of Terraform, and here is ${terraform.version}`;
  return [
    ...(kept.terraformVersion === terraform.version ? [] : [version]),
    ...kept.plans.flatMap((plan) => findReasons(plan, byName.get(plan.stack), project)),
  ];
}

function findReasons(plan: KeptPlan, stack: SynthesizedStack | undefined, project: string): string[] {
  if (plan.status === "failed") return [`${plan.stack} could not be planned`];
  if (!stack) return [`${plan.stack} is not in the code any more`];
  if (plan.status === "waiting") return [];
  const changed = [
    ...(hashConfiguration(stack) === plan.configuration ? [] : [`the code of ${plan.stack} has changed`]),
    ...(isSameLockFile(plan, stack, project) ? [] : [`the lock file of ${plan.stack} has changed`]),
  ];
  return changed;
}

/** In a fresh checkout there is no lock file but the one that is committed, if any: the kept one is used then. */
function isSameLockFile(plan: KeptPlan, stack: SynthesizedStack, project: string): boolean {
  const now = hashFile(findCommittedLockFile(project, plan.stack) ?? locateLockFile(stack));
  return now === "" || now === plan.lockFile;
}

/** Why a plan must not be applied on the state that there is now. */
export function findReasonOfState({ stack, state }: KeptPlan, now: StateId): string | undefined {
  return now.lineage === state.lineage && now.serial === state.serial
    ? undefined
    : `the state of ${stack} has changed (serial ${state.serial} then, ${now.serial} now)`;
}
