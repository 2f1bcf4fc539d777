import type { ProcessContext } from "../process-context";
import { oneLine } from "../text/one-line";
import type { Progress } from "./progress";

/** One line for each step, with the time since the tool started. For logs. */
export class PlainProgress implements Progress {
  public constructor(private readonly context: Pick<ProcessContext, "stderr" | "now">) {}

  public begin(stack: string, step: string): void {
    this.log(stack, step);
  }

  public tell(): void {
    // Too much detail for a log.
  }

  public end(stack: string, how: string): void {
    this.log(stack, how);
  }

  public write(text: string): void {
    this.context.stderr.write(text);
  }

  public close(): void {
    // Nothing to clean up.
  }

  private log(stack: string, what: string): void {
    const { stderr, now } = this.context;
    const seconds = (now() / 1000).toFixed(1).padStart(6);
    stderr.write(`${seconds}s  ${oneLine(`${stack}: ${what}`)}\n`);
  }
}
