import { findSource, formatPlace, readPlace } from "./source-location";
import { type Callee, capture, FRAMES, isCaller, isOwn, readFrames } from "./stack-frames";

/**
 * Makes the stack of `error` start with the code that called this library, without the frames of this library. The stack is built when it
 * is first read, by whatever builds all stacks: Node, ts-node or jest.
 */
export function startAtCaller(error: Error, callee: Callee): void {
  const shown = Error.stackTraceLimit;
  const limit = Math.max(shown, FRAMES);
  const structured = capture({}, callee, limit);
  // Captured on a different object: otherwise Node prints the source of the first frame above the error.
  const printed = capture(Object.create(error) as Error, callee, limit);
  // The function that captures stacks may have been replaced to disable them.
  if (!Object.hasOwn(printed, "stack")) return;
  // Deleted first: Node builds a stack when it is redefined, and then no longer knows where the error was thrown.
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

/** Returns `stack` without the lines of hidden frames, or unchanged if it does not have one line per frame. */
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

/** Returns the line of a frame with its TypeScript location, even if Node does not map it. */
function inSource(frame: NodeJS.CallSite, line = ""): string {
  return isCaller(frame)
    ? line.replace(formatPlace(readPlace(frame)), () => formatPlace(findSource(frame)))
    : line;
}
