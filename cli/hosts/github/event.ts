import { UsageError } from "../../errors";
import { isObject, isText, listObjects, readJsonFile } from "../../json";
import type { HostContext } from "../host";
import { readMember } from "../members";
import { readToken } from "../token";

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
  /** Whether the run is of a fork, whose token cannot write. That of `pull_request_target` can. */
  readonly isFork: boolean;
}

/**
 * Reads the environment of GitHub Actions.
 *
 * @throws UsageError if something is missing
 */
export function readGitHubRun(context: HostContext): GitHubRun {
  const { env } = context;
  const repository = env["GITHUB_REPOSITORY"] ?? "";
  const [owner = "", repo = ""] = repository.split("/");
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) {
    throw new UsageError(
      "GITHUB_REPOSITORY is not OWNER/NAME: run this command in GitHub Actions, or set it",
    );
  }
  const token = readToken(context, "GITHUB_TOKEN") ?? readToken(context, "GH_TOKEN");
  if (token === undefined) {
    throw new UsageError(
      "there is no token: set GITHUB_TOKEN in the 'env' of the step, such as 'GITHUB_TOKEN: ${{ github.token }}'",
    );
  }
  const event = env["GITHUB_EVENT_NAME"] ?? "";
  const ref = env["GITHUB_REF"] ?? "";
  const payload = readEvent(env["GITHUB_EVENT_PATH"]);
  const pullRequest = findPullRequest(payload, ref, repository);
  return {
    api: readApi(env["GITHUB_API_URL"] || "https://api.github.com"),
    token,
    owner,
    repo,
    event,
    commit: env["GITHUB_SHA"] ?? "",
    ref,
    ...(pullRequest !== undefined && { pullRequest }),
    isFork: event !== "pull_request_target" && isOfFork(payload, repository),
  };
}

/** The error does not repeat the URL, because it may contain a password. */
function readApi(url: string): string {
  const { protocol = "", username, password } = URL.canParse(url) ? new URL(url) : {};
  if (/^https?:$/.test(protocol) && !username && !password) return url.replace(/\/$/, "");
  throw new UsageError(
    "GITHUB_API_URL is not a URL without a password, such as https://github.example.com/api/v3",
  );
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
function findPullRequest(event: unknown, ref: string, repository: string): number | undefined {
  const { pull_request: pullRequest, issue, workflow_run: run } = isObject(event) ? event : {};
  const ofIssue = isObject(issue) && isObject(issue["pull_request"]) ? issue : undefined;
  // It also lists pull requests of other repositories, such as one that merges this branch into a fork.
  const ofRun = listObjects(readMember(run, "pull_requests")).find((one) => isOf(repository, one));
  const found = [pullRequest, ofIssue, ofRun].find(isObject)?.["number"];
  const [, inRef] = /^refs\/pull\/(\d+)\//.exec(ref) ?? [];
  const number = Number(found ?? inRef);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

/** Whether the target of a pull request is in this repository. Only the URL names the owner. */
function isOf(repository: string, pullRequest: Record<string, unknown>): boolean {
  const url = readMember(pullRequest, "base.repo.url");
  return !isText(url) || url.toLowerCase().endsWith(`/repos/${repository.toLowerCase()}`);
}

function isOfFork(event: unknown, repository: string): boolean {
  if (!isObject(readMember(event, "pull_request.head"))) return false;
  // It is missing after the fork was deleted.
  const source = readMember(event, "pull_request.head.repo.full_name");
  // In a run that is started again after the repository was renamed, the event has the old name.
  const target = readMember(event, "repository.full_name");
  return String(source).toLowerCase() !== (isText(target) ? target : repository).toLowerCase();
}
