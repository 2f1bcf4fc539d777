import { lstatSync, writeFileSync } from "node:fs";
import path from "node:path";
import { UsageError } from "../errors";
import { OK } from "../exit-codes";
import { generateKey } from "../terraform/encryption";
import type { CommandContext } from "./context";

/**
 * Creates a key pair: writes the identity to a new file, and its public key to standard output.
 *
 * @param file the new file
 * @returns the exit code
 */
export async function keygen(file: string, { cwd, stdout, stderr }: CommandContext): Promise<number> {
  const { identity, recipient } = await generateKey();
  const target = path.resolve(cwd, file);
  try {
    writeFileSync(target, `# public key: ${recipient}\n${identity}\n`, { flag: "wx", mode: 0o600 });
  } catch (error) {
    throw explainFailure(error as NodeJS.ErrnoException, file, target);
  }
  stderr.write(`Wrote the identity to ${file}. Keep it secret: it decrypts the plans. Its public key:\n`);
  stdout.write(`${recipient}\n`);
  return OK;
}

function explainFailure({ code, message }: NodeJS.ErrnoException, file: string, target: string): UsageError {
  if (code !== "EEXIST") {
    return new UsageError(
      `cannot write the identity (${message}): choose a file in a folder that you can write to`,
    );
  }
  return new UsageError(
    lstatSync(target, { throwIfNoEntry: false })?.isDirectory()
      ? `'${file}' is a folder: choose a new file`
      : `'${file}' already exists, and may contain the only key to saved plans: choose a new file`,
  );
}
