/** An error that the user can fix: the message says what is wrong and what to do. Printed without a stack trace. */
export class UsageError extends Error {
  public override readonly name = "UsageError";
}

/** What to do, by the code of the operating system. */
const ADVICE: Readonly<Record<string, string>> = {
  EACCES: "you may not access it: change its permissions",
  EPERM: "you may not change it: change its permissions",
  EROFS: "this file system is read-only: make it writable",
  ENOSPC: "the disk is full: free some space",
  EDQUOT: "your disk quota is used up: free some space",
  ENOTDIR: "a file is in the place of a folder: move the file",
  EEXIST: "a file is in the place of a folder: move the file",
};

/** Says what the operating system refused, and what to do. */
export function explainFileError({ code = "", message }: NodeJS.ErrnoException): string {
  const advice = ADVICE[code];
  return advice === undefined ? message : `${message}: ${advice}, or use a different folder`;
}

/** Whether the operating system refused to read or write, for example because the disk is full. */
export function isFileError(error: unknown): error is NodeJS.ErrnoException {
  const { syscall } = error as NodeJS.ErrnoException;
  return typeof syscall === "string" && !syscall.startsWith("spawn");
}
