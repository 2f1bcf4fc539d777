import { type ApiComment, type ApiReply, type ApiRequest, ApiServer } from "./api-server";

const OK_EMPTY: ApiReply = { status: 204 };

/** Plays GitLab. Notes are in pages, and the token is in a header of its own. */
export class GitLabServer extends ApiServer {
  protected override readonly unauthorized = { status: 401, body: { message: "401 Unauthorized" } };

  public override buildEnv(commit: string): Record<string, string> {
    return {
      GITLAB_CI: "true",
      CI_API_V4_URL: `${this.url}/api/v4`,
      CI_PROJECT_ID: "5",
      CI_PROJECT_URL: "https://gitlab.example/acme/fork",
      CI_MERGE_REQUEST_PROJECT_ID: "4",
      CI_MERGE_REQUEST_PROJECT_PATH: "acme/hello",
      CI_MERGE_REQUEST_PROJECT_URL: "https://gitlab.example/acme/hello",
      CI_MERGE_REQUEST_SOURCE_PROJECT_ID: "4",
      CI_MERGE_REQUEST_IID: "7",
      CI_COMMIT_SHA: commit,
      GITLAB_TOKEN: "secret-token",
    };
  }

  protected override readToken({ headers }: ApiRequest): string {
    return String(headers["private-token"]);
  }

  protected override answer({ method, path, query, json }: ApiRequest, user: string): ApiReply {
    const base = "/api/v4/projects/4/merge_requests/7";
    if (path === "/api/v4/user") return { status: 200, body: { id: user, username: user } };
    if (path === base) return { status: 200, body: { iid: 7, sha: this.head } };
    if (path === `${base}/notes` && method === "GET") return this.list(query);
    const [, id] = /\/notes(?:\/(\d+))?$/.exec(path) ?? [];
    if (!path.startsWith(`${base}/notes`)) return { status: 404, body: { message: "404 Not found" } };
    const body = String(json["body"]);
    if (method !== "DELETE" && body.length > 1_000_000) {
      return { status: 400, body: { message: { note: ["is too long (maximum is 1000000 characters)"] } } };
    }
    if (id === undefined) return { status: 201, body: show(this.add(user, body)) };
    const note = this.shown.find((one) => String(one.id) === id);
    if (!note) return { status: 404, body: { message: "404 Note Not Found" } };
    if (note.user !== user) return { status: 403, body: { message: "403 Forbidden" } };
    if (method === "DELETE") note.isDeleted = true;
    else note.body = body;
    return method === "DELETE" ? OK_EMPTY : { status: 200, body: show(note) };

    function show(one: ApiComment): object {
      return { id: one.id, body: one.body, author: { id: one.user }, system: one.isSystem ?? false };
    }
  }

  private list(query: URLSearchParams): ApiReply {
    const size = Math.min(Number(query.get("per_page") ?? 20), 100);
    const page = Number(query.get("page") ?? 1);
    const notes = this.comments
      .filter(({ isDeleted = false }) => !isDeleted)
      .map(({ id, body, user, isSystem = false }) => ({ id, body, author: { id: user }, system: isSystem }));
    if (query.get("sort") !== "asc") notes.reverse();
    const next = page * size < notes.length ? String(page + 1) : "";
    const headers = { "x-next-page": this.isLooping ? String(page) : next };
    return { status: 200, body: notes.slice((page - 1) * size, page * size), headers };
  }
}

/** Plays Azure DevOps. A comment is in a thread, and a deleted one is still listed. */
export class AzureServer extends ApiServer {
  /** Status of the thread of each comment. */
  public readonly statuses = new Map<number, unknown>();
  /** The newest version of the API that it knows. */
  public latestVersion = 7.2;
  protected override readonly unauthorized = {
    status: 401,
    body: { message: "TF400813: The user is not authorized to access this resource." },
  };

  public override buildEnv(commit: string): Record<string, string> {
    return {
      TF_BUILD: "True",
      SYSTEM_COLLECTIONURI: `${this.url}/acme/`,
      SYSTEM_TEAMPROJECT: "My Project",
      SYSTEM_TEAMPROJECTID: "p1",
      BUILD_REPOSITORY_ID: "r1",
      BUILD_REPOSITORY_NAME: "hello",
      BUILD_REPOSITORY_PROVIDER: "TfsGit",
      BUILD_BUILDID: "99",
      SYSTEM_PULLREQUEST_PULLREQUESTID: "7",
      SYSTEM_PULLREQUEST_SOURCECOMMITID: commit,
      SYSTEM_ACCESSTOKEN: "secret-token",
    };
  }

  protected override readToken({ headers }: ApiRequest): string {
    return headers["x-tfs-fedauthredirect"] === "Suppress"
      ? String(headers.authorization).replace(/^Bearer /, "")
      : "";
  }

