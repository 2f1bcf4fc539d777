import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { UsageError } from "../errors";
import type { SynthesizedStack } from "../plan/synthesized";
import { openProgress } from "../progress/open-progress";
import { inParallel } from "../terraform/in-parallel";
import { findCommittedLockFile, Initializer } from "../terraform/initializer";
import { type PlannedStack, Planner } from "../terraform/planner";
import { type PlanRecords, recordFiles } from "../terraform/kept-plans";
import type { PlanOptions } from "../terraform/terraform";
import type { Session } from "./session";

/** Options for planning stacks. */
export interface PlanStacksOptions extends PlanOptions {
  readonly parallelism: number;
}

/**
 * Fails before anything runs. Never shows the value of a variable, which may be a secret.
 *
 * @throws UsageError if a variable or a variable file is wrong
 */
export function checkVars({ vars, varFiles }: Pick<PlanOptions, "vars" | "varFiles">, cwd: string): void {
  for (const text of vars) {
    const at = text.indexOf("=");
    if (at < 1)
      throw new UsageError(`'--var' must be NAME=VALUE, got one without ${at === 0 ? "a name" : "'='"}`);
  }
  for (const file of varFiles) {
    if (!existsSync(path.resolve(cwd, file))) throw new UsageError(`'--var-file' ${file} does not exist`);
  }
}

/**
 * Plans and reviews stacks in parallel. A plan changes nothing, so stacks need not wait for each other.
 *
 * @param folder folder for the plans and their JSON
 * @param records gets what `describePlans` needs to know about each plan
 */
export async function planStacks(
  stacks: readonly SynthesizedStack[],
  folder: string,
  options: PlanStacksOptions,
  { project, terraform, timings, context }: Session,
  records?: PlanRecords,
): Promise<PlannedStack[]> {
  const progress = openProgress(context);
  const lockFile = (stack: string): string | undefined => findCommittedLockFile(project.directory, stack);
  const initializer = new Initializer(terraform, lockFile);
  const varFiles = options.varFiles.map((file) => path.resolve(context.cwd, file));
  const planner = new Planner(terraform, initializer, { ...options, varFiles }, folder, progress, timings);
  try {
    return await inParallel(stacks, options.parallelism, (stack) =>
      planner.plan(
        stack,
        records && {
          ready: async () => {
            records.states.set(stack.name, await terraform.stateId(stack.directory));
          },
          written: () => {
            recordFiles(records, folder, stack.name);
          },
        },
      ),
    );
  } finally {
    progress.close();
  }
}

function createTemporaryFolder(): string {
  // Terraform runs in a different folder.
  const parent = path.resolve(tmpdir());
  try {
    return mkdtempSync(path.join(parent, "app-runner-plans-"));
  } catch (error) {
    throw new UsageError(
      `cannot create a folder for the plans in ${parent} (${(error as Error).message}): set TMPDIR to a folder that you can write to`,
    );
  }
}

/** Runs a task with a new folder that only the user can read, and removes the folder afterwards. */
export async function withPrivateFolder<Result>(task: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = createTemporaryFolder();
  try {
    return await task(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
