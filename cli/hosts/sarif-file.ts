import { UsageError } from "../errors";
import { isObject, isText, listObjects, parseJson } from "../json";
import { TOOL_NAME } from "../render/sarif";
import { oneLine } from "../text/one-line";
import { truncate } from "../text/shorten";

/** What a SARIF file of this tool says. */
export interface SarifFile {
  /** Whether all stacks were planned. If not, findings may be missing, and code scanning would close their alerts. */
  readonly isComplete: boolean;
  /** Number of findings. */
  readonly results: number;
}

/** Longest name of another tool to show. */
const MAX_NAME = 100;

/**
 * Reads a SARIF file of this tool.
 *
 * @param text contents of the file, which anyone may have written
 * @throws UsageError if it is not SARIF, or if another tool wrote any part of it
 */
export function readSarif(text: string): SarifFile {
  const runs = readRuns(text);
  for (const { tool } of runs) refuseOtherTool(tool);
  const invocations = runs.flatMap((run) => listObjects(run["invocations"]));
  return {
    isComplete: invocations.every(({ executionSuccessful }) => executionSuccessful !== false),
    results: runs.reduce((sum, { results }) => sum + listObjects(results).length, 0),
  };
}

function readRuns(text: string): Record<string, unknown>[] {
  const log = parseJson(text);
  if (!isObject(log) || log["version"] !== "2.1.0" || !Array.isArray(log["runs"])) {
    throw new UsageError(
      "the file is not SARIF 2.1.0: write it with 'app-runner plan --reports DIR' or '--output sarif=FILE'",
    );
  }
  const runs: unknown[] = log["runs"];
  if (runs.length === 0) {
    throw new UsageError(
      "the SARIF file has no run, so code scanning would close all alerts: write it again with 'app-runner plan'",
    );
  }
  return runs.map((run) => (isObject(run) ? run : {}));
}

function refuseOtherTool(tool: unknown): void {
  const driver = isObject(tool) ? tool["driver"] : undefined;
  const name = isObject(driver) ? driver["name"] : undefined;
  if (name === TOOL_NAME) return;
  const found = isText(name) ? `'${truncate(oneLine(name), MAX_NAME)}'` : "a tool without a name";
  throw new UsageError(
    `the SARIF file has a run of ${found}, but only runs of '${TOOL_NAME}' are uploaded: upload the files of other tools with their own steps`,
  );
}
