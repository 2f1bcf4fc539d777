import { gunzipSync } from "node:zlib";
import { UsageError } from "../errors";

const MIB = 1024 ** 2;
/** A plan of this size is always unpacked. */
const SMALL_BYTES = 128 * MIB;
/** Maximum size of an unpacked plan: more than any real plan, but less than the memory of a machine. */
const MAX_BYTES = 1024 * MIB;
/** How many times larger an unpacked plan may be than its gzip file. Plans are 20 to 50 times larger; a file made to fill the memory, 1,000 times. */
const MAX_RATIO = 100;

/** First line of a file that is encrypted, such as by `app-runner plan --encrypt-to`. */
const AGE_HEADER = "age-encryption.org/v1\n";

/**
 * Decodes the file of a plan to UTF-8, without a byte order mark and without lines before the document.
 *
 * @param name name of the file, for errors
 * @throws UsageError if it is empty, a binary plan, encrypted, or a broken archive
 */
export function decodePlan(name: string, bytes: Buffer): Buffer {
  const text = decodeUtf16(bytes[0] === 0x1f && bytes[1] === 0x8b ? unpack(name, bytes) : bytes);
  if (text.length === 0) throw new UsageError(`${name} is empty`);
  if (text[0] === 0x50 && text[1] === 0x4b) {
    throw new UsageError(`${name} is a plan file, not JSON: run 'terraform show -json ${name} > plan.json'`);
  }
  if (text.toString("latin1", 0, AGE_HEADER.length) === AGE_HEADER) {
    throw new UsageError(
      `${name} is encrypted: run 'age --decrypt --identity FILE ${name} > plan.json', and review plan.json`,
    );
  }
  return skipLeadingLines(text);
}

/** Windows PowerShell redirects output as UTF-16, usually with a byte order mark. */
function decodeUtf16(bytes: Buffer): Buffer {
  const [first, second] = bytes;
  // Without a mark, one of the two bytes of the first character is zero.
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0))
    return withoutMark(Buffer.from(bytes.toString("utf16le"), "utf8"));
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== undefined && second !== 0)) {
    const even = Buffer.from(bytes.subarray(0, bytes.length & ~1));
    return withoutMark(Buffer.from(even.swap16().toString("utf16le"), "utf8"));
  }
  return withoutMark(bytes);
}

function withoutMark(text: Buffer): Buffer {
  return text[0] === 0xef && text[1] === 0xbb && text[2] === 0xbf ? text.subarray(3) : text;
}

/**
 * Terraform and its wrappers can print lines before the document, such as a warning about the CLI configuration, or a log as JSON. A wrapper may
 * not end its line.
 */
export function skipLeadingLines(printed: Buffer): Buffer {
  const text = withoutMark(printed);
  const document = text.indexOf('\n{"format_version":');
  if (document !== -1 && !text.subarray(0, document).includes('{"format_version":'))
    return text.subarray(document + 1);
  if (/^\s*\{/.test(text.toString("latin1", 0, 1000))) return text;
  const start = text.indexOf("\n{");
  if (start !== -1) return text.subarray(start + 1);
  const [line] = /^[^\n]*?\{(?=["}\r\n])/.exec(text.toString("latin1", 0, 1000)) ?? [];
  return line === undefined ? text : text.subarray(line.length - 1);
}

/** Limits the size in proportion to the file, so that a small file cannot fill the memory. */
function unpack(name: string, bytes: Buffer): Buffer {
  const limit = Math.min(MAX_BYTES, Math.max(SMALL_BYTES, MAX_RATIO * bytes.length));
  try {
    return gunzipSync(bytes, { maxOutputLength: limit });
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE"
        ? `is larger than ${Math.floor(limit / MIB)} MiB, which is unusual for a plan of this size. If it is one, unpack it with gunzip first`
        : "is corrupt";
    throw new UsageError(`${name} cannot be unpacked: its gzip content ${reason}`);
  }
}
