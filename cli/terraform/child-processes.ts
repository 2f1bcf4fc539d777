import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { constants } from "node:os";
import { kill, platform } from "node:process";
import { Interrupted, type Interruption } from "../process-context";

/** What is kept of standard error: its end. */
const KEPT_CHARS = 1024 * 1024;

/** A command to run. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether `program` is a line for the shell. @default false */
  readonly shell?: boolean;
  /** Gets each line of standard output. @default - standard output is collected */
  readonly onLine?: (line: string) => void;
  /** File that standard output goes to, which nobody else may read. @default - standard output is collected */
  readonly file?: string;
}

/** How a command ended. */
export interface Ended {
  /** `128` and the number of the signal where a signal ended it. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs commands, each in a process group of its own, so that a Ctrl-C at the terminal reaches this tool only. It hands the
 * first one on, waits until the command has ended in good order, and kills the whole group at the second one.
 */
export class ChildProcesses {
  private readonly running = new Set<ChildProcess>();

  public constructor(private readonly interruption: Interruption) {}

  /**
   * Runs a command to its end.
   *
   * @throws Interrupted once it has ended, when the user asked to stop
   * @throws Error when it cannot be started, with the code of the operating system
   */
  public async run(command: Command): Promise<Ended> {
    if (this.interruption.stop.aborted) throw new Interrupted();
    const file = command.file === undefined ? undefined : openSync(command.file, "w", 0o600);
    try {
      const child = spawn(command.program, command.args, {
        cwd: command.cwd,
        env: command.env,
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

  /** Kills whatever runs. For the end of this process only. */
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

function collect(child: ChildProcess, { onLine }: Command): Promise<Ended> {
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    if (!onLine) {
      stdout += chunk;
      return;
    }
    const lines = (stdout + chunk).split("\n");
    stdout = lines.pop() ?? "";
    lines.forEach(onLine);
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
    // It has ended by itself.
  }
}
