import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";

/** A call of the AWS JSON or query protocol on its way to the server behind the gateway. */
export interface GatewayCall {
  /** The part of `X-Amz-Target` after the dot, or the `Action` of a query. */
  readonly operation: string;
  readonly request: Readonly<Record<string, unknown>>;
  /** Sends a call to the server behind, this one or another of the JSON protocol, and tells its status and answer. */
  readonly forward: (operation?: string, request?: object) => Promise<GatewayAnswer>;
}

/** What the caller gets. */
export interface GatewayAnswer {
  readonly status: number;
  readonly body: string;
  /** @default - that of the JSON protocol */
  readonly contentType?: string;
}

/** Answers a call itself, or forwards it. */
export type GatewayHandler = (call: GatewayCall) => Promise<GatewayAnswer>;

/** Stands before an AWS server on the loopback interface, for what that server does not do. */
export class Gateway {
  private readonly server: Server;
  private address = "";

  private constructor(
    private readonly behind: string,
    private readonly handle: GatewayHandler,
  ) {
    this.server = createServer((request, response) => void this.serve(request, response));
    // Terraform's provider keeps connections open between calls: longer than any pause it makes.
    this.server.keepAliveTimeout = 120_000;
  }

  /**
   * Starts a gateway on a free port.
   * @param behind the address of the server behind it
   */
  static async start(behind: string, handle: GatewayHandler): Promise<Gateway> {
    const gateway = new Gateway(behind, handle);
    await new Promise<void>((resolve, reject) => {
      gateway.server.once("error", reject).listen(0, "127.0.0.1", resolve);
    });
    gateway.address = `http://127.0.0.1:${(gateway.server.address() as AddressInfo).port}`;
    return gateway;
  }

  /** The address for `AWS_ENDPOINT_URL_…`. */
  get endpoint(): string {
    return this.address;
  }

  /** Stops to answer. */
  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) =>
      this.server.close(() => {
        resolve();
      }),
    );
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let answer: GatewayAnswer;
    try {
      answer = await this.handle(await this.read(request));
    } catch (error) {
      answer = refuse("GatewayException", String(error), 500);
    }
    response.writeHead(answer.status, {
      "content-type": answer.contentType ?? "application/x-amz-json-1.1",
    });
    response.end(answer.body);
  }

  private async read(incoming: IncomingMessage): Promise<GatewayCall> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString("utf8");
    const query = isQuery(incoming) ? new URLSearchParams(body) : undefined;
    const [service = "", target = ""] = String(incoming.headers["x-amz-target"] ?? "").split(".");
    const operation = query?.get("Action") ?? target;
    const forward: GatewayCall["forward"] = async (other = operation, request) => {
      const headers = {
        ...plain(incoming.headers),
        ...(query === undefined && { "x-amz-target": `${service}.${other}` }),
      };
      const text = request === undefined ? body : JSON.stringify(request);
      const reply = await fetch(`${this.behind}${incoming.url ?? "/"}`, {
        method: "POST",
        headers,
        body: text,
      });
      const contentType = reply.headers.get("content-type") ?? undefined;
      return { status: reply.status, body: await reply.text(), ...(query && { contentType }) };
    };
    const request = query ? Object.fromEntries(query) : (JSON.parse(body || "{}") as Record<string, unknown>);
    return { operation, request, forward };
  }
}

/** An error as the AWS JSON protocol has it. */
export function refuse(name: string, message: string, status = 400): GatewayAnswer {
  return { status, body: JSON.stringify({ __type: name, message, Message: message }) };
}

/** Whether a call is one of the query protocol, as EC2 has it. */
function isQuery({ headers }: IncomingMessage): boolean {
  return String(headers["content-type"]).startsWith("application/x-www-form-urlencoded");
}

/** Headers that another connection takes too. */
function plain(headers: IncomingHttpHeaders): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => {
    return !["host", "connection", "content-length", "transfer-encoding", "expect"].includes(name);
  });
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}
