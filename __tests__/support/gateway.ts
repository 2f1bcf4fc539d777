import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";

/** A call of the AWS JSON or query protocol to the server behind the gateway. */
export interface GatewayCall {
  /** The part of `X-Amz-Target` after the dot, or the `Action` of a query. */
  readonly operation: string;
  readonly request: Readonly<Record<string, unknown>>;
  /** Sends this call, or a different JSON call, to the server behind the gateway, and returns the status and body. */
  readonly forward: (operation?: string, request?: object) => Promise<GatewayAnswer>;
}

/** A response. */
export interface GatewayAnswer {
  readonly status: number;
  readonly body: string;
  /** @default - the content type of the JSON protocol */
  readonly contentType?: string;
}

/** Responds to a call, or forwards it. */
export type GatewayHandler = (call: GatewayCall) => Promise<GatewayAnswer>;

/** An HTTP server in front of an emulator of AWS, which adds what the emulator does not support. */
export class Gateway {
  private readonly server: Server;
  private address = "";

  private constructor(
    private readonly behind: string,
    private readonly handle: GatewayHandler,
  ) {
    this.server = createServer((request, response) => void this.serve(request, response));
    // Longer than any pause between calls of the Terraform provider, which keeps connections open.
    this.server.keepAliveTimeout = 120_000;
  }

  /**
   * Starts a gateway on a free port.
   * @param behind the address of the emulator
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

  /** Stops the gateway. */
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

/** An error of the AWS JSON protocol. */
export function refuse(name: string, message: string, status = 400): GatewayAnswer {
  return { status, body: JSON.stringify({ __type: name, message, Message: message }) };
}

/** Whether a call uses the query protocol, such as that of EC2. */
function isQuery({ headers }: IncomingMessage): boolean {
  return String(headers["content-type"]).startsWith("application/x-www-form-urlencoded");
}

/** Headers that can be forwarded. */
function plain(headers: IncomingHttpHeaders): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => {
    return !["host", "connection", "content-length", "transfer-encoding", "expect"].includes(name);
  });
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}
