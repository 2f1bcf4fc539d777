import { UsageError } from "../errors";
import { listObjects } from "../json";
import { BITBUCKET_COMMENT_CHARS, toBitbucket } from "../render/markdown/bitbucket";
import { readAddress } from "./address";
import type { Host, HostComment, HostContext, PullRequest } from "./host";
import { type Answer, HttpClient, HttpError } from "./http-client";
import { readMember, requireMember } from "./members";
import { adviseOnToken, unlessMissing } from "./refusal";
import { readToken } from "./token";

const API = "https://api.bitbucket.org/2.0";

const ADVICE =
  "BITBUCKET_TOKEN must be an access token of the repository with the scope 'pullrequest:write', in a secured repository variable. If it is an API token of an Atlassian account, BITBUCKET_EMAIL must be the email of the account, and the scopes 'read:pullrequest:bitbucket', 'write:pullrequest:bitbucket' and 'read:user:bitbucket'.";

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
  /** Undefined until it is known. */
  private user: string | undefined;

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
    this.user ??= await this.readUser();
    if (this.user !== undefined)
      return comments.filter((one) => readAuthor(one) === this.user).map(readComment);
    // The token belongs to no person. If Bitbucket says of no comment that its author is an app, any may be ours.
    const others = comments.filter((comment) => readMember(comment, "user.type") !== "user");
    return (others.length > 0 ? others : comments).map(readComment);
  }

  public async create(raw: string): Promise<HostComment> {
    const { body } = await this.send("POST", `${this.path}/comments`, { content: { raw } });
    this.user = readAuthor(body) ?? this.user;
    return readComment(body);
  }

  /** Only the author may update a comment. So the first one that can be updated says who the user is. */
  public async update(id: string, raw: string): Promise<HostComment | undefined> {
    try {
      const { body } = await this.send("PUT", `${this.path}/comments/${id}`, { content: { raw } });
      this.user = readAuthor(body) ?? this.user;
      return readComment(body);
    } catch (error) {
      const skipped = this.user === undefined ? [403, 404] : [404];
      if (error instanceof HttpError && skipped.includes(error.status)) return undefined;
      throw error;
    }
  }

  public async remove(id: string): Promise<void> {
    await unlessMissing(this.send("DELETE", `${this.path}/comments/${id}`));
  }

  /** Returns the comments of this tool, and what looks like them. */
  private async listComments(): Promise<Record<string, unknown>[]> {
    const comments: Record<string, unknown>[] = [];
    const read = new Set<string>();
    let next: unknown = `${this.path}/comments?pagelen=100&sort=created_on`;
    while (typeof next === "string" && !read.has(next)) {
      read.add(next);
      const { body } = await this.send("GET", next);
      comments.push(
        ...listObjects(readMember(body, "values")).filter(
          (comment) =>
            comment["deleted"] !== true && String(readMember(comment, "content.raw")).startsWith(START),
        ),
      );
      next = readMember(body, "next");
    }
    return comments.sort((a, b) => Number(a["id"]) - Number(b["id"]));
  }

  /** Returns the user of the token. An access token of a repository may not ask who it is: then undefined. */
  private async readUser(): Promise<string | undefined> {
    try {
      const { body } = await this.send("GET", "/user");
      return requireMember(body, "uuid", "Bitbucket");
    } catch (error) {
      const isPerson = Boolean(this.context.env["BITBUCKET_EMAIL"]);
      if (error instanceof HttpError && !isPerson && [401, 403, 404].includes(error.status)) return undefined;
      throw error;
    }
  }

  private send(method: string, target: string, body?: unknown): Promise<Answer> {
    return adviseOnToken(ADVICE, this.connect().send(method, target, body));
  }

  private connect(): HttpClient {
    const token = readToken(this.context, "BITBUCKET_TOKEN");
    if (token === undefined) throw new UsageError(`BITBUCKET_TOKEN is not set. ${ADVICE}`);
    const { BITBUCKET_EMAIL: email } = this.context.env;
    const authorization = email
      ? `Basic ${Buffer.from(`${email.trim()}:${token}`).toString("base64")}`
      : `Bearer ${token}`;
    return new HttpClient(
      readAddress(this.context, "BITBUCKET_API_URL") ?? API,
      { authorization },
      this.context,
    );
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
