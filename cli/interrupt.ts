import type { Interruption } from "./process-context";

/** Tracks how often the user asked to stop. */
export class Interrupt implements Interruption {
  private readonly stopping = new AbortController();
  private readonly killing = new AbortController();

  public get stop(): AbortSignal {
    return this.stopping.signal;
  }

  public get kill(): AbortSignal {
    return this.killing.signal;
  }

  /** Called each time the user asks to stop. */
  public request(): void {
    if (this.stop.aborted) this.killing.abort();
    else this.stopping.abort();
  }
}
