import path from "node:path";
import { isFileError, UsageError } from "../errors";
import type { SynthesizedStack } from "../plan/synthesized";
import { type CopyFile, createEncryption } from "../terraform/encryption";
import {
  completePlans,
  describePlans,
  digestPlans,
  encryptPlans,
  type PlanRecords,
} from "../terraform/kept-plans";
import { checkFolder, discardPlans, makeFolder } from "../terraform/plan-folder";
import type { PlannedStack } from "../terraform/planner";
import { SETTINGS_FILE } from "../terraform/project";
import { selectStacks, splitPatterns } from "../terraform/select-stacks";
import type { CommandContext } from "./context";
import { checkVars, planStacks, type PlanStacksOptions, withPrivateFolder } from "./plan-stacks";
import { parseReportFiles, removeEarlierReports } from "./report-files";
import { type ReportOptions, writeReports } from "./reports";
import { reviewPlans } from "./review-plans";
import { type Session, type SynthOptions, withStacks } from "./session";
import { type StepOutputs, withStepOutputs } from "./step-outputs";

/** Options of `app-runner plan`. */
export interface PlanCommandOptions extends PlanStacksOptions, ReportOptions, SynthOptions {
  /** Folder to save the plans in. */
  readonly out?: string;
  /** Public keys to encrypt the saved plans to. */
  readonly encryptTo?: readonly string[];
  /** Whether to print how long each step took. */
  readonly timings?: boolean;
}

/**
 * Plans stacks and reports what would change.
 *
 * @param patterns names or patterns of stacks, one per line; all stacks if empty
 * @returns the exit code
 */
export async function plan(
  patterns: readonly string[],
  options: PlanCommandOptions,
  context: CommandContext,
): Promise<number> {
  return withStepOutputs(options, context, () => planAndReport(patterns, options, context));
}

async function planAndReport(
  patterns: readonly string[],
  options: PlanCommandOptions,
  context: CommandContext,
): Promise<StepOutputs> {
  const { out, encryptTo } = options;
  removeEarlierReports(parseReportFiles(options), context.cwd);
  checkVars(options, context.cwd);
  if (out !== undefined) checkFolder(out, context.cwd);
  if (encryptTo && out === undefined)
    throw new UsageError("'--encrypt-to' is for saved plans: pass '--out DIR' too");
  const encrypt = encryptTo && (await createEncryption(encryptTo));
  return withStacks(context, options, async (app, session) => {
    const stacks = selectStacks(app, splitPatterns(patterns));
    const reportOn = (planned: readonly PlannedStack[], digest?: string): number =>
      report(planned, app, options, session, digest);
    if (out !== undefined)
      return planAndKeep(stacks, path.resolve(context.cwd, out), { options, session, reportOn }, encrypt);
    return withPrivateFolder(async (folder) => ({
      exitCode: reportOn(await planStacks(stacks, folder, options, session)),
    }));
  });
}

/** How to plan and report. */
interface PlanRun {
  readonly options: PlanCommandOptions;
  readonly session: Session;
  /** Writes the reports and returns the exit code. */
  readonly reportOn: (planned: readonly PlannedStack[], digest?: string) => number;
}

/** Saves plans that can be applied only once their review is complete. Without encryption, they are created where they are saved. */
async function planAndKeep(
  stacks: readonly SynthesizedStack[],
  folder: string,
  { options, session, reportOn }: PlanRun,
  encrypt?: CopyFile,
): Promise<StepOutputs> {
  makeFolder(
    folder,
    stacks.map(({ name }) => name),
  );
  const keep = async (created: string): Promise<StepOutputs> => {
    const records: PlanRecords = { states: new Map(), files: new Map() };
    const planned = await planStacks(stacks, created, options, session, records);
    if (encrypt) await encryptPlans(planned, created, folder, encrypt);
    const kept = describePlans(folder, session.terraform, planned, records);
    const digest = digestPlans(kept);
    const exitCode = reportOn(planned, digest);
    completePlans(folder, kept);
    return { exitCode, digest };
  };
  try {
    return await (encrypt ? withPrivateFolder(keep) : keep(folder));
  } catch (error) {
    discardPlans(folder);
    if (!isFileError(error)) throw error;
    throw new UsageError(
      `cannot save the plans in ${folder} (${error.message}): check the disk, and plan again`,
    );
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
  app: readonly SynthesizedStack[],
  options: PlanCommandOptions,
  { project: { directory }, timings, context, leftStacks }: Session,
  digest?: string,
): number {
  const review = reviewPlans(planned, app, path.join(directory, SETTINGS_FILE), timings);
  const exitCode = timings.measureSync("review", () =>
    writeReports(
      { ...review, ...(leftStacks && { leftStacks }), ...(digest !== undefined && { digest }) },
      parseReportFiles(options),
      options,
      directory,
      context,
    ),
  );
  if (options.timings) context.stderr.write(timings.formatTable(planned.map(({ stack }) => stack.name)));
  return exitCode;
}
