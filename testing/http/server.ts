import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";

import { ApiError } from "./errors";

/** Rejects bytes that are not UTF-8. */
const UTF_8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** A parsed HTTP request. */
export interface WireCall {
  /** The part of `X-Amz-Target` after `AppRunner.` */
  readonly operation: string;
  /** The parsed body. */
  readonly request: unknown;
  /** The region in the signature, or `undefined` if the call is not signed. */
  readonly region: string | undefined;
}

/** Responds to a call; throws an `ApiError` to reject it. */
export type WireHandler = (call: WireCall) => Promise<unknown>;

/** Speaks AWS JSON 1.0 over HTTP on the loopback interface. */
export class HttpServer {
  private readonly server: Server;

  public constructor(private readonly handle: WireHandler) {
    this.server = createServer((request, response) => void this.serve(request, response));
    // Longer than any pause between calls of the Terraform provider, which keeps connections open.
    this.server.keepAliveTimeout = 120_000;
  }

  /** Starts the server, on a free port if `wanted` is 0, and returns its address. */
  public async start(wanted = 0): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.server.once("error", reject).listen(wanted, "127.0.0.1", resolve);
    });
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** Stops the server and drops open connections. */
  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) =>
      this.server.close(() => {
        resolve();
      }),
    );
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const answer = await this.handle(await readCall(request));
      send(response, 200, answer);
    } catch (error) {
      const known = error instanceof ApiError ? error : new ApiError("StandInException", String(error));
      // App Runner's own errors have "Message", those of the AWS front end have "message". Clients read either.
      send(response, known.status, { __type: known.name, Message: known.message, message: known.message });
    }
  }
}

async function readCall(request: IncomingMessage): Promise<WireCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const operation = /^AppRunner\.([^.]+)$/.exec(String(request.headers["x-amz-target"]))?.[1];
  if (request.method !== "POST" || operation === undefined) {
    throw new ApiError(
      "UnknownOperationException",
      `not an App Runner call: ${request.method} ${request.url}`,
    );
  }
  const region = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(request.headers.authorization ?? "")?.[1];
  return { operation, request: parseBody(Buffer.concat(chunks)), region };
}

function parseBody(body: Buffer): unknown {
  try {
    return body.length === 0 ? {} : JSON.parse(UTF_8.decode(body));
  } catch {
    throw new ApiError("SerializationException", "the body is not JSON");
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    "content-type": "application/x-amz-json-1.0",
    "x-amzn-requestid": randomUUID(),
  });
  response.end(JSON.stringify(withEpochSeconds(body)));
}

/** Replaces dates: AWS JSON has seconds since 1970. */
function withEpochSeconds(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(withEpochSeconds);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withEpochSeconds(member)]));
}
