import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { UsageError } from "../errors";
import { readJsonFile } from "../json";
import { STACK_FILE, type SynthesizedStack } from "../plan/synthesized";
import { locateLockFile, LOCK_FILE } from "./initializer";
import type { PlannedStack } from "./planner";
import type { StateId, Terraform } from "./terraform";

/** File that describes the plans in the folder. */
const INDEX = "app-runner-plans.json";

const FORMAT_VERSION = 1;

/** Description of a saved plan. */
export interface KeptPlan {
  readonly stack: string;
  readonly status: PlannedStack["status"];
  readonly hasChanges: boolean;
  /** Terraform's summary of the changes. */
  readonly summary: string;
  /** SHA-256 of the synthesized stack. */
  readonly configuration: string;
  /** SHA-256 of the lock file; empty if the stack has no lock file. */
  readonly lockFile: string;
  /** State that the stack was planned against. */
  readonly state: StateId;
}

/** Saved plans, in the order in which they are applied. */
export interface KeptPlans {
  readonly formatVersion: number;
  /** Terraform version that created them. */
  readonly terraformVersion: string;
  readonly plans: readonly KeptPlan[];
}

/**
 * Checks whether plans can be saved in a folder.
 *
 * @param out the folder, as the user wrote it
 * @throws UsageError if it is a file, or contains anything but plans
 */
export function checkFolder(out: string, cwd: string): void {
  const folder = path.resolve(cwd, out);
  if (out === "") throw new UsageError("'--out' must be a new or empty folder, got ''");
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory())
    throw new UsageError(`'--out' must be a new or empty folder, but ${out} is a file`);
  refuseOtherFiles(folder);
}

function refuseOtherFiles(folder: string): void {
  if (readdirSync(folder).length > 0 && !existsSync(path.join(folder, INDEX)))
    throw new UsageError(`${folder} contains files that are not plans: choose a new or empty folder`);
}

/**
 * Creates a folder for plans. Only its owner can read it, because plans contain secrets. Removes older plans in it.
 *
 * @throws UsageError if the folder contains anything else
 */
export function makeFolder(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    refuseOtherFiles(folder);
    rmSync(folder, { recursive: true });
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  // Written first, so that the folder of an interrupted plan can be used again.
  writeIndex(folder, { formatVersion: FORMAT_VERSION, terraformVersion: "", plans: [] });
}

/**
 * Writes what `readKeptPlans` needs to a folder of plans.
 *
 * @param states state that each stack was planned against
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
    // A failed plan may leave a file too.
    if (status !== "planned") rmSync(path.join(folder, `${stack.name}.tfplan`), { force: true });
  }
  writeIndex(folder, { formatVersion: FORMAT_VERSION, terraformVersion: version, plans });
  for (const file of readdirSync(folder)) chmodSync(path.join(folder, file), 0o600);
}

/**
 * Reads what `keepPlans` wrote.
 *
 * @throws UsageError if the folder has no plans, or the plan was not completed
 */
export function readKeptPlans(folder: string): KeptPlans {
  const file = path.join(folder, INDEX);
  if (!existsSync(folder))
    throw new UsageError(`${folder} does not exist: create the plans with 'app-runner plan --out ${folder}'`);
  if (!existsSync(file))
    throw new UsageError(`${folder} contains no plans: create them with 'app-runner plan --out ${folder}'`);
  const kept = readJsonFile(file) as Partial<KeptPlans> | null;
  if (kept?.formatVersion !== FORMAT_VERSION) {
    throw new UsageError(`${file} was written by a different version of app-runner: plan again`);
  }
  if (!Array.isArray(kept.plans) || kept.plans.length === 0) {
    throw new UsageError(`the plan in ${folder} is incomplete: plan again`);
  }
  return kept as KeptPlans;
}

/** Returns the lock file that a plan was created with; undefined if the stack had no lock file. */
export function findKeptLockFile(folder: string, stack: string): string | undefined {
  const file = path.join(folder, `${stack}${LOCK_FILE}`);
  return existsSync(file) ? file : undefined;
}

/** Returns the SHA-256 of a synthesized stack. */
export function hashConfiguration({ directory }: SynthesizedStack): string {
  return hashFile(path.join(directory, STACK_FILE));
}

/** Returns the SHA-256 of a file; empty if the file does not exist. */
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
