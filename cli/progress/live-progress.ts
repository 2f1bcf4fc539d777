import type { ProcessContext } from "../process-context";
import { countColumns, countRows, shortenToColumns, truncateToColumns } from "../text/columns";
import { formatCount } from "../text/lists";
import { oneLine } from "../text/one-line";
import type { Progress } from "./progress";

interface Line {
  what: string;
  readonly start: number;
}

const REDRAW_MS = 200;
const ERASE_ROW = "\u001b[2K";

/**
 * If the window gets narrower during the run, the live lines still fit into it down to this width. What is scrolled out of the window
 * cannot be erased.
 */
const LEAST_COLUMNS = 40;
const LEAST_NAME = 12;

/** One line for each stack in progress, redrawn in place. Lines of finished stacks stay above. For terminals. */
export class LiveProgress implements Progress {
  private readonly lines = new Map<string, Line>();
  private readonly timer: NodeJS.Timeout;
  private drawn: readonly string[] = [];

  public constructor(private readonly context: Pick<ProcessContext, "env" | "stderr" | "now">) {
    this.timer = setInterval(() => {
      this.draw();
    }, REDRAW_MS).unref();
  }

  public begin(stack: string, step: string): void {
    const start = this.lines.get(stack)?.start ?? this.context.now();
    this.lines.set(stack, { what: step, start });
    this.draw();
  }

  public tell(stack: string, what: string): void {
    const line = this.lines.get(stack);
    if (line) line.what = what;
  }

  public end(stack: string, how: string): void {
    const start = this.lines.get(stack)?.start ?? this.context.now();
    this.lines.delete(stack);
    this.draw(`${this.render(" ", stack, { what: how, start }, this.columns - 1)}\n`);
  }

  public write(text: string): void {
    this.draw(text);
  }

  public close(): void {
    clearInterval(this.timer);
    this.lines.clear();
    this.draw();
  }

  private get columns(): number {
    return this.context.stderr.columns || 80;
  }

  /** @param above text that stays above the live lines */
  private draw(above = ""): void {
    const lines = this.renderLines();
    const text = `${this.erase()}${above}${lines.map((line) => `${line}\n`).join("")}`;
    if (text !== "") this.context.stderr.write(text);
    this.drawn = lines;
  }

  /** Erases row by row up to the first live line. Some terminals keep what is erased as a whole screen in their scroll-back. */
  private erase(): string {
    const wraps = rewrapsLines(this.context.env);
    const rows = this.drawn.reduce((sum, line) => sum + (wraps ? countRows(line, this.columns) : 1), 0);
    return rows > 0 ? `\r${ERASE_ROW}${`\u001b[A${ERASE_ROW}`.repeat(rows)}` : "";
  }

  /** Never more lines than the window has rows: what is scrolled out of it stays forever. */
  private renderLines(): string[] {
    const all = [...this.lines];
    // The cursor is in the row below.
    const rows = (this.context.stderr.rows || 24) - 1;
    if (rows < 1 || all.length === 0) return [];
    const shown = all.length <= rows ? all : all.slice(0, rows - 1);
    const hidden = all.length - shown.length;
    const width = this.measureWidth(Math.floor(rows / (shown.length + (hidden > 0 ? 1 : 0))));
    const lines = shown.map(([stack, line]) => this.render("·", stack, line, width));
    const rest = shown.length > 0 ? `and ${hidden} more` : formatCount(hidden, "stack");
    return hidden > 0 ? [...lines, truncateToColumns(`·        ${rest}`, width)] : lines;
  }

  private measureWidth(rowsPerLine: number): number {
    // A wide character may leave the last column of a row empty.
    const least = LEAST_COLUMNS - 1;
    const width = Math.min(this.columns - 1, rowsPerLine * least);
    // A pane of tmux that gets narrower scrolls up by each row that it wraps, even if rows below are empty: half a pane never wraps.
    return isTmux(this.context.env)
      ? Math.min(width, Math.max(least, Math.floor(this.columns / 2) - 1))
      : width;
  }

  private render(mark: string, stack: string, { what, start: begin }: Line, width: number): string {
    const seconds = `${Math.round((this.context.now() - begin) / 1000)}s`.padStart(5);
    const start = `${mark}${seconds}  `;
    const room = Math.max(1, width - start.length);
    const line = oneLine(`${stack}: ${what}`);
    // Names of stacks often differ only in their end.
    const name = shortenToColumns(oneLine(stack), Math.max(LEAST_NAME, Math.floor(room / 2)));
    const short = countColumns(line) <= room ? line : `${name}: ${oneLine(what)}`;
    return truncateToColumns(`${start}${short}`, Math.max(1, width));
  }
}

/** Whether the terminal is tmux. Over SSH, only TERM shows it. */
function isTmux(env: ProcessContext["env"]): boolean {
  return env["TMUX"] !== undefined || /^(?:tmux|screen)\b/.test(env["TERM"] ?? "");
}

/** Whether the terminal wraps long lines again when its window gets narrower. xterm, GNU screen and the Linux console cut them off instead. */
function rewrapsLines(env: ProcessContext["env"]): boolean {
  if (env["TMUX"]) return true;
  const isXterm = env["XTERM_VERSION"] !== undefined;
  const isScreen = env["STY"] !== undefined;
  return !isXterm && !isScreen && env["TERM"] !== "linux";
}
