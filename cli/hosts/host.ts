import type { ProcessContext } from "../process-context";

/** A comment of a pull request that the tool may change. */
export interface HostComment {
  readonly id: string;
  readonly body: string;
  /** Where people read it. */
  readonly url: string;
}

/** A pull request on a service such as GitHub. Its methods throw a `UsageError` that says what to do, or a `Notice`. */
export interface PullRequest {
  /** Its name for messages, such as `pull request 7 of acme/hello`. */
  readonly name: string;
  /** Its last commit now, which may be newer than the one of this run. */
  headCommit(): Promise<string>;
  /**
   * All comments of the user that the token belongs to, the oldest first. Others may write the same marker, so theirs are left out. Only
   * while nothing was written and the service does not say who the user is, there may be comments of others.
   */
  ownComments(): Promise<readonly HostComment[]>;
  create(body: string): Promise<HostComment>;
  /** Returns undefined if the comment does not exist, or is found to be somebody else's. */
  update(id: string, body: string): Promise<HostComment | undefined>;
  /** Does nothing if the comment does not exist. */
  remove(id: string): Promise<void>;
}

/** Findings as alerts on the changed lines and in the list of the repository. */
export interface CodeScanning {
  /**
   * Uploads a SARIF file, and waits until the service has read it.
   *
   * @returns what happened, as a sentence
   */
  upload(sarif: string): Promise<string>;
}

/** A service with pull requests, for one run of a pipeline. */
export interface Host {
  /** Its name, such as `GitHub`. */
  readonly name: string;
  /** Name of the report that it shows, in the folder of `--reports`. */
  readonly report: string;
  /** Most characters of a comment, in UTF-16 code units. */
  readonly maxChars: number;
  /** Returns a part of our Markdown as the service writes Markdown. */
  readonly rewrite: (markdown: string) => string;
  /** Undefined if the run belongs to no pull request. */
  readonly pullRequest?: PullRequest;
  /** Undefined if the service shows no findings from SARIF. */
  readonly codeScanning?: CodeScanning;
}

/** What a host reads of the process. */
export type HostContext = Pick<ProcessContext, "env" | "interruption" | "second">;

/** Something that was not done and is no failure. The message says why, and what to do. */
export class Notice extends Error {
  public override readonly name = "Notice";
}
