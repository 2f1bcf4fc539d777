import { existsSync } from "node:fs";
import path from "node:path";
import { loadSourceMap, resolveSource } from "./source-maps";
import { capture, FRAMES, isCaller, isDependency, parseFile, readFrames, toPath } from "./stack-frames";

/** A location in a file. */
export interface Place {
  /** Path of the file. */
  readonly file: string;
  /** Line, starting at 1. */
  readonly line: number;
  /** Column, starting at 1. */
  readonly column: number;
}

/**
 * Cache of source locations by position. Looking one up is slow, and it never changes while a program runs.
 */
const sources = new Map<string, Place>();

/**
 * Returns the location of the code that called this library: the first frame outside dependencies and this library, mapped to TypeScript if
 * there is a source map.
 *
 * @param directory directory that the location is relative to
 * @returns the location, such as `main.ts:12`, with `/` on every system, or `undefined` if there is no such frame
 */
export function callerLocation(directory: string): string | undefined {
  for (const frame of readFrames(capture({}, callerLocation, FRAMES))) {
    if (!isCaller(frame)) continue;
    const { file, line } = findSource(frame);
    // A bundle contains dependencies too.
    if (!isDependency(file)) return `${path.relative(directory, file).split(path.sep).join("/")}:${line}`;
  }
  return undefined;
}

/** Returns the location of a frame in the original source, or in the JavaScript if the source is unknown. */
export function findSource(frame: NodeJS.CallSite): Place {
  const place = readPlace(frame);
  const position = formatPlace(place);
  const known = sources.get(position);
  if (known) return known;
  const source = fromSourceMap(place) ?? fromStackTrace(frame) ?? place;
  // A location in a missing file is no help.
  const found = existsSync(source.file) ? source : place;
  sources.set(position, found);
  return found;
}

/** Returns the location of a frame in the running code. */
export function readPlace(frame: NodeJS.CallSite): Place {
  return { file: parseFile(frame), line: frame.getLineNumber() ?? 1, column: frame.getColumnNumber() ?? 1 };
}

/** Formats a location as it appears in a stack. */
export function formatPlace(place: Place): string {
  return `${place.file}:${place.line}:${place.column}`;
}

function fromSourceMap({ file, line, column }: Place): Place | undefined {
  const entry = loadSourceMap(file)?.findEntry(line - 1, column - 1);
  if (!entry || !("originalSource" in entry)) return undefined;
  const source = resolveSource(entry.originalSource, path.dirname(file));
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
