import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** A server for the `http` backend of Terraform, which keeps states in memory. */
export class StateServer {
  /** The states by path. */
  readonly states = new Map<string, string>();
  /** The locks by path, as JSON. */
  readonly locks = new Map<string, string>();
  /** Paths that were locked at least once. */
  readonly locked = new Set<string>();

  private constructor(private readonly server: Server) {}

  /** Starts a server on a free local port. */
  static async start(): Promise<StateServer> {
    const server = createServer();
    const states = new StateServer(server);
    server.on("request", (request, response) => void states.answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return states;
  }

  /** URL of the server. */
  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Stops the server. */
  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? "/", this.endpoint);
    const body = await text(request);
    const lock = this.locks.get(pathname);
    const state = this.states.get(pathname);
    switch (request.method) {
      case "LOCK":
        if (lock !== undefined) return void response.writeHead(423).end(lock);
        this.locks.set(pathname, body);
        this.locked.add(pathname);
        return void response.end();
      case "UNLOCK":
        this.locks.delete(pathname);
        return void response.end();
      case "POST":
        this.states.set(pathname, body);
        return void response.end();
      default:
        return void response.writeHead(state === undefined ? 404 : 200).end(state);
    }
  }
}
