import { existsSync } from "node:fs";
import { findSourceMap } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** A place in a file. */
interface Place {
  readonly file: string;
  readonly line: number;
}

/** The folders of this library: `modules/` and `stacks/`. */
const OWN = ["modules", "stacks"].map((folder) => path.resolve(__dirname, "../..", folder) + path.sep);
const DEPENDENCIES = `${path.sep}node_modules${path.sep}`;
/** Frames that are looked at: those of this library, and of the functions a project may wrap it in. */
const FRAMES = 30;

/**
 * The sources of positions that were looked up already, by position: to find one takes longer than all the rest, and it never changes
 * while a program runs.
 */
const sources = new Map<string, Place>();

/**
 * Where the code that called this library stands: the first frame that is neither in a dependency nor in this library, in TypeScript
 * where there is a source map.
 *
 * @param directory the location is relative to
 * @returns such as `main.ts:12`, with `/` on every system; undefined where there is no such frame
 */
export function callerLocation(directory: string): string | undefined {
  const { stackTraceLimit } = Error;
  const previous = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace");
  try {
    Error.stackTraceLimit = FRAMES;
    // The positions as they are run: to let Node map every frame to its source takes hundreds of times longer.
    Error.prepareStackTrace = (_, frames) => frames;
    const holder: { stack?: NodeJS.CallSite[] } = {};
    Error.captureStackTrace(holder, callerLocation);
    const frame = holder.stack?.find(isCaller);
    if (!frame) return undefined;
    const { file, line } = sourceOf(frame, previous?.value);
    return `${path.relative(directory, file).split(path.sep).join("/")}:${line}`;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    if (previous) Object.defineProperty(Error, "prepareStackTrace", previous);
    else Reflect.deleteProperty(Error, "prepareStackTrace");
  }
}

/** Whether a frame is neither Node's, nor a dependency's, nor this library's. */
function isCaller(frame: NodeJS.CallSite): boolean {
  const file = fileOf(frame);
  const foreign = !path.isAbsolute(file) || file.includes(DEPENDENCIES);
  return !foreign && !OWN.some((own) => file.startsWith(own));
}

function fileOf(frame: NodeJS.CallSite): string {
  return toPath(frame.getFileName() ?? "");
}

function toPath(name: string): string {
  return name.startsWith("file:") ? fileURLToPath(name) : name;
}

function sourceOf(frame: NodeJS.CallSite, prepareStackTrace: unknown): Place {
  const [file, line, column] = [fileOf(frame), frame.getLineNumber() ?? 1, frame.getColumnNumber() ?? 1];
  const position = `${file}:${line}:${column}`;
  const known = sources.get(position);
  if (known) return known;
  const source = fromSourceMap(file, line, column) ??
    fromStackTrace(frame, prepareStackTrace) ?? { file, line };
  // A source that is not there leads nowhere.
  const found = existsSync(source.file) ? source : { file, line };
  sources.set(position, found);
  return found;
}

/** Node knows the source maps of what it loads when it runs with `--enable-source-maps`, as tsx makes it. */
function fromSourceMap(file: string, line: number, column: number): Place | undefined {
  const entry = findSourceMap(file)?.findEntry(line - 1, column - 1);
  if (!entry || !("originalSource" in entry)) return undefined;
  const source = path.resolve(path.dirname(file), toPath(entry.originalSource));
  return { file: source, line: entry.originalLine + 1 };
}

/** ts-node and others map stack traces themselves. */
function fromStackTrace(frame: NodeJS.CallSite, prepareStackTrace: unknown): Place | undefined {
  if (typeof prepareStackTrace !== "function") return undefined;
  const trace: unknown = prepareStackTrace.call(Error, new Error("where"), [frame]);
  const { file, line } =
    /\(?(?<file>(file:|\/|[A-Za-z]:\\).+):(?<line>\d+):\d+\)?\s*$/.exec(String(trace))?.groups ?? {};
  return file === undefined ? undefined : { file: toPath(file), line: Number(line) };
}
