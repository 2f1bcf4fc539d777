import type { PipelineRun } from "./model";

/** Returns the run of the pipeline that the tool runs in. */
export function readPipelineRun(env: Readonly<Record<string, string | undefined>>): PipelineRun | undefined {
  const commit = env["GITHUB_SHA"];
  return commit === undefined ? undefined : { commit };
}
