import { readFileSync } from "node:fs";
import { unescape as decode } from "node:querystring";
import { UsageError } from "./errors";
import { isObject } from "./json";
import type { PipelineRun } from "./model";
import { isSecretValue } from "./plan/secrets";

/** Longest URL of a run. Comments have little room. */
const MAX_URL = 2000;

/** Characters that `URL` leaves in a path or query, although RFC 3986 does not allow them there, such as `[` and `|`. */
const NOT_IN_URLS = /[^\w.~:/?#@!$&'()*+,;=%-]/g;

/** Variables of services and tools that run workflows of GitHub elsewhere. */
const NOT_GITHUB = ["ACT", "GITEA_ACTIONS", "FORGEJO_ACTIONS"] as const;

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads a file as text. */
type ReadText = (file: string) => string;

/** What a service says about a run. It may be empty or wrong. */
interface Claims {
  readonly commit?: string | undefined;
  readonly url?: string | undefined;
}

/** Options that replace what the pipeline says. */
export interface PipelineRunOptions {
  /** The commit that is reviewed. */
  readonly commit?: string;
  /** URL of the run. */
  readonly runUrl?: string;
}

/**
 * Returns the run of the pipeline that this process belongs to, from the variables that the service sets.
 *
 * @returns undefined outside a pipeline, and if nothing about it is known
 */
export function readPipelineRun(
  env: Environment,
  readFile: ReadText = (file) => readFileSync(file, "utf8"),
): PipelineRun | undefined {
  const { commit, url } = readClaims(env, readFile);
  return buildRun(checkCommit(commit), checkUrl(url));
}

/** Returns the run of the pipeline, with the values of the command line in place of those of the service. */
export function choosePipelineRun(
  { commit, runUrl }: PipelineRunOptions,
  env: Environment,
): PipelineRun | undefined {
  const run = readPipelineRun(env);
  return buildRun(commit ?? run?.commit, runUrl ?? run?.url);
}

/**
 * Checks a commit of the command line.
 *
 * @throws UsageError if it is not a SHA
 */
export function parseCommit(value: string): string {
  const commit = checkCommit(value);
  if (commit !== undefined) return commit;
  throw new UsageError("'--commit' must be the SHA of a commit: 7 to 64 hexadecimal digits");
}

/**
 * Checks a URL of the command line. The error does not repeat it, because it may contain a password.
 *
 * @throws UsageError if it cannot be shown as a link
 */
export function parseRunUrl(value: string): string {
  const url = checkUrl(value);
  if (url !== undefined) return url;
  throw new UsageError(
    `'--run-url' must be an http or https URL without a password or token, with at most ${MAX_URL} characters: pass the URL of the run that people open`,
  );
}

function buildRun(commit: string | undefined, url: string | undefined): PipelineRun | undefined {
  if (commit === undefined && url === undefined) return undefined;
  return { ...(commit !== undefined && { commit }), ...(url !== undefined && { url }) };
}

/** Bitbucket abbreviates the commit of a pull request to 12 digits (https://jira.atlassian.com/browse/BCLOUD-19393). */
function checkCommit(commit = ""): string | undefined {
  return /^[0-9a-f]{7,64}$/i.test(commit) ? commit.toLowerCase() : undefined;
}

/** `URL` removes line breaks and encodes other languages, so its result is what is checked. */
function checkUrl(text = ""): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, username, password, origin, href } = new URL(text);
  if (!/^https?:$/.test(protocol) || username !== "" || password !== "") return undefined;
  const url = origin + href.slice(origin.length).replaceAll(NOT_IN_URLS, encodeURIComponent);
  return url.length > MAX_URL || isSecretValue(url) || isSecretValue(decode(url)) ? undefined : url;
}

function readClaims(env: Environment, readFile: ReadText): Claims {
  const services = [
    env["GITHUB_ACTIONS"] === "true" && readGitHub(env, readFile),
    env["GITLAB_CI"] === "true" && readGitLab(env),
    env["TF_BUILD"] && readAzure(env),
    env["BITBUCKET_BUILD_NUMBER"] && readBitbucket(env),
  ];
  // Some pipelines set `GITHUB_ACTIONS` on other services, so that tools print colors.
  return services.find((claims) => claims && (claims.commit || claims.url)) || {};
}

