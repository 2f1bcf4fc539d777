import { UsageError } from "../../errors";
import { isObject, listObjects, readJsonFile } from "../../json";
import type { HostContext } from "../host";

/** What GitHub Actions says about a run. */
export interface GitHubRun {
  /** Address of the API, without a final `/`. */
  readonly api: string;
  readonly token: string;
  readonly owner: string;
  readonly repo: string;
  /** Name of the event, such as `pull_request`. */
  readonly event: string;
  /** The commit that is checked out: in a pull request its merge with the target branch. */
  readonly commit: string;
  /** Full name of its branch, such as `refs/pull/7/merge`. */
  readonly ref: string;
  /** Number of the pull request. */
  readonly pullRequest?: number;
  /** Whether the pull request comes from a fork. */
  readonly isFork: boolean;
}

/**
 * Reads the environment of GitHub Actions.
 *
 * @throws UsageError if something is missing
 */
export function readGitHubRun({ env }: HostContext): GitHubRun {
  const repository = env["GITHUB_REPOSITORY"] ?? "";
  const [owner = "", repo = ""] = repository.split("/");
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) {
    throw new UsageError(
      "GITHUB_REPOSITORY is not OWNER/NAME: run this command in GitHub Actions, or set it",
    );
  }
  const token = env["GITHUB_TOKEN"] || env["GH_TOKEN"];
  if (!token) {
    throw new UsageError(
      "there is no token: set GITHUB_TOKEN in the 'env' of the step, such as 'GITHUB_TOKEN: ${{ github.token }}'",
    );
  }
  const ref = env["GITHUB_REF"] ?? "";
  const payload = readEvent(env["GITHUB_EVENT_PATH"]);
  const pullRequest = findPullRequest(payload, ref);
  return {
    api: readApi(env["GITHUB_API_URL"] || "https://api.github.com"),
    token,
    owner,
    repo,
    event: env["GITHUB_EVENT_NAME"] ?? "",
    commit: env["GITHUB_SHA"] ?? "",
    ref,
    ...(pullRequest !== undefined && { pullRequest }),
    isFork: isOfFork(payload, repository),
  };
}

function readApi(url: string): string {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url.replace(/\/$/, "");
  throw new UsageError("GITHUB_API_URL is not a URL, such as https://github.example.com/api/v3");
}

/** Without the event, `GITHUB_REF` has the number of the pull request, except for a few events. */
function readEvent(file: string | undefined): unknown {
  try {
    return file ? readJsonFile(file) : undefined;
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

/** The event is of a pull request, of a comment on one, or of a workflow that ran for one. */
function findPullRequest(event: unknown, ref: string): number | undefined {
  const { pull_request: pullRequest, issue, workflow_run: run } = isObject(event) ? event : {};
  const ofIssue = isObject(issue) && isObject(issue["pull_request"]) ? issue : undefined;
  const [ofRun] = isObject(run) ? listObjects(run["pull_requests"]) : [];
  const found = [pullRequest, ofIssue, ofRun].find(isObject)?.["number"];
  const [, inRef] = /^refs\/pull\/(\d+)\//.exec(ref) ?? [];
  const number = Number(found ?? inRef);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

function isOfFork(event: unknown, repository: string): boolean {
  const pullRequest = isObject(event) ? event["pull_request"] : undefined;
  const head = isObject(pullRequest) ? pullRequest["head"] : undefined;
  if (!isObject(head)) return false;
  // It is null after the fork was deleted.
  const source = isObject(head["repo"]) ? head["repo"]["full_name"] : undefined;
  return String(source).toLowerCase() !== repository.toLowerCase();
}
