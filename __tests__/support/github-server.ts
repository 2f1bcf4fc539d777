import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";

/** The user of GitHub Actions. */
export const ACTIONS_USER = "github-actions[bot]";

/** What a token may do. */
interface Token {
  readonly login: string;
  /** Token of an app, such as that of GitHub Actions: `GET /user` does not accept it. */
  readonly isApp?: boolean;
  /** @default true */
  readonly mayComment?: boolean;
  /** @default true */
  readonly mayUpload?: boolean;
}

/** A comment on a pull request. */
interface StoredComment {
  readonly id: number;
  readonly number: number;
  readonly login: string;
  body: string;
}

/** A file that was uploaded to code scanning. */
interface Upload {
  readonly id: string;
  readonly commit: string;
  readonly ref: string;
  readonly sarif: string;
  /** States that are still to be answered; the last one stays. */
  readonly states: UploadState[];
}

/** State of an upload. */
export interface UploadState {
  readonly processing_status: "pending" | "complete" | "failed";
  readonly errors?: readonly string[];
}

/** A request that the server received. */
interface Received {
  readonly method: string;
  readonly path: string;
  readonly authorization: string;
}

/** An answer. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer instead of the usual one. */
interface Fault {
  readonly request: string;
  readonly reply: Reply;
  times: number;
}

interface Call extends Received {
  readonly query: URLSearchParams;
  readonly json: Record<string, unknown>;
  readonly token: Token;
}

type Handler = (call: Call, ids: readonly string[]) => Reply;

/** Longest comment that GitHub accepts. */
const MAX_COMMENT = 65_536;
const NOT_FOUND: Reply = { status: 404, body: { message: "Not Found" } };
const NOT_ACCESSIBLE: Reply = { status: 403, body: { message: "Resource not accessible by integration" } };

/** Answers of `POST …/code-scanning/sarifs` of repositories without code scanning. */
export const NO_CODE_SCANNING = {
  private: {
    status: 403,
    body: { message: "Advanced Security must be enabled for this repository to use code scanning." },
  },
  disabled: { status: 403, body: { message: "Code scanning is not enabled for this repository." } },
  hidden: NOT_FOUND,
} as const satisfies Readonly<Record<string, Reply>>;

/** Plays the API of GitHub for one repository: what `app-runner post` calls. Connects to nothing. */
export class GitHubServer {
  public readonly tokens = new Map<string, Token>([["actions-token", { login: ACTIONS_USER, isApp: true }]]);
  public readonly comments: StoredComment[] = [];
  public readonly uploads: Upload[] = [];
  public readonly requests: Received[] = [];
  /** Last commits of the pull requests, by number. */
  public readonly heads = new Map<number, string>();
  /** States of each new upload. */
  public states: readonly UploadState[] = [
    { processing_status: "pending" },
    { processing_status: "complete" },
  ];
  /** Runs before an answer is prepared, to change something between two requests. */
  public onRequest: (received: Received) => void = () => undefined;

  private readonly faults: Fault[] = [];
  private readonly waiting = new Map<string, { count: number; readonly release: (() => void)[] }>();
  private lastId = 1_000;

  private constructor(
    private readonly server: Server,
    private readonly repository: string,
    private readonly prefix: string,
  ) {}

