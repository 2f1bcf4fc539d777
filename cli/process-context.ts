import { withoutCommands } from "./text/escape";

/** A stream for text. */
interface Output {
  write(text: string): unknown;
  /** Whether it is a terminal. */
  readonly isTTY?: boolean;
  /** Width of the terminal. */
  readonly columns?: number;
  /** Height of the terminal. */
  readonly rows?: number;
}

/** An output whose lines a pipeline cannot run as commands. Messages may quote names and texts that others wrote. */
export class HarmlessOutput implements Output {
  public constructor(private readonly output: Output) {}

  public write(text: string): unknown {
    return this.output.write(withoutCommands(text));
  }

  // A terminal can be resized while a command runs.

  public get isTTY(): boolean {
    return this.output.isTTY === true;
  }

  public get columns(): number {
    return this.output.columns ?? 0;
  }

  public get rows(): number {
    return this.output.rows ?? 0;
  }
}

/** How the user asks the tool to stop. */
export interface Interruption {
  /** Aborted by the first Ctrl-C: running commands finish cleanly. */
  readonly stop: AbortSignal;
  /** Aborted by the second Ctrl-C: running commands are killed. */
  readonly kill: AbortSignal;
}

/** Everything that a command needs from its process. */
export interface ProcessContext {
  /** Folder that the tool was started in. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** For the report only. */
  readonly stdout: Output;
  /** For progress, questions and errors. */
  readonly stderr: Output;
  /**
   * Asks a question in the terminal.
   *
   * @default - there is no terminal
   */
  readonly ask?: (question: string) => Promise<string>;
  /**
   * Asks for a value in the terminal, without showing what is typed.
   *
   * @default - there is no terminal
   */
  readonly askSecret?: (question: string) => Promise<string>;
  /**
   * Reads all of standard input.
   *
   * @default - there is no standard input
   */
  readonly readInput?: () => Promise<Buffer>;
  /** Milliseconds since the tool started. */
  readonly now: () => number;
  /**
   * Length of a second that the tool waits, in milliseconds. A test can shorten it.
   *
   * @default 1000
   */
  readonly second?: number;
  readonly interruption: Interruption;
}

/**
 * Returns how to write to an output.
 *
 * @returns no width for a file or a pipe
 */
export function describeTerminal(
  { isTTY = false, columns }: ProcessContext["stdout"],
  env: ProcessContext["env"],
): { readonly colors: boolean; readonly width: number | undefined } {
  // Some terminals report a width of 0.
  return { colors: isTTY && !env["NO_COLOR"], width: isTTY && columns ? columns : undefined };
}

/** The user asked to stop, and all running commands have ended. */
export class Interrupted extends Error {
  public override readonly name = "Interrupted";

  public constructor() {
    super("interrupted");
  }
}
