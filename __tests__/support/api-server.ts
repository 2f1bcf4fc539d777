import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request that a server received. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly json: Record<string, unknown>;
}

/** An answer. */
export interface ApiReply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A comment on the pull request of a server. */
export interface ApiComment {
  readonly id: number;
  readonly user: string;
  body: string;
  isDeleted?: boolean;
  readonly isSystem?: boolean;
}

/** A server that plays the API of a service with one pull request. */
export abstract class ApiServer {
  /** All comments, the oldest first. */
  public readonly comments: ApiComment[] = [];
  /** Method and path of each request. */
  public readonly requests: string[] = [];
  /** Answers to the next requests of a method, before the usual ones. */
  public readonly faults: { readonly method: string; readonly reply: ApiReply }[] = [];
  /** Last commit of the pull request. */
  public head = "1111111111111111111111111111111111111111";
  /** Whether each page of comments says that it is the next one. */
  public isLooping = false;
  /** The next requests that create a comment wait until so many of them are there. */
  public barrier = 0;
  private readonly waiting: (() => void)[] = [];
  private readonly server: Server;

  public constructor(
    /** Users by their token. */
    public readonly users: Readonly<Record<string, string>> = {
      "secret-token": "me",
      "other-token": "other",
    },
  ) {
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Starts to listen on a free port. */
  public async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Adds a comment. */
  public add(user: string, body: string, more: Partial<ApiComment> = {}): ApiComment {
    const comment = { id: this.comments.length + 1, user, body, ...more };
    this.comments.push(comment);
    return comment;
  }

  /** The comments that people see, without those of the service. */
  public get shown(): readonly ApiComment[] {
    return this.comments.filter(({ isDeleted = false, isSystem = false }) => !isDeleted && !isSystem);
  }

  /** Environment of the service's pipeline for the pull request. */
  public abstract buildEnv(commit: string): Record<string, string>;

  protected abstract readToken(request: ApiRequest): string;

  protected abstract answer(request: ApiRequest, user: string): ApiReply;

  /** The answer to a wrong token. */
  protected abstract readonly unauthorized: ApiReply;

  private async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const { pathname, searchParams } = new URL(incoming.url ?? "/", this.url);
    const request: ApiRequest = {
      method: incoming.method ?? "",
      path: pathname,
      query: searchParams,
      headers: incoming.headers,
      json: text === "" ? {} : (JSON.parse(text) as Record<string, unknown>),
    };
    this.requests.push(`${request.method} ${request.path}`);
    if (request.method === "POST") await this.waitForOthers();
    const { status, body, headers = {} } = this.reply(request);
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(body === undefined ? "" : JSON.stringify(body));
  }

  private reply(request: ApiRequest): ApiReply {
    const index = this.faults.findIndex(({ method }) => method === request.method);
    const [fault] = index < 0 ? [] : this.faults.splice(index, 1);
    if (fault) return fault.reply;
    const user = this.users[this.readToken(request)];
    return user === undefined ? this.unauthorized : this.answer(request, user);
  }

  private async waitForOthers(): Promise<void> {
    if (this.barrier === 0) return;
    await new Promise<void>((resolve) => {
      this.waiting.push(resolve);
      if (this.waiting.length >= this.barrier) {
        this.barrier = 0;
        for (const go of this.waiting.splice(0)) go();
      }
    });
  }
}
