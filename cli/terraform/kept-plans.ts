import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { UsageError } from "../errors";
import { readJsonFile } from "../json";
import { STACK_FILE, type SynthesizedStack } from "../plan/synthesized";
import { locateLockFile, LOCK_FILE } from "./initializer";
import type { PlannedStack } from "./planner";
import type { StateId, Terraform } from "./terraform";

/** Name of the file that tells what the folder holds. */
const INDEX = "app-runner-plans.json";

const FORMAT_VERSION = 1;

/** What is known of a plan that is kept. */
export interface KeptPlan {
  readonly stack: string;
  readonly status: PlannedStack["status"];
  readonly hasChanges: boolean;
  /** Terraform's own words for how much changes. */
  readonly summary: string;
  /** SHA-256 of the synthesized stack. */
  readonly configuration: string;
  /** SHA-256 of the lock file; empty where the stack has none. */
  readonly lockFile: string;
  /** The state that it was planned on. */
  readonly state: StateId;
}

/** Plans that wait to be applied, in the order in which that is done. */
export interface KeptPlans {
  readonly formatVersion: number;
  /** Version of Terraform that made them. */
  readonly terraformVersion: string;
  readonly plans: readonly KeptPlan[];
}

/**
 * Makes a folder for plans, which only the user may look into: plans hold secrets. Older plans in it are removed.
 *
 * @throws UsageError when it holds something else
 */
export function makeFolder(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    if (!existsSync(path.join(folder, INDEX))) {
      throw new UsageError(`${folder} holds something other than plans: name a new folder`);
    }
    rmSync(folder, { recursive: true });
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  // From the beginning, so that a folder of a plan that was interrupted can be used again.
  writeIndex(folder, { formatVersion: FORMAT_VERSION, terraformVersion: "", plans: [] });
}

/**
 * Completes a folder of plans with what `readKeptPlans` needs.
 *
 * @param states the state that each was planned on
 */
export function keepPlans(
  folder: string,
  { version }: Pick<Terraform, "version">,
  planned: readonly PlannedStack[],
  states: ReadonlyMap<string, StateId>,
): void {
  const plans = planned.map(({ stack, status, hasChanges, summary }): KeptPlan => {
    keepLockFile(folder, stack);
    return {
      stack: stack.name,
      status,
      hasChanges,
      summary,
      configuration: hashConfiguration(stack),
      lockFile: hashFile(locateLockFile(stack)),
      state: states.get(stack.name) ?? { lineage: "", serial: 0 },
    };
  });
  for (const { stack, status } of planned) {
    // A plan that failed half-way is a file too.
    if (status !== "planned") rmSync(path.join(folder, `${stack.name}.tfplan`), { force: true });
  }
  writeIndex(folder, { formatVersion: FORMAT_VERSION, terraformVersion: version, plans });
  for (const file of readdirSync(folder)) chmodSync(path.join(folder, file), 0o600);
}

/**
 * Reads what `keepPlans` wrote.
 *
 * @throws UsageError when there is none, or one that is not complete
 */
export function readKeptPlans(folder: string): KeptPlans {
  const file = path.join(folder, INDEX);
  if (!existsSync(file))
    throw new UsageError(`${folder} holds no plans: make them with 'app-runner plan --out ${folder}'`);
  const kept = readJsonFile(file) as Partial<KeptPlans> | null;
  if (kept?.formatVersion !== FORMAT_VERSION) {
    throw new UsageError(`${file} was written by another version of app-runner: plan again`);
  }
  if (!Array.isArray(kept.plans) || kept.plans.length === 0) {
    throw new UsageError(`the plan that was to fill ${folder} did not come to its end: plan again`);
  }
  return kept as KeptPlans;
}

/** The lock file that a plan was made with; nothing where the stack had none. */
export function findKeptLockFile(folder: string, stack: string): string | undefined {
  const file = path.join(folder, `${stack}${LOCK_FILE}`);
  return existsSync(file) ? file : undefined;
}

/** SHA-256 of a synthesized stack. */
export function hashConfiguration({ directory }: SynthesizedStack): string {
  return hashFile(path.join(directory, STACK_FILE));
}

/** SHA-256 of a file; empty where there is none. */
export function hashFile(file: string): string {
  return existsSync(file) ? createHash("sha256").update(readFileSync(file)).digest("hex") : "";
}

function keepLockFile(folder: string, stack: SynthesizedStack): void {
  const file = locateLockFile(stack);
  if (existsSync(file)) copyFileSync(file, path.join(folder, `${stack.name}${LOCK_FILE}`));
}

function writeIndex(folder: string, plans: KeptPlans): void {
  writeFileSync(path.join(folder, INDEX), `${JSON.stringify(plans, null, 2)}\n`, { mode: 0o600 });
}
