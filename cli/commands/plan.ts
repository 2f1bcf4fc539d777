import path from "node:path";
import { UsageError } from "../errors";
import type { SynthesizedStack } from "../plan/synthesized";
import { type CopyFile, createEncryption } from "../terraform/encryption";
import { completePlans, describePlans, digestPlans, encryptPlans } from "../terraform/kept-plans";
import { checkFolder, discardPlans, makeFolder } from "../terraform/plan-folder";
import type { PlannedStack } from "../terraform/planner";
import { SETTINGS_FILE } from "../terraform/project";
import { selectStacks } from "../terraform/select-stacks";
import type { StateId } from "../terraform/terraform";
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
  /** Public keys to encrypt the saved plans to. */
  readonly encryptTo?: readonly string[];
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
  const { out, encryptTo } = options;
  parseReportFiles(options);
  checkVars(options, context.cwd);
  if (out !== undefined) checkFolder(out, context.cwd);
  if (encryptTo && out === undefined)
    throw new UsageError("'--encrypt-to' is for saved plans: pass '--out DIR' too");
  const encrypt = encryptTo && (await createEncryption(encryptTo));
  const session = await openSession(context);
  const stacks = selectStacks(await loadStacks(session, options.synth), patterns);
  return out === undefined
    ? withPrivateFolder(async (folder) =>
        report(await planStacks(stacks, folder, options, session), options, session),
      )
    : planAndKeep(stacks, path.resolve(context.cwd, out), options, session, encrypt);
}

/** Saves plans that can be applied only once their review is complete. Without encryption, they are created where they are saved. */
async function planAndKeep(
  stacks: readonly SynthesizedStack[],
  folder: string,
  options: PlanCommandOptions,
  session: Session,
  encrypt?: CopyFile,
): Promise<number> {
  makeFolder(
    folder,
    stacks.map(({ name }) => name),
  );
  const keep = async (created: string): Promise<number> => {
    const states = new Map<string, StateId>();
    const planned = await planStacks(stacks, created, options, session, states);
    if (encrypt) await encryptPlans(planned, created, folder, encrypt);
    const kept = describePlans(folder, session.terraform, planned, states);
    const exitCode = report(planned, options, session, digestPlans(kept));
    completePlans(folder, kept);
    return exitCode;
  };
  try {
    return await (encrypt ? withPrivateFolder(keep) : keep(folder));
  } catch (error) {
    discardPlans(folder);
    throw error;
  }
}

/**
 * Reviews plans and writes the reports.
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
