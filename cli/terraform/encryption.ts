import { createReadStream, createWriteStream, readFileSync } from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { ReadableStream } from "node:stream/web";
import { isFileError, UsageError } from "../errors";
import type { ProcessContext } from "../process-context";
import { formatCount } from "../text/lists";
import { oneLine } from "../text/one-line";

/** Environment variable with an identity. No command that the tool runs gets it. */
export const IDENTITY_VARIABLE = "APP_RUNNER_IDENTITY";

/** Encrypts or decrypts a file into a new file that only the user can read. */
export type CopyFile = (from: string, to: string) => Promise<void>;

/** A key pair of age. */
export interface AgeKey {
  /** The private key, `AGE-SECRET-KEY-1…`. */
  readonly identity: string;
  /** The public key, `age1…`. */
  readonly recipient: string;
}

const PUBLIC_KEY = "an age public key, which begins with 'age1' and has 62 lower-case characters";
const IDENTITY = "an age identity, which begins with 'AGE-SECRET-KEY-1' and has 74 characters";
const OTHER_KINDS = "post-quantum keys, SSH keys and keys of plugins do not work";

/** Only commands that encrypt or decrypt load it. */
const loadAge = async () => import("age-encryption");

/** Makes a new key pair. */
export async function generateKey(): Promise<AgeKey> {
  const { generateIdentity, identityToRecipient } = await loadAge();
  const identity = await generateIdentity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/**
 * Returns how to encrypt files so that each of the recipients can decrypt them.
 *
 * @throws UsageError if one is not a public key
 */
export async function createEncryption(recipients: readonly string[]): Promise<CopyFile> {
  const { Encrypter } = await loadAge();
  const encrypter = new Encrypter();
  for (const value of recipients) {
    // The variable of a pipeline often ends with a line break.
    const recipient = value.trim();
    if (looksLikeIdentity(recipient)) {
      throw new UsageError(
        "'--encrypt-to' must be a public key, which begins with 'age1', but got an identity, which is secret. " +
          "It may now be in logs and in the history of your shell: create a new one with 'app-runner keygen'",
      );
    }
    try {
      encrypter.addRecipient(recipient);
      // Some keys are refused only when they are used.
      await encrypter.encrypt("");
    } catch {
      // The library's message contains the value, which may be a different secret.
      throw new UsageError(
        `'--encrypt-to' must be ${PUBLIC_KEY}, but got ${describeRecipient(recipient)}. 'app-runner keygen' creates one`,
      );
    }
  }
  return (from, to) => copy(from, to, (source) => encrypter.encrypt(source));
}

/**
 * Returns how to decrypt files with the identities of a file, or else of `APP_RUNNER_IDENTITY`.
 *
 * @param file the file, as the user wrote it
 * @returns undefined if there is no identity
 * @throws UsageError if the file cannot be read, or something in it is not an identity
 */
export async function createDecryption(
  file: string | undefined,
  { cwd, env }: Pick<ProcessContext, "cwd" | "env">,
): Promise<CopyFile | undefined> {
  const value = env[IDENTITY_VARIABLE];
  const identities =
    file !== undefined
      ? await parseIdentities(readIdentities(file, cwd), oneLine(file))
      : value
        ? await parseIdentities(value, IDENTITY_VARIABLE)
        : undefined;
  if (!identities) return undefined;
  const { Decrypter, identityToRecipient } = await loadAge();
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  return async (from, to) => {
    try {
      await copy(from, to, (source) => decrypter.decrypt(source));
    } catch (error) {
      const name = oneLine(path.basename(from));
      if (isFileError(error))
        throw new UsageError(`cannot decrypt ${name} into ${path.dirname(to)} (${error.message})`);
      const recipients = await Promise.all(identities.map(identityToRecipient));
      throw new UsageError(
        `cannot decrypt ${name}: it was not encrypted to ${recipients.join(", ")}, or it is damaged. ` +
          "Pass the identity of a key that was given to 'app-runner plan --encrypt-to', or plan again",
      );
    }
  };
}

function readIdentities(file: string, cwd: string): string {
  if (looksLikeIdentity(file)) {
    throw new UsageError(
      "'--identity' must be a file with the identity, but got the identity. Other users can see the arguments of a command: " +
        `write it to a file, or set ${IDENTITY_VARIABLE}`,
    );
  }
  try {
    return readFileSync(path.resolve(cwd, file), "utf8");
  } catch (error) {
    throw new UsageError(`cannot read the file of '--identity' (${(error as Error).message})`);
  }
}

/** Reads the format of `age-keygen`: an identity in each line, and comments. Never shows a line. */
async function parseIdentities(text: string, source: string): Promise<string[]> {
  const { identityToRecipient } = await loadAge();
  const identities: string[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    const identity = line.trim();
    if (identity === "" || identity.startsWith("#")) continue;
    try {
      await identityToRecipient(identity);
    } catch {
      throw new UsageError(
        `line ${index + 1} of ${source} is not ${IDENTITY}. Identities with a passphrase, ${OTHER_KINDS}`,
      );
    }
    identities.push(identity);
  }
  if (identities.length > 0) return identities;
  throw new UsageError(`${source} does not contain ${IDENTITY}`);
}

async function copy(
  from: string,
  to: string,
  convert: (source: ReadableStream<Uint8Array>) => Promise<ReadableStream<Uint8Array>>,
): Promise<void> {
  const source = createReadStream(from);
  try {
    // Not `Readable.toWeb`: on Node 20.11, it throws where nothing can catch it if the new file cannot be written.
    const converted = await convert(ReadableStream.from<Uint8Array>(source));
    await pipeline(converted, createWriteStream(to, { flags: "wx", mode: 0o600 }));
  } finally {
    source.destroy();
  }
}

function looksLikeIdentity(value: string): boolean {
  return /AGE-SECRET-KEY-/i.test(value);
}

/** Says what a value that is not accepted seems to be, without showing it. */
function describeRecipient(value: string): string {
  if (value === "") return "an empty value";
  if (/[\s,]age1/.test(value)) return "several: pass '--encrypt-to' for each of them";
  if (/^(age1[a-z0-9]+1|ssh-|github:)/.test(value)) return `a different kind of key: ${OTHER_KINDS}`;
  return `a value of ${formatCount(value.length, "character")} that is not one`;
}
