import { existsSync } from "node:fs";
import path from "node:path";
import { loadSourceMap } from "./source-maps";
import { capture, FRAMES, isCaller, parseFile, readFrames, toPath } from "./stack-frames";

/** A place in a file. */
export interface Place {
  /** Its path. */
  readonly file: string;
  /** From 1 on. */
  readonly line: number;
  /** From 1 on. */
  readonly column: number;
}

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
  const frame = readFrames(capture({}, callerLocation, FRAMES)).find(isCaller);
  if (!frame) return undefined;
  const { file, line } = findSource(frame);
  return `${path.relative(directory, file).split(path.sep).join("/")}:${line}`;
}

/** Where a frame is in the source that the JavaScript was made from, or in the JavaScript where that is not known. */
export function findSource(frame: NodeJS.CallSite): Place {
  const place = readPlace(frame);
  const position = formatPlace(place);
  const known = sources.get(position);
  if (known) return known;
  const source = fromSourceMap(place) ?? fromStackTrace(frame) ?? place;
  // A source that is not there leads nowhere.
  const found = existsSync(source.file) ? source : place;
  sources.set(position, found);
  return found;
}

/** Where a frame is in the code that is run. */
export function readPlace(frame: NodeJS.CallSite): Place {
  return { file: parseFile(frame), line: frame.getLineNumber() ?? 1, column: frame.getColumnNumber() ?? 1 };
}

/** A place as a stack has it. */
export function formatPlace(place: Place): string {
  return `${place.file}:${place.line}:${place.column}`;
}

function fromSourceMap({ file, line, column }: Place): Place | undefined {
  const entry = loadSourceMap(file)?.findEntry(line - 1, column - 1);
  if (!entry || !("originalSource" in entry)) return undefined;
  const source = path.resolve(path.dirname(file), toPath(entry.originalSource));
  return { file: source, line: entry.originalLine + 1, column: entry.originalColumn + 1 };
}

/** ts-node and others map stack traces themselves. */
function fromStackTrace(frame: NodeJS.CallSite): Place | undefined {
  if (typeof Error.prepareStackTrace !== "function") return undefined;
  const trace: unknown = Error.prepareStackTrace(new Error("where"), [frame]);
  const { file, line, column } =
    /\(?(?<file>(file:|\/|[A-Za-z]:\\).+):(?<line>\d+):(?<column>\d+)\)?\s*$/.exec(String(trace))?.groups ??
    {};
  return file === undefined ? undefined : { file: toPath(file), line: Number(line), column: Number(column) };
}
