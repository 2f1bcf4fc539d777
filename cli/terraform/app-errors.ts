import { stripVTControlCharacters } from "node:util";

/** Consecutive lines of stack traces. */
const TRACES = /^[ \t]+at .*(?:\n[ \t]+(?:at |\.{3} \d+ lines matching ).*)*/gm;
/** A frame with a position in a file. */
const PLACE = /:\d+:\d+\)?(?: \{|,)?$/;
/** The end of a stack trace that is followed by the properties of its error or by a further error. */
const REST = /(?: \{|,)$/;
/** Frames of Node or of a package, and the line that replaces the frames shared with the cause. */
const FOREIGN = /[\\/]node_modules[\\/]|[( ]node:|\(<anonymous>\)|\(index \d+\)|^[ \t]+\.{3} /;

/** What Node prints above an uncaught error: a position, its source line and a marker below it. */
const EXCERPT = /^(node:|file:|\/|[A-Za-z]:\\).*:\d+\n.*\n[ \t]*\^+\n+/gm;
/** What Node prints below it. */
const VERSION = /\n\nNode\.js v\S+\s*$/;

/**
 * Returns what a failed app printed, reduced to what its author needs: stack traces without frames of Node and of packages, and without
 * what Node prints around an error. A stack trace with no other frames stays unchanged, and so does all other output.
 */
export function cleanStackTraces(printed: string): string {
  const text = stripVTControlCharacters(printed).replace(VERSION, "\n");
  const traces = text.matchAll(TRACES);
  let next = traces.next();
  return text
    .replaceAll(EXCERPT, (excerpt, start: string, offset: number) => {
      while (!next.done && next.value.index < offset) next = traces.next();
      const isOwnError = !next.done && next.value[0].split("\n").some(isOwn);
      return start === "node:" || isOwnError ? "" : excerpt;
    })
    .replaceAll(TRACES, keepOwnFrames);
}

function keepOwnFrames(trace: string): string {
  const frames = trace.split("\n");
  if (!frames.some(isOwn)) return trace;
  const kept = frames.filter((frame) => !FOREIGN.test(frame)).join("\n");
  return REST.test(kept) ? kept : kept + (REST.exec(trace)?.[0] ?? "");
}

function isOwn(frame: string): boolean {
  return PLACE.test(frame) && !FOREIGN.test(frame);
}