  /**
   * Starts on a free port of 127.0.0.1. It does not keep the process running.
   *
   * @param prefix path of the API: `/api/v3` on GitHub Enterprise Server
   */
  public static async start(repository = "acme/hello", prefix = ""): Promise<GitHubServer> {
    const server = createServer();
    const github = new GitHubServer(server, repository, prefix);
    server.on("request", (request, response) => void github.answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    server.unref();
    return github;
  }

  /** For `GITHUB_API_URL`. */
  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${this.prefix}`;
  }

  /** Adds a comment. */
  public comment(number: number, login: string, body: string): StoredComment {
    const comment = { id: (this.lastId += 1), number, login, body };
    this.comments.push(comment);
    return comment;
  }

  /** Answers requests such as `POST /repos/acme/hello/issues/7/comments` differently. */
  public fail(request: string, reply: Reply, times = 1): void {
    this.faults.push({ request, reply, times });
  }

  /** Holds requests such as `GET /repos/acme/hello/pulls/7` until `count` of them have arrived. */
  public hold(request: string, count: number): void {
    this.waiting.set(request, { count, release: [] });
  }

  /** Stops the server. */
  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { pathname, searchParams: query } = new URL(request.url ?? "/", this.url);
    const { method = "", headers } = request;
    const received = { method, path: pathname, authorization: headers.authorization ?? "" };
    this.requests.push(received);
    this.onRequest(received);
    await this.waitForOthers(`${method} ${pathname}`);
    const text = Buffer.concat(chunks).toString("utf8");
    const json = (text === "" ? {} : JSON.parse(text)) as Record<string, unknown>;
    const { status, body, headers: more } = this.reply({ ...received, query, json });
    response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...more });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  }

  private async waitForOthers(key: string): Promise<void> {
    const held = this.waiting.get(key);
    if (!held) return;
    const arrived = new Promise<void>((resolve) => held.release.push(resolve));
    if (held.release.length === held.count) {
      this.waiting.delete(key);
      for (const release of held.release) release();
    }
    await arrived;
  }

  private reply(call: Omit<Call, "token">): Reply {
    const fault = this.faults.find(
      ({ request, times }) => times > 0 && request === `${call.method} ${call.path}`,
    );
    if (fault) {
      fault.times -= 1;
      return fault.reply;
    }
    const token = this.tokens.get(call.authorization.replace(/^(token|bearer) /i, ""));
    if (!token) return { status: 401, body: { message: "Bad credentials" } };
    // The GraphQL API of GitHub Enterprise Server is next to `/api/v3`.
    const graphql = `${this.prefix.replace("/v3", "")}/graphql`;
    if (call.path === graphql) return { status: 200, body: { data: { viewer: { login: token.login } } } };
    const start = `${this.prefix}/repos/${this.repository}`;
    const route = `${call.method} ${call.path.startsWith(start) ? call.path.slice(start.length) : call.path}`;
    for (const [pattern, handle] of this.routes) {
      const match = pattern.exec(route);
      if (match) return handle({ ...call, token }, match.slice(1));
    }
    return NOT_FOUND;
  }

  private readonly routes: readonly (readonly [RegExp, Handler])[] = [
    [
      /^GET \/user$/,
      ({ token }) => (token.isApp ? NOT_ACCESSIBLE : { status: 200, body: { login: token.login } }),
    ],
    [/^GET \/pulls\/(\d+)$/, (_, [number]) => this.readPull(Number(number))],
    [/^GET \/issues\/(\d+)\/comments$/, ({ query }, [number]) => this.listComments(Number(number), query)],
    [/^POST \/issues\/(\d+)\/comments$/, (call, [number]) => this.writeComment(call, Number(number))],
    [/^(?:PATCH|DELETE) \/issues\/comments\/(\d+)$/, (call, [id]) => this.changeComment(call, Number(id))],
    [/^POST \/code-scanning\/sarifs$/, (call) => this.upload(call)],
    [/^GET \/code-scanning\/sarifs\/([\w-]+)$/, (_, [id]) => this.readUpload(id ?? "")],
  ];

  private readPull(number: number): Reply {
    const sha = this.heads.get(number);
    return sha === undefined ? NOT_FOUND : { status: 200, body: { number, head: { sha } } };
  }

  private listComments(number: number, query: URLSearchParams): Reply {
    const size = Math.min(100, Number(query.get("per_page") ?? 30));
    const page = Number(query.get("page") ?? 1);
    const all = this.comments.filter((comment) => comment.number === number);
    const shown = all.slice((page - 1) * size, page * size).map((comment) => this.describe(comment));
    const next = `${this.url}/repos/${this.repository}/issues/${number}/comments?per_page=${size}&page=${page + 1}`;
    if (page * size >= all.length) return { status: 200, body: shown };
    return { status: 200, body: shown, headers: { link: `<${next}>; rel="next"` } };
  }

  private writeComment({ token, json }: Call, number: number): Reply {
    if (token.mayComment === false) return NOT_ACCESSIBLE;
    const body = String(json["body"]);
    return checkLength(body) ?? { status: 201, body: this.describe(this.comment(number, token.login, body)) };
  }

  private changeComment({ method, token, json }: Call, id: number): Reply {
    const comment = this.comments.find((one) => one.id === id);
    if (!comment) return NOT_FOUND;
    if (token.mayComment === false) return NOT_ACCESSIBLE;
    if (method === "DELETE") {
      this.comments.splice(this.comments.indexOf(comment), 1);
      return { status: 204 };
    }
    const body = String(json["body"]);
    const tooLong = checkLength(body);
    if (tooLong) return tooLong;
    comment.body = body;
    return { status: 200, body: this.describe(comment) };
  }

  private describe({ id, number, login, body }: StoredComment): object {
    return {
      id,
      body,
      user: { login },
      html_url: `https://github.com/${this.repository}/pull/${number}#issuecomment-${id}`,
    };
  }

  private upload({ token, json }: Call): Reply {
    if (token.mayUpload === false) return NOT_ACCESSIBLE;
    const sarif = gunzipSync(Buffer.from(String(json["sarif"]), "base64")).toString("utf8");
    const id = `upload-${this.uploads.length + 1}`;
    const { commit_sha: commit, ref } = json;
    this.uploads.push({ id, commit: String(commit), ref: String(ref), sarif, states: [...this.states] });
    return {
      status: 202,
      body: { id, url: `${this.url}/repos/${this.repository}/code-scanning/sarifs/${id}` },
    };
  }

  private readUpload(id: string): Reply {
    const upload = this.uploads.find((one) => one.id === id);
    if (!upload) return NOT_FOUND;
    const [state] = upload.states.length > 1 ? upload.states.splice(0, 1) : upload.states;
    return { status: 200, body: state };
  }
}

function checkLength(body: string): Reply | undefined {
  if (body.length <= MAX_COMMENT) return undefined;
  return {
    status: 422,
    body: { message: `Validation Failed: body is too long (maximum is ${MAX_COMMENT} characters)` },
  };
}
