import path from "node:path";
import { UsageError } from "../errors";
import { OK } from "../exit-codes";
import { HOSTS, type HostName } from "../hosts/all-hosts";
import { describeMissingReview, describeNewerCommit } from "../hosts/comment-text";
import { isSameCommit } from "../hosts/commits";
import { type CodeScanning, type Host, Notice, type PullRequest } from "../hosts/host";
import { type Kept, keepOneComment, nameCommit, type NewComment } from "../hosts/keep-one-comment";
import { readPostedReview } from "../hosts/posted-review";
import { readReportFile } from "../hosts/report-file";
import type { PipelineRun } from "../model";
import { choosePipelineRun, type PipelineRunOptions } from "../pipeline-run";
import { shortenCommit } from "../render/labels";
import { buildMarker } from "../render/markdown/marker";
import { formatCount } from "../text/lists";
import { oneLine } from "../text/one-line";
import type { CommandContext } from "./context";

/** Options of `post`. */
export interface PostOptions extends PipelineRunOptions {
  /** Folder with the reports. */
  readonly reports: string;
  readonly key?: string;
  readonly comment: boolean;
  readonly codeScanning: boolean;
  /** Shown in the comment if there is no review. */
  readonly reason?: string;
}

/** The review of this run, or why it does not exist. */
type Posted = { readonly text: string } | { readonly problem: string };

/** What the parts of the command need. */
interface Posting {
  readonly host: Host;
  readonly posted: Posted;
  readonly commit: string;
  readonly run: PipelineRun;
  readonly options: PostOptions;
}

/**
 * Posts the reports of a review to a service with pull requests.
 *
 * @returns the exit code
 * @throws UsageError if the service refuses something
 */
export async function post(name: HostName, options: PostOptions, context: CommandContext): Promise<number> {
  const host = await HOSTS[name](context);
  const { codeScanning } = host;
  const run = choosePipelineRun(options, context.env) ?? {};
  const { commit } = run;
  if (commit === undefined) {
    throw new UsageError("this run does not say which commit it reviews: pass '--commit'");
  }
  const folder = path.resolve(context.cwd, options.reports);
  const posted = readPosted(folder, host, commit, options);
  const posting = { host, posted, commit, run, options };
  const errors = [
    ...(await attempt(() => postComment(posting), context)),
    ...(codeScanning ? await attempt(() => uploadFindings(posting, codeScanning, folder), context) : []),
  ];
  if (errors.length > 0) throw new UsageError(errors.join("\n"));
  if ("text" in posted || options.reason) return OK;
  throw new UsageError(`there is no review of commit ${shortenCommit(commit)}: ${posted.problem}`);
}

/** Runs one part, so that its error does not keep the other part from running. Returns its error. */
async function attempt(part: () => Promise<string>, { stderr }: CommandContext): Promise<string[]> {
  try {
    stderr.write(`${oneLine(await part())}\n`);
    return [];
  } catch (error) {
    if (error instanceof UsageError) return [error.message];
    if (!(error instanceof Notice)) throw error;
    stderr.write(`notice: ${oneLine(error.message)}\n`);
    return [];
  }
}

function readPosted(folder: string, host: Host, commit: string, { key }: PostOptions): Posted {
  try {
    return { text: readPostedReview(folder, host, commit, key) };
  } catch (error) {
    if (error instanceof UsageError) return { problem: error.message };
    throw error;
  }
}

async function postComment(posting: Posting): Promise<string> {
  const { host, commit, options } = posting;
  const { pullRequest } = host;
  if (!options.comment) throw new Notice("no comment, because of '--no-comment'");
  if (!pullRequest) throw new Notice("no comment, because this run belongs to no pull request");
  const head = await pullRequest.headCommit();
  const comment = buildComment(posting, head);
  const problem = findExcess(comment, host);
  if (problem === undefined) {
    return describe(pullRequest, await keepOneComment(pullRequest, comment, head), commit, head);
  }
  // Otherwise an earlier review would still look like the review of this commit.
  const without = { ...posting, posted: { problem }, options: { ...options, reason: "" } };
  await keepOneComment(pullRequest, buildComment(without, head), head);
  throw new UsageError(problem);
}

function buildComment(posting: Posting, head: string): NewComment {
  const { host, commit, options } = posting;
  return {
    marker: host.rewrite(buildMarker(options.key)),
    commit,
    commitLine: host.rewrite(`<!-- ${nameCommit(commit)} -->`),
    text: buildText(posting, head),
  };
}

function buildText({ host, posted, commit, run, options }: Posting, head: string): string {
  const { rewrite } = host;
  const newer = isSameCommit(commit, head) ? "" : rewrite(describeNewerCommit(commit, head));
  if ("text" in posted) return `${newer}${posted.text}`;
  return `${newer}${rewrite(describeMissingReview(commit, options.reason || posted.problem, run, options.key))}`;
}

/** Says that a comment is too long; undefined if it is not. */
function findExcess(
  { marker, commitLine, text }: NewComment,
  { name, maxChars, report }: Host,
): string | undefined {
  const { length } = [marker, commitLine, text].join("\n");
  if (length <= maxChars) return undefined;
  return `the comment has ${formatCount(length, "character")}, and ${name} accepts ${maxChars.toLocaleString("en-US")}: pass a lower '--max-chars' to the command that writes ${report}`;
}

function describe({ name }: PullRequest, { action, comment }: Kept, commit: string, head: string): string {
  const [reviewed, newer] = [commit, head].map(shortenCommit);
  if (action === "left") {
    return `Left the comment on ${name}: it is about the newer commit ${newer ?? ""}, this run about ${reviewed ?? ""}: ${comment.url}`;
  }
  return `${action === "created" ? "Created" : "Updated"} the comment on ${name}: ${comment.url}`;
}

async function uploadFindings(
  { posted, options }: Posting,
  codeScanning: CodeScanning,
  folder: string,
): Promise<string> {
  if (!options.codeScanning) throw new Notice("no code scanning, because of '--no-code-scanning'");
  if ("problem" in posted) {
    throw new Notice("no upload to code scanning, because there is no review of this commit");
  }
  return codeScanning.upload(readReportFile(folder, "review.sarif"));
}
