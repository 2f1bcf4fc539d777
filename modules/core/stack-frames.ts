import path from "node:path";
import { fileURLToPath } from "node:url";

/** The folders of this library: `modules/` and `stacks/`. */
const OWN = ["modules", "stacks"].map((folder) => path.resolve(__dirname, "../..", folder) + path.sep);
const DEPENDENCIES = `${path.sep}node_modules${path.sep}`;

/** Number of frames to look at: those of this library and of functions that wrap it. */
export const FRAMES = 30;

/** An object that has or gets a stack. */
interface Traced {
  readonly stack?: unknown;
}

/** A function or class whose caller is wanted. */
export type Callee = Parameters<typeof Error.captureStackTrace>[1];

/**
 * Adds a stack to `holder`. It costs no time until it is read.
 *
 * @param callee function or class; the stack starts with its caller
 * @returns the same object
 */
export function capture<T extends Traced>(holder: T, callee: Callee, limit: number): T {
  const { stackTraceLimit } = Error;
  try {
    Error.stackTraceLimit = limit;
    Error.captureStackTrace(holder, callee);
    return holder;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/**
 * Returns the frames of a captured, unread stack with positions in the running code. Letting Node map every frame to its source takes
 * hundreds of times longer.
 *
 * @param holder result of `capture`
 */
export function readFrames(holder: Traced): readonly NodeJS.CallSite[] {
  const previous = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace");
  try {
    Error.prepareStackTrace = (_, frames) => frames;
    return (holder.stack as NodeJS.CallSite[] | undefined) ?? [];
  } finally {
    if (previous) Object.defineProperty(Error, "prepareStackTrace", previous);
    else Reflect.deleteProperty(Error, "prepareStackTrace");
  }
}

/** Whether a frame is user code: not Node, a dependency or this library. */
export function isCaller(frame: NodeJS.CallSite): boolean {
  const file = parseFile(frame);
  return path.isAbsolute(file) && !isDependency(file) && !isOwn(frame);
}

/** Whether a file belongs to a dependency. */
export function isDependency(file: string): boolean {
  return file.includes(DEPENDENCIES);
}

/** Whether a frame is in this library. */
export function isOwn(frame: NodeJS.CallSite): boolean {
  const file = parseFile(frame);
  return OWN.some((own) => file.startsWith(own));
}

/** Returns the running file of a frame, or an empty string. */
export function parseFile(frame: NodeJS.CallSite): string {
  return toPath(frame.getFileName() ?? "");
}

/** Converts a file name from Node, a path or a URL, to a path. A URL of another host stays: it has no path here. */
export function toPath(name: string): string {
  try {
    return name.startsWith("file:") ? fileURLToPath(name) : name;
  } catch {
    return name;
  }
}
