import { lstatSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { UsageError } from "../errors";
import { type Format, FORMATS, REPORT_FILES } from "../render/formats";

/** A report to write to a file. */
export interface ReportFile {
  readonly format: Format;
  /** Path as the user wrote it. */
  readonly file: string;
  /** Whether the file is in the folder of `--reports`. */
  readonly isInFolder: boolean;
}

/** Where to write reports. */
export interface ReportTargets {
  /** Reports to write to files, as `FORMAT=FILE`. */
  readonly output: readonly string[];
  /** Folder to write all reports to. */
  readonly reports?: string;
}

/**
 * Returns the reports to write to files.
 *
 * @throws UsageError if one is not `FORMAT=FILE`, or the folder has no name
 */
export function parseReportFiles({ output, reports }: ReportTargets): ReportFile[] {
  if (reports === "") throw new UsageError("'--reports' must be a folder, got ''");
  return [
    ...(reports === undefined ? [] : FORMATS.map((format) => locateInFolder(reports, format))),
    ...output.map(parseOutput),
  ];
}

function locateInFolder(folder: string, format: Format): ReportFile {
  return { format, file: path.join(folder, REPORT_FILES[format]), isInFolder: true };
}

function parseOutput(text: string): ReportFile {
  const [, name = "", file = ""] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  const format = FORMATS.find((known) => known === name);
  if (format !== undefined && file !== "") return { format, file, isInFolder: false };
  throw new UsageError(
    `'--output' must be FORMAT=FILE, where FORMAT is one of ${FORMATS.join(", ")}, got '${text}'`,
  );
}

/**
 * Removes the reports of an earlier run, so that they do not look like the result of a run that fails. Devices and pipes such as
 * `/dev/stdout` stay, and so do links outside of the folder of `--reports`.
 *
 * @throws UsageError if a report cannot be written there
 */
export function removeEarlierReports(files: readonly ReportFile[], cwd: string): void {
  for (const { file, isInFolder } of files) {
    explainFailure(file, () => {
      const target = path.resolve(cwd, file);
      const stats = lstatSync(target, { throwIfNoEntry: false });
      if (statSync(target, { throwIfNoEntry: false })?.isDirectory()) throw new Error("it is a folder");
      if (stats?.isFile() || (isInFolder && stats?.isSymbolicLink())) rmSync(target);
    });
  }
}

/**
 * Writes a report at once, so that an interrupted run leaves no part of it.
 *
 * @throws UsageError if it cannot be written
 */
export function writeReportFile({ file }: ReportFile, text: string, cwd: string): void {
  explainFailure(file, () => {
    const target = path.resolve(cwd, file);
    mkdirSync(path.dirname(target), { recursive: true });
    const isSpecial = lstatSync(target, { throwIfNoEntry: false })?.isFile() === false;
    if (isSpecial) {
      writeFileSync(target, text);
      return;
    }
    const part = `${target}.part`;
    rmSync(part, { force: true });
    try {
      writeFileSync(part, text, { flag: "wx" });
      renameSync(part, target);
    } finally {
      rmSync(part, { force: true });
    }
  });
}

function explainFailure(file: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === "ENOTDIR" ? "a part of its path is a file, not a folder" : message;
    throw new UsageError(`cannot write the report ${file}: ${reason}`);
  }
}
