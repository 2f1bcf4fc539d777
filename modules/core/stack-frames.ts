import path from "node:path";
import { fileURLToPath } from "node:url";

/** The folders of this library: `modules/` and `stacks/`. */
const OWN = ["modules", "stacks"].map((folder) => path.resolve(__dirname, "../..", folder) + path.sep);
const DEPENDENCIES = `${path.sep}node_modules${path.sep}`;

/** Frames that are looked at: those of this library, and of the functions a project may wrap it in. */
export const FRAMES = 30;

/** Anything but null that has, or is given, a stack. */
interface Traced {
  readonly stack?: unknown;
}

/** A function or a class whose callers are looked for. */
export type Callee = Parameters<typeof Error.captureStackTrace>[1];

/**
 * Gives `holder` a stack, which takes no time until it is read.
 *
 * @param callee the frames start where it was called
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
 * The frames of a stack that was captured and not read before, with the positions as they are run: to let Node map every frame to its
 * source takes hundreds of times longer.
 *
 * @param holder what `capture` returned
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

/** Whether a frame is neither Node's, nor a dependency's, nor this library's. */
export function isCaller(frame: NodeJS.CallSite): boolean {
  const file = parseFile(frame);
  return path.isAbsolute(file) && !file.includes(DEPENDENCIES) && !isOwn(frame);
}

/** Whether a frame is this library's. */
export function isOwn(frame: NodeJS.CallSite): boolean {
  const file = parseFile(frame);
  return OWN.some((own) => file.startsWith(own));
}

/** The file that is run, or an empty text. */
export function parseFile(frame: NodeJS.CallSite): string {
  return toPath(frame.getFileName() ?? "");
}

/** The path of a file that Node names by its path or its URL. */
export function toPath(name: string): string {
  return name.startsWith("file:") ? fileURLToPath(name) : name;
}
