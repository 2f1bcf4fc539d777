import { UsageError } from "../errors";
import { listObjects } from "../json";
import { BITBUCKET_COMMENT_CHARS, toBitbucket } from "../render/markdown/bitbucket";
import { buildMarker } from "../render/markdown/marker";
import type { Host, HostComment, HostContext, PullRequest } from "./host";
import { type Answer, HttpClient, HttpError } from "./http-client";
import { readMember, requireMember } from "./members";
import { adviseOnToken, unlessMissing } from "./refusal";
import { readToken } from "./token";

const API = "https://api.bitbucket.org/2.0";

const ADVICE =
  "BITBUCKET_TOKEN must be a repository access token with the scope 'pullrequest:write', in a secured repository variable.";

/** What every comment of this tool starts with. */
const START = "[comment]: # (app-runner review";

/**
 * Connects to Bitbucket Cloud, in a pipeline of a pull request.
 *
 * @see https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets/
 */
export function openBitbucket(context: HostContext): Promise<Host> {
  const isPullRequest = Boolean(context.env["BITBUCKET_PR_ID"]);
  return Promise.resolve({
    name: "Bitbucket",
    report: "review.bitbucket.md",
    maxChars: BITBUCKET_COMMENT_CHARS,
    buildMarker: (key) => toBitbucket(buildMarker(key)),
    hide: (text) => toBitbucket(`<!-- ${text} -->`),
    rewrite: toBitbucket,
    ...(isPullRequest && { pullRequest: new BitbucketPullRequest(context) }),
  });
}

/**
 * A pull request and its comments.
 *
 * @see https://developer.atlassian.com/cloud/bitbucket/rest/api-group-pullrequests/
 */
class BitbucketPullRequest implements PullRequest {
  public readonly name: string;
  private readonly path: string;
  private user?: string;

  public constructor(private readonly context: HostContext) {
    const read = (name: string): string => context.env[name] ?? "";
    const [workspace, slug, id] = [
      read("BITBUCKET_WORKSPACE"),
      read("BITBUCKET_REPO_SLUG"),
      read("BITBUCKET_PR_ID"),
    ];
    this.name = `pull request ${id} of ${workspace}/${slug}`;
    const [owner = "", repository = "", number = ""] = [workspace, slug, id].map(encodeURIComponent);
    this.path = `/repositories/${owner}/${repository}/pullrequests/${number}`;
  }

  /** Bitbucket shortens the commit. */
  public async headCommit(): Promise<string> {
    const { body } = await this.send("GET", this.path);
    return requireMember(body, "source.commit.hash", "Bitbucket");
  }

  public async ownComments(): Promise<HostComment[]> {
    const comments = await this.listComments();
    const user = await this.findUser(comments);
    return comments.filter((comment) => readAuthor(comment) === user).map(readComment);
  }

  public async create(raw: string): Promise<HostComment> {
    const { body } = await this.send("POST", `${this.path}/comments`, { content: { raw } });
    this.user = readAuthor(body) ?? this.user;
    return readComment(body);
  }

  public async update(id: string, raw: string): Promise<HostComment | undefined> {
    const answer = await unlessMissing(this.send("PUT", `${this.path}/comments/${id}`, { content: { raw } }));
    return answer && readComment(answer.body);
  }

  public async remove(id: string): Promise<void> {
    await unlessMissing(this.send("DELETE", `${this.path}/comments/${id}`));
  }

  /** Returns the comments of this tool, and what looks like them. */
  private async listComments(): Promise<unknown[]> {
    const comments: unknown[] = [];
    let next: unknown = `${this.path}/comments?pagelen=100&sort=created_on`;
    while (typeof next === "string") {
      const { body } = await this.send("GET", next);
      comments.push(
        ...listObjects(readMember(body, "values")).filter(
          (comment) =>
            comment["deleted"] !== true && String(readMember(comment, "content.raw")).startsWith(START),
        ),
      );
      next = readMember(body, "next");
    }
    return comments;
  }

  /**
   * Returns the user of the token; undefined if it has no comment. An access token of a repository may not ask who it is. As only the
   * author may update a comment, its own are those that it can update without a change.
   */
  private async findUser(comments: readonly unknown[]): Promise<string | undefined> {
    this.user ??= await this.readUser();
    const tried = new Set<string>();
    for (const comment of comments) {
      const author = readAuthor(comment);
      if (this.user !== undefined) break;
      if (author === undefined || tried.has(author)) continue;
      tried.add(author);
      if (await this.canUpdate(readComment(comment))) this.user = author;
    }
    return this.user;
  }

  private async readUser(): Promise<string | undefined> {
    try {
      const { body } = await this.connect().send("GET", "/user");
      return requireMember(body, "uuid", "Bitbucket");
    } catch (error) {
      if (error instanceof HttpError && [401, 403, 404].includes(error.status)) return undefined;
      throw error;
    }
  }

  private async canUpdate({ id, body: raw }: HostComment): Promise<boolean> {
    try {
      await this.connect().send("PUT", `${this.path}/comments/${id}`, { content: { raw } });
      return true;
    } catch (error) {
      if (error instanceof HttpError && [401, 403, 404].includes(error.status)) return false;
      throw error;
    }
  }

  private send(method: string, target: string, body?: unknown): Promise<Answer> {
    return adviseOnToken(ADVICE, this.connect().send(method, target, body));
  }

  private connect(): HttpClient {
    const token = readToken(this.context, "BITBUCKET_TOKEN");
    if (token === undefined) throw new UsageError(`BITBUCKET_TOKEN is not set. ${ADVICE}`);
    const base = this.context.env["BITBUCKET_API_URL"] || API;
    return new HttpClient(base, { authorization: `Bearer ${token}` }, this.context);
  }
}

function readAuthor(comment: unknown): string | undefined {
  const uuid = readMember(comment, "user.uuid");
  return typeof uuid === "string" ? uuid : undefined;
}

function readComment(comment: unknown): HostComment {
  return {
    id: requireMember(comment, "id", "Bitbucket"),
    body: requireMember(comment, "content.raw", "Bitbucket"),
    url: requireMember(comment, "links.html.href", "Bitbucket"),
  };
}
