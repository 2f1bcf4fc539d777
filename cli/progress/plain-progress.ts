import type { ProcessContext } from "../process-context";
import { oneLine } from "../text/one-line";
import type { Progress } from "./progress";

/** A line for each step, with the time since the start. For logs. */
export class PlainProgress implements Progress {
  public constructor(private readonly context: Pick<ProcessContext, "stderr" | "now">) {}

  public begin(stack: string, step: string): void {
    this.write(stack, step);
  }

  public tell(): void {
    // A log does not need every resource.
  }

  public end(stack: string, how: string): void {
    this.write(stack, how);
  }

  public close(): void {
    // Every line is written.
  }

  private write(stack: string, what: string): void {
    const { stderr, now } = this.context;
    const seconds = (now() / 1000).toFixed(1).padStart(6);
    stderr.write(`${seconds}s  ${oneLine(`${stack}: ${what}`)}\n`);
  }
}
