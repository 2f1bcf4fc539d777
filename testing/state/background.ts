import { setTimeout as sleep } from "node:timers/promises";

/** Work that continues after a response: deployments, certificates, deletions. */
export class Background {
  private readonly running = new Set<Promise<void>>();
  private readonly stopped = new AbortController();
  private failure: Error | undefined;

  /** Runs `work` after some milliseconds, without blocking the caller. */
  public after(milliseconds: number, work: () => void | Promise<void>): void {
    const task = this.pause(milliseconds)
      .then(work)
      .catch((error: unknown) => {
        if (!this.stopped.signal.aborted) this.report(error);
      })
      .finally(() => this.running.delete(task));
    this.running.add(task);
  }

  /** Waits inside `work`. */
  public async pause(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.stopped.signal });
  }

  /** Keeps an error that can no longer reach a caller, for `idle` to throw. */
  public report(error: unknown): void {
    this.failure ??= error instanceof Error ? error : new Error(String(error));
  }

  /**
   * Waits until all work is done.
   * @throws Error if some work failed
   */
  public async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
    if (this.failure) throw this.failure;
  }

  /** Cancels all work. */
  public async stop(): Promise<void> {
    this.stopped.abort();
    await Promise.all(this.running);
  }
}
