import path from "node:path";
import { hasFindings } from "../build-review";
import { FAILED, NEEDS_REVIEW, OK } from "../exit-codes";
import type { Review, Severity } from "../model";
import { describeTerminal, type ProcessContext } from "../process-context";
import { choosePipelineRun } from "../pipeline-run";
import { type Format, RENDERERS } from "../render/formats";
import { Repository } from "../repository";
import { readRulesUrl } from "../rule-settings";
import { SETTINGS_FILE } from "../terraform/project";
import { oneLine } from "../text/one-line";
import { type ReportFile, type ReportTargets, writeReportFile } from "./report-files";
import { writeStepSummary } from "./step-outputs";

/** Options of the commands that write a report. */
export interface ReportOptions extends ReportTargets {
  readonly format: Format;
  readonly maxChars: number;
  /** Identifies the report if several apps report on one pull request. */
  readonly key?: string;
  /** The commit that is reviewed. @default - what the pipeline says */
  readonly commit?: string;
  /** URL of the run of the pipeline. @default - what the pipeline says */
  readonly runUrl?: string;
  /** Lowest severity of a finding that changes the exit code. */
  readonly failOn: Severity | "never";
}

/**
 * Writes the reports of a review to standard output and to files, with `--reports` including the summary of the step on GitHub Actions.
 *
 * @param directory folder of the project
 * @returns the exit code for the findings and for stacks that failed
 */
export function writeReports(
  review: Review,
  files: readonly ReportFile[],
  { format, maxChars, key, failOn, reports, ...runOptions }: ReportOptions,
  directory: string,
  context: ProcessContext,
): number {
  const { stdout, stderr, env, cwd } = context;
  const run = choosePipelineRun(runOptions, env);
  const shown = { ...review, ...(run && { run }) };
  const rulesUrl = readRulesUrl(path.join(directory, SETTINGS_FILE));
  const fallbackFile = new Repository(directory, env).locate(SETTINGS_FILE);
  const options = { maxChars, key, fallbackFile, rulesUrl };
  for (const file of files) writeReportFile(file, RENDERERS[file.format](shown, options), cwd);
  if (reports !== undefined) writeStepSummary(shown, options, context);
  stdout.write(RENDERERS[format](shown, { ...options, ...describeTerminal(stdout, env) }));
  for (const { file } of files) stderr.write(`Wrote ${oneLine(file)}\n`);
  if (review.stacks.some(({ status }) => status === "failed")) return FAILED;
  return hasFindings(review.findings, failOn) ? NEEDS_REVIEW : OK;
}
