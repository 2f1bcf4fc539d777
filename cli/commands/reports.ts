import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { hasFindings } from "../build-review";
import { UsageError } from "../errors";
import { FAILED, NEEDS_REVIEW, OK } from "../exit-codes";
import type { Review, Severity } from "../model";
import { describeTerminal, type ProcessContext } from "../process-context";
import { choosePipelineRun } from "../pipeline-run";
import { type Format, FORMATS, RENDERERS } from "../render/formats";
import { Repository } from "../repository";
import { readRulesUrl } from "../rule-settings";
import { SETTINGS_FILE } from "../terraform/project";
import { oneLine } from "../text/one-line";

/** Options of the commands that write a report. */
export interface ReportOptions {
  readonly format: Format;
  /** Reports to write to files, as `FORMAT=FILE`. */
  readonly output: readonly string[];
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

/** A report to write to a file. */
export interface ReportFile {
  readonly format: Format;
  readonly file: string;
}

/**
 * Returns the reports to write to files.
 *
 * @throws UsageError if one is not `FORMAT=FILE`
 */
export function parseReportFiles({ output }: ReportOptions): ReportFile[] {
  return output.map((text) => {
    const [, name = "", file = ""] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
    const format = FORMATS.find((known) => known === name);
    if (format !== undefined && file !== "") return { format, file };
    throw new UsageError(
      `'--output' must be FORMAT=FILE, where FORMAT is one of ${FORMATS.join(", ")}, got '${text}'`,
    );
  });
}

/**
 * Writes the reports of a review to standard output and to files.
 *
 * @param directory folder of the project
 * @returns the exit code for the findings and for stacks that failed
 */
export function writeReports(
  review: Review,
  files: readonly ReportFile[],
  { format, maxChars, key, failOn, ...runOptions }: ReportOptions,
  directory: string,
  { stdout, stderr, env, cwd }: ProcessContext,
): number {
  const run = choosePipelineRun(runOptions, env);
  const shown = { ...review, ...(run && { run }) };
  const rulesUrl = readRulesUrl(path.join(directory, SETTINGS_FILE));
  const fallbackFile = new Repository(directory, env).locate(SETTINGS_FILE);
  const options = { maxChars, key, fallbackFile, rulesUrl };
  for (const { format: other, file } of files) {
    const target = path.resolve(cwd, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, RENDERERS[other](shown, options));
  }
  stdout.write(RENDERERS[format](shown, { ...options, ...describeTerminal(stdout, env) }));
  for (const { file } of files) stderr.write(`Wrote ${oneLine(file)}\n`);
  if (review.stacks.some(({ status }) => status === "failed")) return FAILED;
  return hasFindings(review.findings, failOn) ? NEEDS_REVIEW : OK;
}
