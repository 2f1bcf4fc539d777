import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Interrupt } from "../../cli/interrupt";
import { run } from "../../cli/program";
import { renderJson } from "../../cli/render/json";
import { renderMarkdown } from "../../cli/render/markdown/markdown";
import { renderSarif } from "../../cli/render/sarif";
import { ChildProcesses } from "../../cli/terraform/child-processes";
import type { Called } from "./review-command";
import { firstDeploy } from "./reviews";

/** The commit of a test's pull request. */
export const HEAD = "1111111111111111111111111111111111111111";
/** The commit before it. */
export const OLDER = "2222222222222222222222222222222222222222";
/** The merge of the pull request with its target branch. */
export const MERGE = "3333333333333333333333333333333333333333";

type Environment = Readonly<Record<string, string | undefined>>;

/** A folder with reports, in which `app-runner post` runs in this process. */
export class PostFolder {
  public readonly directory = mkdtempSync(path.join(tmpdir(), "post-"));
  /** For a test that presses Ctrl-C. */
  public readonly interruption = new Interrupt();

  /** Writes the reports of a review, as `plan --reports plan-review` does. */
  public writeReports(commit: string, key?: string, review = firstDeploy()): void {
    const reviewed = { ...review, run: { commit } };
    this.write("plan-review/review.json", renderJson(reviewed));
    this.write("plan-review/review.md", renderMarkdown(reviewed, { ...(key !== undefined && { key }) }));
    this.write("plan-review/review.sarif", renderSarif(reviewed));
  }

  /** Writes a file, and returns its path. */
  public write(file: string, content: string): string {
    const target = path.join(this.directory, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, content);
    return target;
  }

  /** Reads a file. */
  public read(file: string): string {
    return readFileSync(path.join(this.directory, file), "utf8");
  }

  /** Calls `app-runner post`. It waits a millisecond instead of a second. */
  public async post(env: Environment, ...args: readonly string[]): Promise<Called> {
    const stdout: string[] = [];
    const stderr: string[] = [];
    const { interruption } = this;
    const exitCode = await run(["post", ...args], {
      cwd: this.directory,
      env: { APP_RUNNER_DEBUG: "1", ...env },
      stdout: { write: (text: string) => stdout.push(text) },
      stderr: { write: (text: string) => stderr.push(text) },
      now: () => 0,
      second: 1,
      interruption,
      children: new ChildProcesses(interruption),
      version: "1.2.3",
    });
    return { exitCode, stdout: stdout.join(""), stderr: stderr.join("") };
  }

  /** The environment of GitHub Actions, for a pull request from a branch of the repository. */
  public buildActionsEnv(url: string, more: Environment = {}, event: object = buildEvent()): Environment {
    return {
      GITHUB_ACTIONS: "true",
      GITHUB_API_URL: url,
      GITHUB_SERVER_URL: "https://github.com",
      GITHUB_REPOSITORY: "acme/hello",
      GITHUB_RUN_ID: "99",
      GITHUB_TOKEN: "actions-token",
      GITHUB_EVENT_NAME: "pull_request",
      GITHUB_EVENT_PATH: this.write("event.json", JSON.stringify(event)),
      GITHUB_REF: "refs/pull/7/merge",
      GITHUB_SHA: MERGE,
      ...more,
    };
  }

  /** Removes the folder. */
  public remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** The event of a pull request. */
export function buildEvent(sha = HEAD, source = "acme/hello"): object {
  return { pull_request: { number: 7, head: { sha, repo: { full_name: source } } } };
}
