import type { Octokit } from "@octokit/core";
import type { PaginateInterface } from "@octokit/plugin-paginate-rest";
import type { ThrottlingOptions } from "@octokit/plugin-throttling";
import { UsageError } from "../../errors";
import { isObject } from "../../json";
import { Interrupted } from "../../process-context";
import { oneLine } from "../../text/one-line";
import { truncate } from "../../text/shorten";
import { explainFailure, openFetch } from "../fetch";
import type { HostContext } from "../host";
import type { GitHubRun } from "./event";

/** Longest wait for a rate limit, in seconds. */
const MAX_WAIT = 120;
/** How often a request is sent again because of a rate limit. */
const MAX_RETRIES = 3;
/** Longest message of GitHub to show. */
const MAX_MESSAGE = 300;
/** Answers that stay the same. Rate limits (429) are handled separately. */
const FINAL = [400, 401, 403, 404, 409, 410, 413, 422, 429, 451];

/** Octokit with the plugins that this tool uses. */
type Client = Octokit & { readonly paginate: PaginateInterface };

/** GitHub refused a request. */
export class GitHubError extends UsageError {
  public constructor(
    message: string,
    public readonly status: number,
    /** What GitHub said. */
    public readonly reason: string,
  ) {
    super(message);
  }
}

/** Sends requests to the API of GitHub. */
export class GitHubClient {
  private login?: Promise<string>;

  private constructor(
    private readonly octokit: Client,
    private readonly context: HostContext,
  ) {}

  /** Connects. Sends no request. */
  public static async open({ api, token }: GitHubRun, context: HostContext): Promise<GitHubClient> {
    // ES modules, which other commands do not load.
    const [{ Octokit: Core }, { paginateRest }, { retry }, { throttling }] = await Promise.all([
      import("@octokit/core"),
      import("@octokit/plugin-paginate-rest"),
      import("@octokit/plugin-retry"),
      import("@octokit/plugin-throttling"),
    ]);
    const { second = 1_000 } = context;
    const octokit = new (Core.plugin(paginateRest, retry, throttling))({
      auth: token,
      baseUrl: api,
      userAgent: "app-runner",
      request: { fetch: await openGitHubFetch(api, context) },
      retry: { retryAfterBaseValue: second, doNotRetry: FINAL },
      throttle: buildThrottle(second),
      log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    });
    return new GitHubClient(octokit, context);
  }

  /**
   * Sends a request.
   *
   * @param purpose what it is for, such as `read the comments`
   * @throws GitHubError if GitHub refuses it
   */
  public async send(
    purpose: string,
    route: string,
    parameters: object = {},
  ): Promise<Record<string, unknown>> {
    return this.run(purpose, async () => {
      const answer = await this.octokit.request(route, { ...parameters });
      const data: unknown = answer.data;
      return isObject(data) ? data : {};
    });
  }

  /** Reads all pages of a list. */
  public async list(purpose: string, route: string, parameters: object): Promise<unknown[]> {
    return this.run(purpose, () => this.octokit.paginate(route, { ...parameters, per_page: 100 }));
  }

  /** Returns the login of the user or app that the token belongs to. `GET /user` does not accept the token of GitHub Actions. */
  public readLogin(): Promise<string> {
    this.login ??= this.run("read the user of the token", async () => {
      const { viewer } = await this.octokit.graphql<{ viewer: { login: string } }>("{ viewer { login } }");
      return viewer.login;
    });
    return this.login;
  }

  private async run<T>(purpose: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (this.context.interruption.stop.aborted) throw new Interrupted();
      throw describe(purpose, error);
    }
  }
}

/** Sends the token to no other host. A redirect to another host loses it too. */
async function openGitHubFetch(api: string, context: HostContext): Promise<typeof fetch> {
  const send = await openFetch(context);
  const { origin } = new URL(api);
  return (input, init) => {
    const target = new URL(input instanceof Request ? input.url : input);
    if (target.origin === origin) return send(input, init);
    throw new UsageError(
      `GitHub named a page on ${target.origin}, which does not get the token of ${origin}`,
    );
  };
}

function buildThrottle(second: number): ThrottlingOptions {
  const isWorthIt = (wait: number, _options: object, _octokit: object, retries: number): boolean =>
    wait <= MAX_WAIT && retries < MAX_RETRIES;
  // A run sends a few requests, so it needs no pauses between those that write.
  const unpaced = { key: () => ({ schedule: (_options: object, job: () => Promise<void>) => job() }) };
  return {
    ...({ write: unpaced, notifications: unpaced } as object),
    retryAfterBaseValue: second,
    onRateLimit: isWorthIt,
    onSecondaryRateLimit: isWorthIt,
  };
}

function ignore(): void {
  // Octokit would write to the console.
}

function describe(purpose: string, error: unknown): Error {
  if (!(error instanceof Error) || error instanceof UsageError) return error as Error;
  const { status, response } = error as {
    readonly status?: number;
    readonly response?: { readonly data?: unknown };
  };
  const data = response?.data;
  const said = isObject(data) && typeof data["message"] === "string" ? data["message"] : error.message;
  const reason = truncate(oneLine(said), MAX_MESSAGE);
  if (response === undefined)
    return new UsageError(`cannot ${purpose}: GitHub cannot be reached: ${explainFailure(error)}`);
  const what = `cannot ${purpose}: GitHub answered ${status ?? "with an error"}: ${reason}`;
  const advice = status === 401 ? ". Check the token in GITHUB_TOKEN" : "";
  return new GitHubError(`${what}${advice}`, status ?? 0, reason);
}
