import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import path from "node:path";
import { Interrupt } from "../../cli/interrupt";
import { run } from "../../cli/program";
import { ChildProcesses } from "../../cli/terraform/child-processes";

/** Node code that runs the tool in the process of the test. */
const CLIENT = `
const socket = require("node:net").connect(SOCKET);
let answer = "";
socket.on("data", (chunk) => (answer += chunk));
socket.on("end", () => {
  const { exitCode, stdout, stderr } = JSON.parse(answer);
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  process.exitCode = exitCode;
});
socket.end(JSON.stringify({ args: process.argv.slice(2), cwd: process.cwd(), env: process.env }));
`;

/** How a client calls the tool. */
interface Call {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Runs the tool in this process for programs outside of it, because to load it takes most of the time of a call. */
export class ToolServer {
  private readonly server = createServer({ allowHalfOpen: true }, (socket) => {
    let text = "";
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => (text += chunk));
    socket.on("end", () => void answer(socket, JSON.parse(text) as Call));
  });

  /** The program for Node. */
  public readonly program: string;

  public constructor(private readonly folder: string) {
    this.program = path.join(folder, "tool.js");
  }

  public async start(): Promise<void> {
    const socket = path.join(this.folder, "tool.sock");
    writeFileSync(this.program, CLIENT.replace("SOCKET", JSON.stringify(socket)));
    this.server.listen(socket);
    await once(this.server, "listening");
  }

  public async stop(): Promise<void> {
    this.server.close();
    await once(this.server, "close");
  }
}

async function answer(socket: Socket, { args, cwd, env }: Call): Promise<void> {
  const printed = { stdout: "", stderr: "" };
  const interruption = new Interrupt();
  const exitCode = await run(args, {
    cwd,
    env,
    stdout: { write: (text) => (printed.stdout += text) },
    stderr: { write: (text) => (printed.stderr += text) },
    now: () => performance.now(),
    second: 1,
    interruption,
    children: new ChildProcesses(interruption),
    version: "1.2.3",
  });
  socket.end(JSON.stringify({ exitCode, ...printed }));
}
