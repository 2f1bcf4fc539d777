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
import { requireMember } from "../members";
import type { GitHubRun } from "./event";

/** Longest wait for a rate limit, in seconds. */
const MAX_WAIT = 120;
/** How often a request is sent again because of a rate limit. */
const MAX_RETRIES = 3;
/** Longest message of GitHub to show. */
const MAX_MESSAGE = 300;
/** Answers that stay the same. Rate limits (429) are handled separately. */
const FINAL = [400, 401, 403, 404, 409, 410, 413, 422, 429, 451];

const UNREADABLE =
  "the answer is not from GitHub's API: check GITHUB_API_URL, and whether a proxy answered instead";

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

  /** Who needs a permission: the job, whose token GitHub Actions creates, or the token of a person. */
  public get permissionHolder(): string {
    return /personal access token/i.test(this.reason) ? "the token" : "the job";
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
    return this.run(purpose, async () => {
      const all: unknown[] = [];
      for await (const { data } of this.octokit.paginate.iterator(route, { ...parameters, per_page: 100 })) {
        // Without the list, a comment that exists would be created again.
        if (!Array.isArray(data)) throw new TypeError("the answer is not a list");
        all.push(...data);
      }
      return all;
    });
  }

  /** Returns the login of the user or app that the token belongs to. `GET /user` does not accept the token of GitHub Actions. */
  public readLogin(): Promise<string> {
    this.login ??= this.run("read the user of the token", async () => {
      const user: unknown = await this.octokit.graphql("{ viewer { login } }");
      return requireMember(user, "viewer.login", "GitHub");
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
  if (response === undefined) {
    // Without a status, Octokit could not read the answer.
    const why = status === undefined ? UNREADABLE : `GitHub cannot be reached: ${explainFailure(error)}`;
    return new UsageError(`cannot ${purpose}: ${why}`);
  }
  const { data } = response;
  const said = isObject(data) && typeof data["message"] === "string" ? data["message"] : error.message;
  const reason = truncate(oneLine(said), MAX_MESSAGE);
  const what = `cannot ${purpose}: GitHub answered ${status ?? "with an error"}: ${reason}`;
  return new GitHubError(`${what}${advise(status, reason)}`, status ?? 0, reason);
}

function advise(status: number | undefined, reason: string): string {
  if (status === 401) return ". Check the token in GITHUB_TOKEN";
  if (/rate limit/i.test(reason)) return " Run this job again later";
  if (status !== 404) return "";
  return ". Check GITHUB_API_URL and GITHUB_REPOSITORY, and whether the token may read this repository";
}
