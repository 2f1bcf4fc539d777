import { UsageError } from "../../errors";
import { isObject } from "../../json";
import { requireMember } from "../members";
import { type HostComment, Notice, type PullRequest } from "../host";
import { type GitHubClient, GitHubError } from "./client";
import type { GitHubRun } from "./event";

/** A pull request on GitHub. */
export class GitHubPullRequest implements PullRequest {
  public readonly name: string;

  private readonly place: { readonly owner: string; readonly repo: string };

  public constructor(
    private readonly client: GitHubClient,
    private readonly run: GitHubRun,
    private readonly number: number,
  ) {
    const { owner, repo } = run;
    this.name = `pull request ${number} of ${owner}/${repo}`;
    this.place = { owner, repo };
  }

  public async headCommit(): Promise<string> {
    const { head } = await this.write(`read ${this.name}`, "GET /repos/{owner}/{repo}/pulls/{number}");
    if (!isObject(head) || typeof head["sha"] !== "string") {
      throw new UsageError(`cannot read ${this.name}: GitHub answered without its last commit`);
    }
    return head["sha"];
  }

  /** GitHub lists them by their id, so the oldest first. */
  public async ownComments(): Promise<readonly HostComment[]> {
    const login = await this.client.readLogin();
    const route = "GET /repos/{owner}/{repo}/issues/{number}/comments";
    const comments = await this.client.list(`read the comments of ${this.name}`, route, {
      ...this.place,
      number: this.number,
    });
    return comments
      .filter(isObject)
      .filter(({ user }) => isObject(user) && user["login"] === login)
      .map(readComment);
  }

  public async create(body: string): Promise<HostComment> {
    const route = "POST /repos/{owner}/{repo}/issues/{number}/comments";
    return readComment(await this.write(`comment on ${this.name}`, route, { body }));
  }

  public async update(id: string, body: string): Promise<HostComment | undefined> {
    const route = "PATCH /repos/{owner}/{repo}/issues/comments/{id}";
    const answer = this.write(`update the comment on ${this.name}`, route, { id, body });
    const comment = await unlessGone(answer);
    return comment && readComment(comment);
  }

  public async remove(id: string): Promise<void> {
    const route = "DELETE /repos/{owner}/{repo}/issues/comments/{id}";
    await unlessGone(this.write(`remove a second comment on ${this.name}`, route, { id }));
  }

  private async write(
    purpose: string,
    route: string,
    parameters: object = {},
  ): Promise<Record<string, unknown>> {
    try {
      return await this.client.send(purpose, route, { ...this.place, number: this.number, ...parameters });
    } catch (error) {
      throw this.explain(error);
    }
  }

  private explain(error: unknown): unknown {
    if (!(error instanceof GitHubError) || error.status !== 403) return error;
    if (/locked/i.test(error.reason)) {
      return new UsageError(`${error.message} Unlock the conversation, or pass '--no-comment'`);
    }
    if (!/not accessible/i.test(error.reason)) return error;
    if (!this.run.isFork) {
      return new UsageError(
        `${error.message}. Give ${error.permissionHolder} the permission 'pull-requests: write'`,
      );
    }
    return new Notice(
      `no comment, because ${this.name} comes from a fork, whose runs cannot write. Check the code, then push it to a branch of this repository`,
    );
  }
}

function readComment(comment: Record<string, unknown>): HostComment {
  const { body } = comment;
  return {
    id: requireMember(comment, "id", "GitHub"),
    body: typeof body === "string" ? body : "",
    url: requireMember(comment, "html_url", "GitHub"),
  };
}

/** Someone may have removed the comment. */
async function unlessGone<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof GitHubError && [404, 410].includes(error.status)) return undefined;
    throw error;
  }
}