/**
 * The commit of a pull request is in the event. `GITHUB_SHA` is its merge with the target branch, or in other events the default branch.
 *
 * @see https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows
 * @see https://docs.github.com/actions/reference/workflows-and-actions/variables
 */
function readGitHub(env: Environment, readFile: ReadText): Claims {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT } = env;
  const run = join([GITHUB_SERVER_URL, GITHUB_REPOSITORY, "actions/runs", GITHUB_RUN_ID]);
  const attempt = join([run, "attempts", GITHUB_RUN_ATTEMPT]);
  const commit = readGitHubCommit(env, readFile);
  // Gitea and Forgejo number runs differently, and `act` has none: the link would lead to another run.
  return NOT_GITHUB.some((name) => env[name]) ? { commit } : { commit, url: attempt ?? run };
}

function readGitHubCommit(env: Environment, readFile: ReadText): string | undefined {
  const event = readEvent(env["GITHUB_EVENT_PATH"], readFile);
  const commit =
    readText(event, "pull_request", "head", "sha") ??
    readText(event, "merge_group", "head_sha") ??
    readText(event, "workflow_run", "head_sha");
  if (commit !== undefined) return commit;
  // Here GITHUB_SHA is not the commit of the pull request.
  const isOther = /^(pull_request|issue_comment|workflow_run)/.test(env["GITHUB_EVENT_NAME"] ?? "");
  return isOther ? undefined : env["GITHUB_SHA"];
}

/** An event that cannot be read is no reason to fail. */
function readEvent(file: string | undefined, readFile: ReadText): unknown {
  if (!file) return undefined;
  try {
    return JSON.parse(readFile(file));
  } catch {
    return undefined;
  }
}

function readText(value: unknown, ...keys: readonly string[]): string | undefined {
  const found = keys.reduce((part, key) => (isObject(part) ? part[key] : undefined), value);
  return typeof found === "string" ? found : undefined;
}

/**
 * In a merged results pipeline, `CI_COMMIT_SHA` is the merge with the target branch. Only there, the other variable is set.
 *
 * @see https://docs.gitlab.com/ci/variables/predefined_variables/
 */
function readGitLab(env: Environment): Claims {
  const head = env["CI_MERGE_REQUEST_SOURCE_BRANCH_SHA"];
  return { commit: head ? head : env["CI_COMMIT_SHA"], url: env["CI_JOB_URL"] };
}

/**
 * In a pull request, `BUILD_SOURCEVERSION` is the merge with the target branch.
 *
 * @see https://learn.microsoft.com/azure/devops/pipelines/build/variables
 */
function readAzure(env: Environment): Claims {
  const head = env["SYSTEM_PULLREQUEST_SOURCECOMMITID"];
  const collection = env["SYSTEM_COLLECTIONURI"] ?? env["SYSTEM_TEAMFOUNDATIONCOLLECTIONURI"];
  const project = encodeURIComponent(env["SYSTEM_TEAMPROJECT"]?.toWellFormed() ?? "");
  const build = env["BUILD_BUILDID"];
  return {
    commit: head ? head : env["BUILD_SOURCEVERSION"],
    url: build && join([collection, project, `_build/results?buildId=${build}`]),
  };
}

/** @see https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets/ */
function readBitbucket(env: Environment): Claims {
  const origin = env["BITBUCKET_GIT_HTTP_ORIGIN"];
  return {
    commit: env["BITBUCKET_COMMIT"],
    url: join([origin, "pipelines/results", env["BITBUCKET_BUILD_NUMBER"]]),
  };
}

/** Joins the parts of a URL. Undefined if one is missing. */
function join(parts: readonly (string | undefined)[]): string | undefined {
  return parts.every(Boolean) ? parts.map((part) => part?.replace(/\/$/, "")).join("/") : undefined;
}
