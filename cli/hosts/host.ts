/** A comment of a pull request that the tool may change. */
export interface HostComment {
  readonly id: string;
  readonly body: string;
  /** Where people read it. */
  readonly url: string;
}

/** A pull request on a service such as GitHub. Its methods throw a `UsageError` that says what to do. */
export interface PullRequest {
  /** Its name for messages, such as `pull request 7 of acme/hello`. */
  readonly name: string;
  /** Its last commit now, which may be newer than the one of this run. */
  headCommit(): Promise<string>;
  /** All comments of the user that the token belongs to, the oldest first. Others may write the same marker, so theirs are left out. */
  ownComments(): Promise<readonly HostComment[]>;
  create(body: string): Promise<HostComment>;
  /** Returns undefined if the comment no longer exists. */
  update(id: string, body: string): Promise<HostComment | undefined>;
  /** Does nothing if the comment no longer exists. */
  remove(id: string): Promise<void>;
}

/** A service with pull requests, for one run of a pipeline. */
export interface Host {
  /** Its name, such as `GitHub`. */
  readonly name: string;
  /** Name of the report that it shows, in the folder of `--reports`. */
  readonly report: string;
  /** Most characters of a comment, in UTF-16 code units. */
  readonly maxChars: number;
  /** Undefined if the run belongs to no pull request. */
  readonly pullRequest?: PullRequest;
}
