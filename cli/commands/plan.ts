import path from "node:path";
import type { SynthesizedStack } from "../plan/synthesized";
import { completePlans, describePlans, digestPlans, type PlanRecords } from "../terraform/kept-plans";
import { checkFolder, discardPlans, makeFolder } from "../terraform/plan-folder";
import type { PlannedStack } from "../terraform/planner";
import { SETTINGS_FILE } from "../terraform/project";
import { selectStacks } from "../terraform/select-stacks";
import type { CommandContext } from "./context";
import { checkVars, planStacks, type PlanStacksOptions, withPrivateFolder } from "./plan-stacks";
import { parseReportFiles, type ReportOptions, writeReports } from "./reports";
import { reviewPlans } from "./review-plans";
import { loadStacks, openSession, type Session } from "./session";

/** Options of `app-runner plan`. */
export interface PlanCommandOptions extends PlanStacksOptions, ReportOptions {
  readonly synth: boolean;
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
  const { out } = options;
  parseReportFiles(options);
  checkVars(options, context.cwd);
  if (out !== undefined) checkFolder(out, context.cwd);
  const session = await openSession(context);
  const stacks = selectStacks(await loadStacks(session, options.synth), patterns);
  return out === undefined
    ? withPrivateFolder(async (folder) =>
        report(await planStacks(stacks, folder, options, session), options, session),
      )
    : planAndKeep(stacks, path.resolve(context.cwd, out), options, session);
}

/** Saves plans that can be applied only once their review is complete. */
async function planAndKeep(
  stacks: readonly SynthesizedStack[],
  folder: string,
  options: PlanCommandOptions,
  session: Session,
): Promise<number> {
  makeFolder(
    folder,
    stacks.map(({ name }) => name),
  );
  try {
    const records: PlanRecords = { states: new Map(), files: new Map() };
    const planned = await planStacks(stacks, folder, options, session, records);
    const kept = describePlans(folder, session.terraform, planned, records);
    const exitCode = report(planned, options, session, digestPlans(kept));
    completePlans(folder, kept);
    return exitCode;
  } catch (error) {
    discardPlans(folder);
    throw error;
  }
}

/**
 * Reviews plans together and writes the reports.
 *
 * @param digest digest of the saved plans
 * @returns the exit code
 */
function report(
  planned: readonly PlannedStack[],
  options: PlanCommandOptions,
  { project: { directory }, timings, context }: Session,
  digest?: string,
): number {
  const review = reviewPlans(planned, path.join(directory, SETTINGS_FILE), timings);
  const exitCode = timings.measureSync("review", () =>
    writeReports(
      { ...review, ...(digest !== undefined && { digest }) },
      parseReportFiles(options),
      options,
      directory,
      context,
    ),
  );
  if (options.timings) context.stderr.write(timings.formatTable(planned.map(({ stack }) => stack.name)));
  return exitCode;
}
