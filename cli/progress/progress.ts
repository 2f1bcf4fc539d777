/** Tells how far each stack is. */
export interface Progress {
  /**
   * A step of a stack has begun.
   *
   * @param step what is done, such as "plan"
   */
  begin(stack: string, step: string): void;
  /**
   * Something happened in this step.
   *
   * @param what in a few words
   */
  tell(stack: string, what: string): void;
  /**
   * The stack is done.
   *
   * @param how in a few words
   */
  end(stack: string, how: string): void;
  /** Nothing more comes. */
  close(): void;
}
