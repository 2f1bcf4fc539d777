/** An error that the user can fix: the message says what is wrong and what to do. Printed without a stack trace. */
export class UsageError extends Error {
  public override readonly name = "UsageError";
}

/** Whether the operating system refused to read or write, for example because the disk is full. */
export function isFileError(error: unknown): error is NodeJS.ErrnoException {
  const { syscall } = error as NodeJS.ErrnoException;
  return typeof syscall === "string" && !syscall.startsWith("spawn");
}
