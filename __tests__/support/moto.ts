import { spawn, type ChildProcess } from "node:child_process";

/**
 * Runs a command, and kills its process group when the pipe to standard input closes, that is, when this process ends for any
 * reason.
 */
const watchdog = 'exec 3<&0; "$@" </dev/null & child=$!; (cat >/dev/null; kill -KILL 0) <&3 & wait $child';

/** A moto server, which emulates the rest of AWS in memory. */
export class Moto {
  private constructor(
    private readonly process: ChildProcess,
    /** The address for `AWS_ENDPOINT_URL`. */
    readonly endpoint: string,
  ) {}

  /**
   * Starts a server on a free local port, and waits until it responds.
   * @param command command and leading arguments from `findTools`
   */
  static async start(command: readonly string[], timeoutMs = 30_000): Promise<Moto> {
    const server = spawn("sh", ["-c", watchdog, "sh", ...command, "-H", "127.0.0.1", "-p", "0"], {
      stdio: ["pipe", "ignore", "pipe"],
      // In its own process group, because the command can be a launcher that starts the real server.
      detached: true,
      env: { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: "true" },
    });
    try {
      return new Moto(server, await addressOf(server, timeoutMs));
    } catch (error) {
      killGroup(server);
      throw error;
    }
  }

  /** Stops the server and its child processes. */
  async stop(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const exited = new Promise((resolve) => this.process.once("exit", resolve));
    killGroup(this.process);
    await exited;
  }
}

/** The server chooses a free port, so that two servers never use the same one, and prints it when it listens. */
function addressOf(server: ChildProcess, timeoutMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    const fail = (why: string) => {
      clearTimeout(timer);
      reject(new Error(`moto_server ${why}\n${output}`));
    };
    const timer = setTimeout(() => {
      fail(`did not answer within ${timeoutMs} ms`);
    }, timeoutMs);
    server.once("error", (error) => {
      fail(`could not be started: ${error.message}`);
    });
    server.once("exit", (code) => {
      fail(`ended with exit code ${code}`);
    });
    server.stderr?.on("data", (chunk: Buffer) => {
      // Keep reading later lines (one for each request), because a full pipe would block the server.
      if (output.length < 10_000) output += chunk.toString();
      reportErrors(chunk.toString());
      const address = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(output)?.[1];
      if (!address) return;
      clearTimeout(timer);
      resolve(address);
    });
  });
}

/** Print errors of the server. Clients retry, so a test could fail much later. */
function reportErrors(log: string): void {
  const lines = log.split("\n").filter((line) => /" 5\d\d |^Traceback|^\w*(Error|Exception)\b/.test(line));
  if (lines.length > 0) process.stderr.write(`moto_server: ${lines.join("\n")}\n`);
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // It has already ended.
  }
}