  protected override answer({ method, path, query, json }: ApiRequest, user: string): ApiReply {
    const base = "/acme/p1/_apis/git/repositories/r1/pullRequests/7";
    const version = query.get("api-version") ?? "";
    if (!(Number.parseFloat(version) <= this.latestVersion)) {
      const message = `The requested REST API version of ${version} is out of range for this server.`;
      return { status: 400, body: { message } };
    }
    if (path === "/acme/_apis/connectionData" && version.endsWith("-preview")) {
      return { status: 200, body: { authenticatedUser: { id: user } } };
    }
    if (!path.startsWith(base)) return { status: 404, body: { message: "no such page" } };
    if (path === base) return { status: 200, body: { lastMergeSourceCommit: { commitId: this.head } } };
    if (path === `${base}/threads` && method === "GET") {
      return { status: 200, body: { value: this.comments.map((one) => this.showThread(one)).reverse() } };
    }
    if (path === `${base}/threads`) {
      const [first] = json["comments"] as { readonly content: string }[];
      return this.write(first?.content ?? "", (content) => {
        const added = this.add(user, content);
        this.statuses.set(added.id, json["status"]);
        return this.showThread(added);
      });
    }
    const [, id] = /\/threads\/(\d+)\/comments\/1$/.exec(path) ?? [];
    const comment = this.shown.find((one) => String(one.id) === id);
    if (!comment) return { status: 404, body: { message: "The comment does not exist." } };
    if (comment.user !== user) return { status: 403, body: { message: "TF401027: You need permission." } };
    if (method === "DELETE") {
      comment.isDeleted = true;
      return { status: 200 };
    }
    return this.write(String(json["content"]), (content) => {
      comment.body = content;
      return this.showComment(comment);
    });
  }

  private write(content: string, store: (content: string) => object): ApiReply {
    if (content.length <= 150_000) return { status: 200, body: store(content) };
    return {
      status: 400,
      body: { message: "A discussion comment cannot be longer than 150000 characters." },
    };
  }

  private showThread(comment: ApiComment): object {
    return { id: comment.id, status: "closed", isDeleted: false, comments: [this.showComment(comment)] };
  }

  private showComment({ body, user, isDeleted = false, isSystem = false }: ApiComment): object {
    const shown = isDeleted ? { isDeleted } : { content: body };
    return { id: 1, author: { id: user }, commentType: isSystem ? "system" : "text", ...shown };
  }
}

/** Plays Bitbucket Cloud. A page names the next one, and a deleted comment is still listed. */
export class BitbucketServer extends ApiServer {
  /** Whether the token belongs to a repository, which may not ask who it is. */
  public isRepositoryToken = false;
  /** Users that are no persons. */
  public readonly apps = new Set(["me"]);
  /** Where the next pages are. */
  public pages?: string;
  protected override readonly unauthorized = {
    status: 401,
    body: {
      type: "error",
      error: { message: "Token is invalid, expired, or not supported for this endpoint." },
    },
  };

  public override buildEnv(commit: string): Record<string, string> {
    return {
      BITBUCKET_API_URL: `${this.url}/2.0`,
      BITBUCKET_BUILD_NUMBER: "99",
      BITBUCKET_GIT_HTTP_ORIGIN: "https://bitbucket.org/acme/hello",
      BITBUCKET_WORKSPACE: "acme",
      BITBUCKET_REPO_SLUG: "hello",
      BITBUCKET_PR_ID: "7",
      BITBUCKET_COMMIT: commit.slice(0, 12),
      BITBUCKET_TOKEN: "secret-token",
    };
  }

  /** A person's API token needs the email of the account. */
  protected override readToken({ headers }: ApiRequest): string {
    const [scheme = "", value = ""] = String(headers.authorization).split(" ");
    if (scheme === "Basic") return Buffer.from(value, "base64").toString();
    return value;
  }

  protected override answer({ method, path, query, json }: ApiRequest, user: string): ApiReply {
    const base = "/2.0/repositories/acme/hello/pullrequests/7";
    if (path === "/2.0/user")
      return this.isRepositoryToken ? fail(403, "Forbidden") : { status: 200, body: { uuid: user } };
    if (path === base) return { status: 200, body: { source: { commit: { hash: this.head.slice(0, 12) } } } };
    if (path === `${base}/comments` && method === "GET") return this.list(base, query);
    const raw = String((json["content"] as { readonly raw?: string } | undefined)?.raw);
    if (raw.length > 32_768) return fail(400, "content: Ensure this value has at most 32768 characters.");
    if (path === `${base}/comments`) return { status: 201, body: this.show(this.add(user, raw)) };
    const [, id] = /\/comments\/(\d+)$/.exec(path) ?? [];
    const comment = this.shown.find((one) => String(one.id) === id);
    if (!comment) return fail(404, "Comment not found");
    if (comment.user !== user) return fail(403, "You are not the author.");
    if (method === "DELETE") {
      comment.isDeleted = true;
      return OK_EMPTY;
    }
    comment.body = raw;
    return { status: 200, body: this.show(comment) };
  }

  private list(base: string, query: URLSearchParams): ApiReply {
    const size = Math.min(Number(query.get("pagelen") ?? 10), 100);
    const page = Number(query.get("page") ?? 1);
    const nextPage = this.isLooping ? page : page + 1;
    const next = `${this.pages ?? this.url}${base}/comments?pagelen=${size}&page=${nextPage}`;
    const values = this.comments.slice((page - 1) * size, page * size).map((one) => this.show(one));
    const hasNext = this.isLooping || page * size < this.comments.length;
    return { status: 200, body: { values, ...(hasNext && { next }) } };
  }

  private show({ id, body, user, isDeleted = false }: ApiComment): object {
    return {
      id,
      deleted: isDeleted,
      content: { raw: isDeleted ? "" : body },
      user: { uuid: user, type: this.apps.has(user) ? "app_user" : "user" },
      links: { html: { href: `https://bitbucket.org/acme/hello/pull-requests/7/_/diff#comment-${id}` } },
    };
  }
}

function fail(status: number, message: string): ApiReply {
  return { status, body: { type: "error", error: { message } } };
}
