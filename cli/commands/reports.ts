import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { hasFindings } from "../build-review";
import { UsageError } from "../errors";
import { NEEDS_REVIEW, OK } from "../exit-codes";
import type { Review } from "../model";
import type { SynthesizedStack } from "../plan/synthesized";
import type { ProcessContext } from "../process-context";
import type { Timings } from "../progress/timings";

/** How a report is to be rendered. Each format takes what it knows. */
export interface RenderOptions {
  /** Whether it may have colours. */
  readonly colour: boolean;
  /** Columns of the terminal. @default - those of the format */
  readonly width?: number;
  /** Most characters that a report of a limited length may have. */
  readonly maxChars: number;
  /** Tells the reports of several apps on one pull request apart. @default - there is one */
  readonly key?: string;
  /** Folder of the app below the root of the repository. @default - the root */
  readonly projectFolder?: string;
}

/** What a review is made of, for one stack. */
export interface ReviewedStack {
  readonly stack: SynthesizedStack;
  readonly status: "planned" | "waiting" | "failed";
  /** Of one that is not planned: why, and what to do. */
  readonly message?: string;
  /** JSON of the plan, in a file or as it was read, of one that is planned. */
  readonly json?: string | { readonly name: string; readonly bytes: Buffer };
}

/** Makes reports of plans. */
export interface Reports {
  /** Formats that a report can have; the first is the default. */
  readonly formats: readonly string[];
  /**
   * Reviews plans, which are in the order in which they are applied, by the settings in a `cdktf.json`. Tells how long each of them and
   * all of them together took.
   */
  review(plans: readonly ReviewedStack[], settings: string, timings: Pick<Timings, "measureSync">): Review;
  /** Renders a review in one of the formats. */
  render(review: Review, format: string, options: RenderOptions): string;
}

/** Options of the commands that report. */
export interface ReportOptions {
  readonly format: string;
  /** Reports that go to files, as `FORMAT=FILE`. */
  readonly output: readonly string[];
  readonly maxChars: number;
  readonly key?: string;
  readonly failOn: "error" | "warning" | "never";
}

/** A report that goes to a file. */
export interface ReportFile {
  readonly format: string;
  readonly file: string;
}

/**
 * The reports that go to files.
 *
 * @param options of the command
 * @param formats that there are
 * @throws UsageError when one is not `FORMAT=FILE`
 */
export function parseReportFiles({ output }: ReportOptions, formats: readonly string[]): ReportFile[] {
  return output.map((text) => {
    const [, format = "", file = ""] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
    if (formats.includes(format) && file !== "") return { format, file };
    throw new UsageError(
      `'--output' must be FORMAT=FILE, where FORMAT is one of ${formats.join(", ")}, got '${text}'`,
    );
  });
}

/** What reports are written with. */
export interface ReportContext {
  readonly surroundings: ProcessContext;
  readonly reports: Reports;
  /** Folder of the project. */
  readonly directory: string;
}

/**
 * Writes the reports of a review, to standard output and to files.
 *
 * @param review what to report
 * @param files the reports that go to files
 * @param options of the command
 * @param context what they are written with
 * @returns the exit code that the findings ask for
 */
export function writeReports(
  review: Review,
  files: readonly ReportFile[],
  { format, maxChars, key, failOn }: ReportOptions,
  { surroundings: { stdout, env, cwd }, reports, directory }: ReportContext,
): number {
  const options = { colour: false, maxChars, key, projectFolder: findFolderInRepository(directory) };
  for (const { format: other, file } of files) {
    const target = path.resolve(cwd, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, reports.render(review, other, options));
  }
  const colour = stdout.isTTY === true && !env["NO_COLOR"];
  const width = stdout.isTTY === true ? stdout.columns : undefined;
  stdout.write(reports.render(review, format, { ...options, colour, width }));
  return hasFindings(review.findings, failOn) ? NEEDS_REVIEW : OK;
}

/** Where `directory` is below the root of its git repository; undefined at the root, and outside of any. */
function findFolderInRepository(directory: string): string | undefined {
  for (let root = directory; ; root = path.dirname(root)) {
    if (existsSync(path.join(root, ".git"))) {
      return path.relative(root, directory).split(path.sep).join("/") || undefined;
    }
    if (root === path.dirname(root)) return undefined;
  }
}
