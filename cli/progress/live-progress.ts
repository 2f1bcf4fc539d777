import type { ProcessContext } from "../process-context";
import { oneLine } from "../text/one-line";
import type { Progress } from "./progress";

interface Line {
  what: string;
  readonly start: number;
}

const REDRAW_MS = 200;

/** A line for each stack that is worked on, drawn again and again; the lines of those that are done stay above. For terminals. */
export class LiveProgress implements Progress {
  private readonly lines = new Map<string, Line>();
  private readonly timer: NodeJS.Timeout;
  private drawn = 0;

  public constructor(private readonly context: Pick<ProcessContext, "stderr" | "now">) {
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
    this.draw(`${this.render(stack, { what: how, start }, " ")}\n`);
  }

  public close(): void {
    clearInterval(this.timer);
    this.lines.clear();
    this.draw();
  }

  private draw(done = ""): void {
    const { stderr } = this.context;
    // Up to the first line that is drawn, and everything below it erased.
    const erase = this.drawn > 0 ? `\u001b[${this.drawn}A\u001b[J` : "";
    const lines = [...this.lines].map(([stack, line]) => `${this.render(stack, line, "·")}\n`);
    const text = `${erase}${done}${lines.join("")}`;
    if (text !== "") stderr.write(text);
    this.drawn = lines.length;
  }

  private render(stack: string, { what, start }: Line, mark: string): string {
    const { stderr, now } = this.context;
    const seconds = `${Math.round((now() - start) / 1000)}s`.padStart(5);
    // A line that wraps would be two when it is drawn over.
    return `${mark}${seconds}  ${oneLine(`${stack}: ${what}`)}`.slice(
      0,
      Math.max(1, (stderr.columns ?? 80) - 1),
    );
  }
}
