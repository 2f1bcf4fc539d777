import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { UsageError } from "../../errors";
import { isText } from "../../json";
import { Interrupted } from "../../process-context";
import { formatCount } from "../../text/lists";
import { oneLine } from "../../text/one-line";
import { truncate } from "../../text/shorten";
import { type CodeScanning, type HostContext, Notice } from "../host";
import { readSarif } from "../sarif-file";
import { type GitHubClient, GitHubError } from "./client";
import type { GitHubRun } from "./event";

/** Waits before each look at the state of an upload, in seconds: two minutes together. */
const WAITS = [2, 3, 5, 10, 20, 30, 50];
/** Longest list of GitHub's errors to show. */
const MAX_ERRORS = 1_000;

/** Code scanning of a repository on GitHub. */
export class GitHubCodeScanning implements CodeScanning {
  public constructor(
    private readonly client: GitHubClient,
    private readonly run: GitHubRun,
    private readonly context: HostContext,
  ) {}

  public async upload(sarif: string): Promise<string> {
    const { results, isComplete } = readSarif(sarif);
    if (!isComplete) {
      throw new Notice(
        "no upload to code scanning, because a stack failed: its findings are unknown, and code scanning would close their alerts",
      );
    }
    const { commit, ref } = this.findPlace();
    // JSON may not start with a byte order mark, which PowerShell adds to a file that it rewrites.
    const compressed = await promisify(gzip)(sarif.replace(/^\uFEFF/, ""));
    const data = { commit_sha: commit, ref, sarif: compressed.toString("base64") };
    const id = await this.send(data);
    await this.waitFor(id);
    return `Uploaded ${formatCount(results, "finding")} to code scanning of ${ref}`;
  }

  /**
   * Returns the commit that was checked out and planned, and its ref, as `github/codeql-action` does.
   *
   * @throws Notice if GitHub shows no alerts for it
   */
  private findPlace(): { readonly commit: string; readonly ref: string } {
    const { event, commit, ref } = this.run;
    if (ref.startsWith("refs/heads/gh-readonly-queue/")) {
      throw new Notice(
        "no upload to code scanning, because GitHub removes the branch of the merge queue: upload on the default branch",
      );
    }
    if (["pull_request_target", "issue_comment", "workflow_run"].includes(event)) {
      throw new Notice(
        `no upload to code scanning, because a run for '${event}' belongs to the default branch, not to what was reviewed`,
      );
    }
    if (ref !== "" && commit !== "") return { commit, ref };
    throw new UsageError(
      "GITHUB_REF or GITHUB_SHA is missing: run this command in GitHub Actions, or set them",
    );
  }

  private async send(data: object): Promise<string> {
    try {
      const route = "POST /repos/{owner}/{repo}/code-scanning/sarifs";
      const { id } = await this.client.send("upload to code scanning", route, { ...this.place(), ...data });
      if (isText(id)) return id;
    } catch (error) {
      throw error instanceof GitHubError ? explain(error, this.run) : error;
    }
    throw new UsageError("cannot upload to code scanning: GitHub answered without the id of the upload");
  }

  private async waitFor(id: string): Promise<void> {
    const { second = 1_000 } = this.context;
    for (const wait of WAITS) {
      await this.pause(wait * second);
      const { processing_status: state, errors } = await this.readState(id);
      if (state === "complete") return;
      if (state === "failed") {
        const reasons = Array.isArray(errors) ? errors.filter(isText).join("; ") : "";
        const shown = truncate(oneLine(reasons || "no reason"), MAX_ERRORS);
        throw new UsageError(`code scanning cannot read the upload: ${shown}`);
      }
    }
    throw new Notice(
      "uploaded to code scanning, which has not read the file after two minutes: look there later",
    );
  }

  private async pause(milliseconds: number): Promise<void> {
    const { stop } = this.context.interruption;
    try {
      await setTimeout(milliseconds, undefined, { signal: stop });
    } catch (error) {
      throw stop.aborted ? new Interrupted() : error;
    }
  }

  private async readState(id: string): Promise<Record<string, unknown>> {
    try {
      const route = "GET /repos/{owner}/{repo}/code-scanning/sarifs/{id}";
      return await this.client.send("read the state of the upload", route, { ...this.place(), id });
    } catch (error) {
      // It can be unknown for a moment.
      if (error instanceof GitHubError && error.status === 404) return {};
      throw error;
    }
  }

  private place(): { readonly owner: string; readonly repo: string } {
    return { owner: this.run.owner, repo: this.run.repo };
  }
}

function explain(error: GitHubError, { isFork, ref, commit }: GitHubRun): Error {
  const { status, reason } = error;
  if (status === 413) {
    return new UsageError(
      "review.sarif is too large for code scanning: review fewer stacks at once, or pass '--no-code-scanning'",
    );
  }
  if (status === 404 && /^ref /i.test(reason)) {
    return new Notice(`no upload to code scanning, because GitHub has removed ${ref}`);
  }
  if (status === 404 && /^commit /i.test(reason)) {
    return new Notice(
      `no upload to code scanning, because GitHub has no commit ${commit}: a push replaced it`,
    );
  }
  if (status === 404) {
    return new Notice(
      `no upload to code scanning, because this repository does not have it, or the token may not see it (GitHub: ${reason}). Enable it in the settings of the repository, check the permission 'security-events: write', or pass '--no-code-scanning'`,
    );
  }
  if (status === 403 && /must be enabled|not enabled|disabled/i.test(reason)) {
    return new Notice(
      `no upload to code scanning, because this repository does not have it (GitHub: ${reason}). Enable it in the settings of the repository, or pass '--no-code-scanning'`,
    );
  }
  if (status !== 403 || !/not accessible/i.test(reason)) return error;
  if (isFork) return new Notice("no upload to code scanning, because a run for a fork cannot write");
  return new UsageError(
    `${error.message}. Give ${error.permissionHolder} the permission 'security-events: write'. If it has it, this private repository has no code scanning: pass '--no-code-scanning'`,
  );
}
