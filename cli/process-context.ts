/** A stream that text is written to. */
interface Output {
  write(text: string): unknown;
  /** Whether it is a terminal. */
  readonly isTTY?: boolean;
  /** Width of the terminal. */
  readonly columns?: number;
}

/** How the user asks the tool to stop. */
export interface Interruption {
  /** Aborted by the first Ctrl-C: what runs ends in good order. */
  readonly stop: AbortSignal;
  /** Aborted by the second one: what runs is killed. */
  readonly kill: AbortSignal;
}

/** All that a command needs of the process that it runs in. */
export interface ProcessContext {
  /** Folder that the tool was called in. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** For the report, and nothing else. */
  readonly stdout: Output;
  /** For progress, questions and errors. */
  readonly stderr: Output;
  /**
   * Asks a question at the terminal.
   *
   * @default - nobody is there to answer
   */
  readonly ask?: (question: string) => Promise<string>;
  /**
   * Reads standard input to its end.
   *
   * @default - there is none
   */
  readonly readInput?: () => Promise<Buffer>;
  /** Milliseconds since the tool was started. */
  readonly now: () => number;
  readonly interruption: Interruption;
}

/** The user asked to stop, and what ran has ended. */
export class Interrupted extends Error {
  public override readonly name = "Interrupted";

  public constructor() {
    super("interrupted");
  }
}
