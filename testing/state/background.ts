import { setTimeout as sleep } from "node:timers/promises";

/** What goes on after a call was answered: deployments, certificates, deletions. */
export class Background {
  private readonly running = new Set<Promise<void>>();
  private readonly stopped = new AbortController();
  private failure: Error | undefined;

  /** Does something after some milliseconds, without anybody who waits for it. */
  public after(milliseconds: number, work: () => void | Promise<void>): void {
    const task = this.pause(milliseconds)
      .then(work)
      .catch((error: unknown) => {
        if (!this.stopped.signal.aborted) this.report(error);
      })
      .finally(() => this.running.delete(task));
    this.running.add(task);
  }

  /** Lets time pass inside of such a piece of work. */
  public async pause(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.stopped.signal });
  }

  /** Keeps an error that no caller can get any more, for whoever waits with `idle`. */
  public report(error: unknown): void {
    this.failure ??= error instanceof Error ? error : new Error(String(error));
  }

  /** Waits until nothing goes on any more; throws what broke a piece of work. */
  public async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
    if (this.failure) throw this.failure;
  }

  /** Breaks off all work. */
  public async stop(): Promise<void> {
    this.stopped.abort();
    await Promise.all(this.running);
  }
}
