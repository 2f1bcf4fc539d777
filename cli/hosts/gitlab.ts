import { UsageError } from "../errors";
import { listObjects } from "../json";
import { readAddress } from "./address";
import { type Host, type HostComment, type HostContext, Notice, type PullRequest } from "./host";
import { type Answer, HttpClient } from "./http-client";
import { readMember, requireMember } from "./members";
import { adviseOnToken, unlessMissing } from "./refusal";
import { readToken } from "./token";

/** Most characters of a note. */
const MAX_CHARS = 1_000_000;

const ADVICE =
  "GITLAB_TOKEN must be a project access token with the role Reporter and the scope 'api', in a masked CI/CD variable that is not protected. CI_JOB_TOKEN cannot write notes.";

/**
 * Connects to GitLab, in a job of a merge request pipeline.
 *
 * @see https://docs.gitlab.com/ci/variables/predefined_variables/
 */
export function openGitLab(context: HostContext): Promise<Host> {
  const isMergeRequest = Boolean(context.env["CI_MERGE_REQUEST_IID"]);
  return Promise.resolve({
    name: "GitLab",
    report: "review.md",
    maxChars: MAX_CHARS,
    rewrite: (markdown) => markdown,
    ...(isMergeRequest && { pullRequest: new MergeRequest(context) }),
  });
}

/**
 * A merge request and its notes.
 *
 * @see https://docs.gitlab.com/api/notes/#merge-requests
 */
class MergeRequest implements PullRequest {
  public readonly name: string;
  private readonly path: string;
  private user?: string;

  public constructor(private readonly context: HostContext) {
    const { env } = context;
    const iid = env["CI_MERGE_REQUEST_IID"] ?? "";
    this.name = `merge request ${iid} of ${env["CI_MERGE_REQUEST_PROJECT_PATH"] ?? env["CI_PROJECT_PATH"] ?? "this project"}`;
    // A merge request belongs to the project that it changes; in a pipeline of a fork, CI_PROJECT_ID is the fork.
    const project = env["CI_MERGE_REQUEST_PROJECT_ID"] || env["CI_PROJECT_ID"] || "";
    this.path = `/projects/${encodeURIComponent(project)}/merge_requests/${encodeURIComponent(iid)}`;
  }

  public async headCommit(): Promise<string> {
    const { body } = await this.send("GET", this.path);
    return requireMember(body, "sha", "GitLab");
  }

  public async ownComments(): Promise<HostComment[]> {
    const user = await this.readUser();
    const comments: HostComment[] = [];
    for (let page = 1; page > 0;) {
      const query = `sort=asc&order_by=created_at&per_page=100&page=${page}`;
      const { body, headers } = await this.send("GET", `${this.path}/notes?${query}`);
      const own = listObjects(body).filter(
        (note) => note["system"] !== true && String(readMember(note, "author.id")) === user,
      );
      comments.push(...own.map((note) => this.readNote(note)));
      const next = Number(headers.get("x-next-page"));
      page = next > page ? next : 0;
    }
    // Two notes may have one time.
    return comments.sort((a, b) => Number(a.id) - Number(b.id));
  }

  public async create(body: string): Promise<HostComment> {
    const answer = await this.send("POST", `${this.path}/notes`, { body });
    return this.readNote(answer.body);
  }

  public async update(id: string, body: string): Promise<HostComment | undefined> {
    const answer = await unlessMissing(this.send("PUT", `${this.path}/notes/${id}`, { body }));
    return answer && this.readNote(answer.body);
  }

  public async remove(id: string): Promise<void> {
    await unlessMissing(this.send("DELETE", `${this.path}/notes/${id}`));
  }

  private async readUser(): Promise<string> {
    this.user ??= requireMember((await this.send("GET", "/user")).body, "id", "GitLab");
    return this.user;
  }

  private readNote(note: unknown): HostComment {
    const { env } = this.context;
    const id = requireMember(note, "id", "GitLab");
    const project = env["CI_MERGE_REQUEST_PROJECT_URL"] ?? env["CI_PROJECT_URL"] ?? "";
    return {
      id,
      body: requireMember(note, "body", "GitLab"),
      url: `${project}/-/merge_requests/${env["CI_MERGE_REQUEST_IID"] ?? ""}#note_${id}`,
    };
  }

  private send(method: string, path: string, body?: unknown): Promise<Answer> {
    return adviseOnToken(ADVICE, this.connect().send(method, path, body));
  }

  private connect(): HttpClient {
    const { env } = this.context;
    const token = readToken(this.context, "GITLAB_TOKEN");
    if (token === undefined) {
      const isFork =
        env["CI_MERGE_REQUEST_SOURCE_PROJECT_ID"] !== undefined &&
        env["CI_MERGE_REQUEST_SOURCE_PROJECT_ID"] !== env["CI_MERGE_REQUEST_PROJECT_ID"];
      if (isFork) throw new Notice("no comment, because the pipeline of a fork has no GITLAB_TOKEN");
      throw new UsageError(`GITLAB_TOKEN is not set. ${ADVICE}`);
    }
    const base = readAddress(this.context, "CI_API_V4_URL");
    if (base === undefined)
      throw new UsageError("CI_API_V4_URL is not set: run this command in a job of GitLab CI/CD");
    return new HttpClient(base, { "private-token": token }, this.context);
  }
}
