import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { UsageError } from "../errors";
import type { SynthesizedStack } from "../plan/synthesized";
import { openProgress } from "../progress/open-progress";
import { inParallel } from "../terraform/in-parallel";
import { findCommittedLockFile, Initializer } from "../terraform/initializer";
import { checkFolder, keepPlans, makeFolder } from "../terraform/kept-plans";
import { type PlannedStack, Planner } from "../terraform/planner";
import { SETTINGS_FILE } from "../terraform/project";
import { selectStacks } from "../terraform/select-stacks";
import type { PlanOptions, StateId } from "../terraform/terraform";
import type { CommandContext } from "./context";
import { parseReportFiles, type ReportOptions, writeReports } from "./reports";
import { reviewPlans } from "./review-plans";
import { loadStacks, openSession, type Session } from "./session";

/** Options of `app-runner plan`. */
export interface PlanCommandOptions extends PlanOptions, ReportOptions {
  readonly synth: boolean;
  readonly parallelism: number;
  /** Folder to save the plans in. */
  readonly out?: string;
  /** Whether to print how long each step took. */
  readonly timings?: boolean;
}

/**
 * Plans stacks and reports what would change.
 *
 * @param patterns names or patterns of stacks; all stacks if empty
 * @returns the exit code
 */
export async function plan(
  patterns: readonly string[],
  options: PlanCommandOptions,
  context: CommandContext,
): Promise<number> {
  const files = parseReportFiles(options);
  checkPlanOptions(options, context.cwd);
  const session = await openSession(context);
  const stacks = selectStacks(await loadStacks(session, options.synth), patterns);
  const folder = openFolder(options.out, context.cwd);
  try {
    const planned = await planAll(stacks, folder, options, session);
    const { directory } = session.project;
    const review = reviewPlans(planned, path.join(directory, SETTINGS_FILE), session.timings);
    const exitCode = session.timings.measureSync("review", () =>
      writeReports(review, files, options, directory, context),
    );
    if (options.timings) context.stderr.write(session.timings.formatTable(stacks.map(({ name }) => name)));
    return exitCode;
  } finally {
    if (options.out === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

/** Fails before anything runs. Never shows the value of a variable, which may be a secret. */
function checkPlanOptions({ vars, varFiles, out }: PlanCommandOptions, cwd: string): void {
  for (const text of vars) {
    const at = text.indexOf("=");
    if (at < 1)
      throw new UsageError(`'--var' must be NAME=VALUE, got one without ${at === 0 ? "a name" : "'='"}`);
  }
  for (const file of varFiles) {
    if (!existsSync(path.resolve(cwd, file))) throw new UsageError(`'--var-file' ${file} does not exist`);
  }
  if (out !== undefined) checkFolder(out, cwd);
}

async function planAll(
  stacks: readonly SynthesizedStack[],
  folder: string,
  options: PlanCommandOptions,
  { project, terraform, timings, context }: Session,
): Promise<PlannedStack[]> {
  const progress = openProgress(context);
  const lockFile = (stack: string): string | undefined => findCommittedLockFile(project.directory, stack);
  const initializer = new Initializer(terraform, lockFile);
  const varFiles = options.varFiles.map((file) => path.resolve(context.cwd, file));
  const planner = new Planner(terraform, initializer, { ...options, varFiles }, folder, progress, timings);
  const states = new Map<string, StateId>();
  const keep = options.out !== undefined;
  try {
    // A plan changes nothing, so stacks need not wait for each other.
    const planned = await inParallel(stacks, options.parallelism, (stack) =>
      planner.plan(stack, async () => {
        if (keep) states.set(stack.name, await terraform.stateId(stack.directory));
      }),
    );
    if (keep) keepPlans(folder, terraform, planned, states);
    return planned;
  } finally {
    progress.close();
  }
}

function openFolder(out: string | undefined, cwd: string): string {
  if (out === undefined) return mkdtempSync(path.join(tmpdir(), "app-runner-plans-"));
  const folder = path.resolve(cwd, out);
  makeFolder(folder);
  return folder;
}
