/** What tells the tool that it runs in a pipeline. */
const PIPELINES: readonly string[] = ["GITHUB_ACTIONS", "GITLAB_CI", "TF_BUILD", "BITBUCKET_BUILD_NUMBER"];

/** The environment of this process, but not in a pipeline: reports then do not name the run that tests them. */
export function outsidePipeline(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !PIPELINES.includes(name)));
}
