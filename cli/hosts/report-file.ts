import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import path from "node:path";
import { UsageError } from "../errors";
import { formatCount } from "../text/lists";

/** Largest report to read, in bytes. */
const MAX_BYTES = 256 * 1024 * 1024;

/**
 * Reads a report from a folder that a job with code of the pull request may have filled: only a regular file, no link to another one.
 *
 * @throws UsageError if it cannot be read
 */
export function readReportFile(folder: string, name: string): string {
  const file = path.join(folder, name);
  const descriptor = open(file, name);
  try {
    const status = fstatSync(descriptor);
    if (!status.isFile()) throw new UsageError(`${name} is not a file`);
    if (status.size > MAX_BYTES) {
      throw new UsageError(
        `${name} has ${formatCount(status.size, "byte")}, more than ${MAX_BYTES.toLocaleString("en-US")}`,
      );
    }
    return readFileSync(descriptor, "utf8");
  } finally {
    closeSync(descriptor);
  }
}

function open(file: string, name: string): number {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants as Partial<typeof constants>;
  try {
    // A pipe would wait for a writer. Windows has neither flag.
    return openSync(file, (O_RDONLY ?? 0) | (O_NOFOLLOW ?? 0) | (O_NONBLOCK ?? 0));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reasons: Readonly<Record<string, string>> = {
      ENOENT:
        "does not exist: see the log of the command that writes the reports, and pass the same '--reports' to both",
      ELOOP: "is a symbolic link",
      EMLINK: "is a symbolic link",
    };
    throw new UsageError(`${name} ${reasons[code ?? ""] ?? `cannot be read (${code ?? "unknown error"})`}`);
  }
}
