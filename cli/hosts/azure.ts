import { UsageError } from "../errors";
import { listObjects } from "../json";
import { readAddress } from "./address";
import { type Host, type HostComment, type HostContext, Notice, type PullRequest } from "./host";
import { type Answer, HttpClient, HttpError } from "./http-client";
import { readMember, requireMember } from "./members";
import { adviseOnToken, unlessMissing } from "./refusal";
import { readToken } from "./token";

/** Most characters of a comment. Microsoft does not document it; a longer one is refused with this number. */
const MAX_CHARS = 150_000;

/** A server of one's own refuses a version that is newer than itself. This is that of Azure DevOps Server 2019. */
const API_VERSION = "api-version=5.0";

const ADVICE =
  "Map the token in the step: 'env: SYSTEM_ACCESSTOKEN: $(System.AccessToken)', and allow the build service of the project to 'Contribute to pull requests' in the security settings of the repository.";

/**
 * Connects to Azure DevOps, in a build of a pull request in Azure Repos.
 *
 * @see https://learn.microsoft.com/azure/devops/pipelines/build/variables
 */
export function openAzure(context: HostContext): Promise<Host> {
  const { env } = context;
  const isPullRequest = Boolean(env["SYSTEM_PULLREQUEST_PULLREQUESTID"]);
  const provider = env["BUILD_REPOSITORY_PROVIDER"] ?? "TfsGit";
  if (isPullRequest && provider !== "TfsGit") {
    throw new UsageError(
      `the pull request is on ${provider}, and 'post azure' comments in Azure Repos only: run 'app-runner post' in a pipeline of ${provider}`,
    );
  }
  return Promise.resolve({
    name: "Azure DevOps",
    report: "review.md",
    maxChars: MAX_CHARS,
    rewrite: (markdown) => markdown,
    ...(isPullRequest && { pullRequest: new AzurePullRequest(context) }),
  });
}

/**
 * A pull request and the first comments of its threads.
 *
 * @see https://learn.microsoft.com/rest/api/azure/devops/git/pull-request-threads
 */
class AzurePullRequest implements PullRequest {
  public readonly name: string;
  private readonly path: string;
  private readonly page: string;
  private user?: string;

  public constructor(private readonly context: HostContext) {
    const read = (name: string): string => context.env[name] ?? "";
    const id = encodeURIComponent(read("SYSTEM_PULLREQUEST_PULLREQUESTID"));
    const project = encodeURIComponent(read("SYSTEM_TEAMPROJECTID") || read("SYSTEM_TEAMPROJECT"));
    const repository = encodeURIComponent(read("BUILD_REPOSITORY_ID"));
    const repositoryName = read("BUILD_REPOSITORY_NAME") || read("BUILD_REPOSITORY_ID");
    this.name = `pull request ${id} of ${repositoryName}`;
    this.path = `/${project}/_apis/git/repositories/${repository}/pullRequests/${id}`;
    this.page = `${this.readCollection() ?? ""}/${encodeURIComponent(read("SYSTEM_TEAMPROJECT")) || project}/_git/${encodeURIComponent(repositoryName)}/pullrequest/${id}`;
  }

  public async headCommit(): Promise<string> {
    const { body } = await this.send("GET", `${this.path}?${API_VERSION}`);
    return requireMember(body, "lastMergeSourceCommit.commitId", "Azure DevOps");
  }

  public async ownComments(): Promise<HostComment[]> {
    const user = await this.readUser();
    // The service returns all threads at once.
    const { body } = await this.send("GET", `${this.path}/threads?${API_VERSION}`);
    const threads = listObjects(readMember(body, "value")).sort((a, b) => Number(a["id"]) - Number(b["id"]));
    return threads.flatMap((thread) => {
      const [first] = listObjects(thread["comments"]);
      if (thread["isDeleted"] === true || first === undefined || first["isDeleted"] === true) return [];
      return readMember(first, "author.id") === user ? [this.readComment(thread["id"], first)] : [];
    });
  }

  /** The thread is closed, because a policy can require that open ones are resolved. */
  public async create(content: string): Promise<HostComment> {
    const { body } = await this.send("POST", `${this.path}/threads?${API_VERSION}`, {
      comments: [{ parentCommentId: 0, content, commentType: "text" }],
      status: "closed",
    });
    const [first] = listObjects(readMember(body, "comments"));
    return this.readComment(readMember(body, "id"), first);
  }

  public async update(id: string, content: string): Promise<HostComment | undefined> {
    const answer = await unlessMissing(this.send("PATCH", this.buildCommentPath(id), { content }));
    return answer && this.readComment(id.split("/")[0], answer.body);
  }

  public async remove(id: string): Promise<void> {
    await unlessMissing(this.send("DELETE", this.buildCommentPath(id)));
  }

  private buildCommentPath(id: string): string {
    const [thread = "", comment = ""] = id.split("/");
    return `${this.path}/threads/${thread}/comments/${comment}?${API_VERSION}`;
  }

  private async readUser(): Promise<string> {
    this.user ??= requireMember(
      (await this.send("GET", `/_apis/connectionData?${API_VERSION}-preview`)).body,
      "authenticatedUser.id",
      "Azure DevOps",
    );
    return this.user;
  }

  private readComment(thread: unknown, comment: unknown): HostComment {
    const threadId = requireMember({ thread }, "thread", "Azure DevOps");
    return {
      id: `${threadId}/${requireMember(comment, "id", "Azure DevOps")}`,
      body: requireMember(comment, "content", "Azure DevOps"),
      url: `${this.page}?discussionId=${threadId}`,
    };
  }

  private async send(method: string, path: string, body?: unknown): Promise<Answer> {
    try {
      return await adviseOnToken(ADVICE, this.connect().send(method, path, body));
    } catch (error) {
      const isFork = this.context.env["SYSTEM_PULLREQUEST_ISFORK"]?.toLowerCase() === "true";
      if (!isFork || !(error instanceof HttpError) || ![401, 403].includes(error.status)) throw error;
      throw new Notice(
        "no comment, because the build of a fork may only read. The triggers of the pipeline can give it more permissions, which the code of the fork then has too",
      );
    }
  }

  private connect(): HttpClient {
    const token = readToken(this.context, "SYSTEM_ACCESSTOKEN");
    if (token === undefined) throw new UsageError(`SYSTEM_ACCESSTOKEN is not set. ${ADVICE}`);
    const collection = this.readCollection();
    if (collection === undefined) {
      throw new UsageError("SYSTEM_COLLECTIONURI is not set: run this command in Azure Pipelines");
    }
    // Without the second header, the service answers a wrong token with a page to sign in.
    const headers = { authorization: `Bearer ${token}`, "x-tfs-fedauthredirect": "Suppress" };
    return new HttpClient(collection, headers, this.context);
  }

  private readCollection(): string | undefined {
    return (
      readAddress(this.context, "SYSTEM_COLLECTIONURI") ??
      readAddress(this.context, "SYSTEM_TEAMFOUNDATIONCOLLECTIONURI")
    );
  }
}
