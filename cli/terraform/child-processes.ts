import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { constants } from "node:os";
import { kill, platform } from "node:process";
import { Interrupted, type Interruption } from "../process-context";
import { IDENTITY_VARIABLE } from "./encryption";

/** How much of the end of standard error is kept. */
const KEPT_CHARS = 1024 * 1024;

/** A command to run. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether `program` is a shell command line. @default false */
  readonly shell?: boolean;
  /** Called with each line of standard output. @default - standard output is collected */
  readonly onLine?: (line: string) => void;
  /** File for standard output, readable only by its owner. @default - standard output is collected */
  readonly file?: string;
}

/** Result of a command. */
export interface Ended {
  /** `128` plus the signal number if a signal ended the command. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs commands, each in its own process group, so that Ctrl-C in the terminal reaches only this tool. The tool forwards the first
 * Ctrl-C and waits until the command has ended cleanly. The second Ctrl-C kills the whole group.
 */
export class ChildProcesses {
  private readonly running = new Set<ChildProcess>();

  public constructor(private readonly interruption: Interruption) {}

  /**
   * Runs a command until it ends.
   *
   * @throws Interrupted after it has ended, if the user asked to stop
   * @throws Error with the code of the operating system, if it cannot be started
   */
  public async run(command: Command): Promise<Ended> {
    if (this.interruption.stop.aborted) throw new Interrupted();
    const file = command.file === undefined ? undefined : openSync(command.file, "w", 0o600);
    try {
      const child = spawn(command.program, command.args, {
        cwd: command.cwd,
        env: withoutIdentity(command.env),
        shell: command.shell ?? false,
        stdio: ["ignore", file ?? "pipe", "pipe"],
        detached: platform !== "win32",
        windowsHide: true,
      });
      const ended = await this.watch(child, command);
      this.throwIfStopped();
      return ended;
    } finally {
      if (file !== undefined) closeSync(file);
    }
  }

  /** Kills all running commands. Only for the end of this process. */
  public killAll(): void {
    for (const child of this.running) signalGroup(child, "SIGKILL");
  }

  private throwIfStopped(): void {
    if (this.interruption.stop.aborted) throw new Interrupted();
  }

  private async watch(child: ChildProcess, command: Command): Promise<Ended> {
    const { stop, kill: killed } = this.interruption;
    const forward = (): void => {
      signalGroup(child, "SIGINT");
    };
    const end = (): void => {
      signalGroup(child, "SIGKILL");
    };
    this.running.add(child);
    stop.addEventListener("abort", forward);
    killed.addEventListener("abort", end);
    try {
      return await collect(child, command);
    } finally {
      this.running.delete(child);
      stop.removeEventListener("abort", forward);
      killed.removeEventListener("abort", end);
    }
  }
}

/** Plans are decrypted by this tool only. Windows ignores the case of names. */
function withoutIdentity(env: Command["env"]): Command["env"] {
  return Object.fromEntries(Object.entries(env).filter(([name]) => name.toUpperCase() !== IDENTITY_VARIABLE));
}

function collect(child: ChildProcess, { onLine }: Command): Promise<Ended> {
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    if (!onLine) {
      stdout += chunk;
      return;
    }
    // Only the chunk is searched, because a line may have any length.
    const [first = "", ...others] = chunk.split("\n");
    stdout += first;
    for (const line of others) {
      onLine(stdout);
      stdout = line;
    }
  });
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    stderr = (stderr + chunk).slice(-KEPT_CHARS);
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode, signal) => {
      if (onLine && stdout !== "") onLine(stdout);
      resolve({ exitCode: exitCode ?? 128 + constants.signals[signal ?? "SIGKILL"], stdout, stderr });
    });
  });
}

function signalGroup(child: ChildProcess, signal: "SIGINT" | "SIGKILL"): void {
  if (child.pid === undefined) return;
  try {
    if (platform === "win32") child.kill(signal);
    else kill(-child.pid, signal);
  } catch {
    // It has already ended.
  }
}
