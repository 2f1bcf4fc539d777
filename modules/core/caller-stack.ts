import { findSource, formatPlace, readPlace } from "./source-location";
import { type Callee, capture, FRAMES, isCaller, isOwn, readFrames } from "./stack-frames";

/**
 * Lets the stack of `error` start with the code that called this library, and leaves out the frames of this library. It is put together
 * when it is read first, by what puts all stacks together: Node, ts-node or jest.
 */
export function startAtCaller(error: Error, callee: Callee): void {
  const shown = Error.stackTraceLimit;
  const limit = Math.max(shown, FRAMES);
  const structured = capture({}, callee, limit);
  // Not of the error itself: Node would print the source of its first frame above it.
  const printed = capture(Object.create(error) as Error, callee, limit);
  // Whoever wants no stacks may have replaced what takes them.
  if (!Object.hasOwn(printed, "stack")) return;
  // Deleted first: Node puts a stack together when it is redefined, and then no longer knows where the error was thrown.
  Reflect.deleteProperty(error, "stack");
  Object.defineProperty(error, "stack", {
    configurable: true,
    get() {
      const stack = fromCaller(printed.stack, readFrames(structured), shown);
      define(error, stack);
      return stack;
    },
    set(this: Error, stack: unknown) {
      define(this, stack);
    },
  });
}

function define(error: Error, stack: unknown): void {
  Reflect.defineProperty(error, "stack", { value: stack, configurable: true, writable: true });
}

/** The lines of `stack` but those of frames that are not shown; all of it where it has not one line a frame. */
function fromCaller(stack: unknown, frames: readonly NodeJS.CallSite[], limit: number): unknown {
  if (typeof stack !== "string") return stack;
  const first = Math.max(frames.findIndex(isCaller), 0);
  const isShown = (frame: NodeJS.CallSite, index: number) => index >= first && !isOwn(frame);
  const lines = stack.split("\n");
  const message = lines.slice(0, lines.length - frames.length);
  const trace = lines.slice(message.length);
  if (!frames.some(isShown) || !trace.every((line) => /^\s+at /.test(line))) return stack;
  const shown = frames.flatMap((frame, index) =>
    isShown(frame, index) ? inSource(frame, trace[index]) : [],
  );
  return [...message, ...shown.slice(0, limit)].join("\n");
}

/** The line of a frame, with the place in TypeScript also where Node does not look for it. */
function inSource(frame: NodeJS.CallSite, line = ""): string {
  return isCaller(frame)
    ? line.replace(formatPlace(readPlace(frame)), () => formatPlace(findSource(frame)))
    : line;
}
