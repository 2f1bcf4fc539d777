/** Shows what happens to each stack. */
export interface Progress {
  /**
   * Starts a step of a stack.
   *
   * @param step what is done, such as "plan"
   */
  begin(stack: string, step: string): void;
  /**
   * Reports an event within the step.
   *
   * @param what in a few words
   */
  tell(stack: string, what: string): void;
  /**
   * Ends the work on a stack.
   *
   * @param how result in a few words
   */
  end(stack: string, how: string): void;
  /**
   * Writes text that stays, such as a warning.
   *
   * @param text whole lines
   */
  write(text: string): void;
  /** Ends the progress. It may be closed twice. */
  close(): void;
}
