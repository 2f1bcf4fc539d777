import { setTimeout } from "node:timers/promises";
import { UsageError } from "../errors";
import { isObject, isText, parseJson } from "../json";
import { Interrupted } from "../process-context";
import { oneLine } from "../text/one-line";
import { truncate } from "../text/shorten";
import { explainFailure, openFetch } from "./fetch";
import type { HostContext } from "./host";

/** How often a request is sent again. */
const RETRIES = 4;
/** Longest wait that a service can ask for, in seconds. */
const MAX_WAIT = 120;
/** Longest message of a service to show. */
const MAX_MESSAGE = 300;

/** Answers of a service that is busy or limits the rate. */
const TEMPORARY = new Set([429, 502, 503, 504]);

/** An answer. */
export interface Answer {
  readonly headers: Headers;
  /** The JSON; undefined if the answer has no JSON. */
  readonly body: unknown;
}

/** A service refused a request. */
export class HttpError extends UsageError {
  public constructor(
    message: string,
    public readonly status: number,
    /** When to send the request again, in seconds. */
    public readonly wait?: number,
  ) {
    super(message);
  }
}

/** Sends requests to one service. Its token reaches no other address. */
export class HttpClient {
  /**
   * @param base address of the API, without a slash at the end
   * @param headers headers of each request, such as the one with the token
   */
  public constructor(
    private readonly base: string,
    private readonly headers: Readonly<Record<string, string>>,
    private readonly context: HostContext,
  ) {}

  /**
   * Sends a request, again if the service is busy or the network fails.
   *
   * @param target path after the address of the API, or a URL that the service returned, which must be on the same host
   * @throws HttpError if the service refuses it
   */
  public async send(method: string, target: string, body?: unknown): Promise<Answer> {
    const { second = 1_000, interruption } = this.context;
    const { default: retry } = await import("p-retry");
    const url = this.resolve(target);
    const send = await openFetch(this.context);
    try {
      return await retry(() => this.sendOnce(send, method, url, body), {
        retries: RETRIES,
        minTimeout: second,
        signal: interruption.stop,
        shouldRetry: ({ error }) => !(error instanceof HttpError) || TEMPORARY.has(error.status),
        onFailedAttempt: async ({ error, retriesLeft }) => {
          if (!(error instanceof HttpError) || retriesLeft === 0) return;
          await setTimeout((error.wait ?? 0) * second, undefined, { signal: interruption.stop });
        },
      });
    } catch (error) {
      if (interruption.stop.aborted) throw new Interrupted();
      throw error;
    }
  }

  private resolve(target: string): URL {
    const base = new URL(this.base);
    const url = new URL(/^https?:/.test(target) ? target : `${this.base}${target}`);
    if (url.origin === base.origin) return url;
    throw new UsageError(
      `the service at ${base.origin} named a page on ${url.origin}, which does not get the token: check the address of the API`,
    );
  }

  private async sendOnce(send: typeof fetch, method: string, url: URL, body: unknown): Promise<Answer> {
    const headers = {
      accept: "application/json",
      ...(body !== undefined && { "content-type": "application/json" }),
      ...this.headers,
    };
    const request: RequestInit = {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      // It would send the token to another address.
      redirect: "manual",
    };
    const { response, text } = await reach(send, url, request);
    const answer = { headers: response.headers, body: parseJson(text) };
    if (response.ok) return answer;
    const place = `${method} ${url.pathname} on ${url.host}`;
    const message = `${place} failed with status ${response.status}: ${describe(response, answer.body)}`;
    throw new HttpError(message, response.status, readWait(response.headers));
  }
}

async function reach(
  send: typeof fetch,
  url: URL,
  request: RequestInit,
): Promise<{ readonly response: Response; readonly text: string }> {
  try {
    const response = await send(url.href, request);
    return { response, text: await response.text() };
  } catch (error) {
    throw new UsageError(`cannot reach ${url.origin}: ${explainFailure(error)}`);
  }
}

/** Returns the message of the service. Each service has its own member for it. */
function describe({ status, headers }: Response, body: unknown): string {
  const location = headers.get("location");
  if (status >= 300 && status < 400 && location !== null) {
    return `the address has moved to ${truncate(oneLine(location), MAX_MESSAGE)}`;
  }
  const message = isObject(body) ? readMessage(body["message"] ?? body["error"]) : undefined;
  return isText(message) ? truncate(oneLine(message), MAX_MESSAGE) : "no message";
}

/** Bitbucket has details next to the message, such as the scopes that a token needs. */
function readMessage(value: unknown): unknown {
  if (!isObject(value)) return value;
  const { message = "", ...details } = value;
  return `${String(message)} ${Object.keys(details).length > 0 ? JSON.stringify(details) : ""}`.trim();
}

/** Returns the wait that `Retry-After` (seconds) or `RateLimit-Reset` (a time) asks for, in seconds. */
function readWait(headers: Headers): number | undefined {
  const after = Number(headers.get("retry-after") ?? Number.NaN);
  const reset = Number(headers.get("ratelimit-reset") ?? Number.NaN) - Date.now() / 1_000;
  const wait = Number.isFinite(after) ? after : reset;
  return Number.isFinite(wait) ? Math.min(MAX_WAIT, Math.max(0, wait)) : undefined;
}
