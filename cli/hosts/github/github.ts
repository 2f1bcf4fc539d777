import { GITHUB_COMMENT_CHARS } from "../../render/markdown/markdown";
import type { Host, HostContext } from "../host";
import { GitHubClient } from "./client";
import { GitHubCodeScanning } from "./code-scanning";
import { readGitHubRun } from "./event";
import { GitHubPullRequest } from "./pull-request";

/**
 * Connects to GitHub or GitHub Enterprise Server.
 *
 * @throws UsageError if the environment is not that of GitHub Actions
 */
export async function openGitHub(context: HostContext): Promise<Host> {
  const run = readGitHubRun(context);
  const client = await GitHubClient.open(run, context);
  const { pullRequest } = run;
  return {
    name: "GitHub",
    report: "review.md",
    maxChars: GITHUB_COMMENT_CHARS,
    rewrite: (markdown) => markdown,
    ...(pullRequest !== undefined && { pullRequest: new GitHubPullRequest(client, run, pullRequest) }),
    codeScanning: new GitHubCodeScanning(client, run, context),
  };
}
