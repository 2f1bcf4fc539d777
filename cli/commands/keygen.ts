import { writeFileSync } from "node:fs";
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
  try {
    const text = `# public key: ${recipient}\n${identity}\n`;
    writeFileSync(path.resolve(cwd, file), text, { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST")
      throw new UsageError(`cannot write the identity (${(error as Error).message})`);
    throw new UsageError(
      `'${file}' already exists, and may contain the only key to saved plans: choose a new file`,
    );
  }
  stderr.write(`Wrote the identity to ${file}. Keep it secret: it decrypts the plans. Its public key:\n`);
  stdout.write(`${recipient}\n`);
  return OK;
}
