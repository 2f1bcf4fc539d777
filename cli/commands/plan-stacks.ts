import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { UsageError } from "../errors";
import type { SynthesizedStack } from "../plan/synthesized";
import { openProgress } from "../progress/open-progress";
import { inParallel } from "../terraform/in-parallel";
import { findCommittedLockFile, Initializer } from "../terraform/initializer";
import { type PlannedStack, Planner } from "../terraform/planner";
import { type PlanRecords, recordFiles, refuse } from "../terraform/kept-plans";
import type { PlanOptions } from "../terraform/terraform";
import { findVariableFiles } from "../terraform/variable-files";
import { findSet, readVariables } from "../terraform/variables";
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

/** Returns the absolute paths of the variable files of the project, and after them those of `--var-file`, which take precedence. */
export function listVarFiles(
  varFiles: readonly string[],
  { project, context }: Pick<Session, "project" | "context">,
): string[] {
  return [
    ...findVariableFiles(project.directory),
    ...varFiles.map((file) => path.resolve(context.cwd, file)),
  ];
}

/** Stack with the names of the ephemeral variables that its plan or its apply needs. */
export interface Needs {
  readonly stack: SynthesizedStack;
  readonly ephemeral: readonly string[];
}

/**
 * Asks for ephemeral variables without a value, before anything is planned or applied. A plan does not contain their values.
 *
 * @returns what is typed, as `name=value`
 * @throws UsageError if there is no terminal
 */
export async function askForVariables(
  needs: readonly Needs[],
  { vars, varFiles }: Pick<PlanOptions, "vars" | "varFiles">,
  session: Session,
): Promise<string[]> {
  const { askSecret } = session.context;
  const { env } = session.terraform;
  const sources = { vars, varFiles: listVarFiles(varFiles, session), env };
  const missing = needs.flatMap(({ stack, ephemeral }) => {
    const set = findSet(stack, sources, "apply");
    return ephemeral.filter((name) => !set.includes(name));
  });
  const unset = [...new Set(missing)];
  if (unset.length > 0 && !askSecret)
    throw new UsageError(
      `these ephemeral variables have no value, and saved plans do not contain them: ${unset.join(", ")}. ` +
        `Set ${unset.map((name) => `TF_VAR_${name}`).join(", ")}, or pass '--var-file FILE'. Nothing was applied`,
    );
  const answers: string[] = [];
  for (const name of unset)
    answers.push(`${name}=${(await askSecret?.(`Value of ${name} (not shown): `)) ?? ""}`);
  return answers;
}

/**
 * Fails for ephemeral variables that have a value now, but had none when a stack was planned: Terraform refuses them.
 *
 * @throws UsageError with the names of all
 */
export function checkNotPlanned(
  needs: readonly Needs[],
  { vars, varFiles }: Pick<PlanOptions, "vars" | "varFiles">,
  session: Session,
): void {
  const sources = { vars, varFiles: listVarFiles(varFiles, session), env: session.terraform.env };
  const reasons = needs.flatMap(({ stack, ephemeral }) =>
    findSet(stack, sources, "apply")
      .filter((name) => !ephemeral.includes(name))
      .map(
        (name) =>
          `the ephemeral variable ${name} of ${stack.name} has a value now, but was planned without one`,
      ),
  );
  refuse(
    "these values cannot be used for saved plans; remove them or plan again. Nothing was applied",
    reasons,
  );
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
  const varFiles = listVarFiles(options.varFiles, { project, context });
  const declared = new Set(stacks.flatMap((stack) => readVariables(stack).names));
  const planOptions = { ...options, varFiles, declared };
  const planner = new Planner(terraform, initializer, planOptions, folder, progress, timings);
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
