import { stripVTControlCharacters } from "node:util";

/** Lines of a stack trace that stand together. */
const TRACE = /^[ \t]+at .*(?:\n[ \t]+(?:at |\.{3} \d+ lines matching ).*)*/m;
/** A frame with a place in a file. */
const PLACE = /:\d+:\d+\)?(?: \{|,)?$/;
/** The end of a stack trace that the properties of its error, or another error, follow. */
const REST = /(?: \{|,)$/;
/** Frames of Node or of a package, and the line for those that the error's cause has too. */
const FOREIGN = /[\\/]node_modules[\\/]|[( ]node:|\(<anonymous>\)|\(index \d+\)|^[ \t]+\.{3} /;

/** What Node prints above an error that nobody caught: a place, its line and a mark below it. */
const EXCERPT = /^(node:|file:|\/|[A-Za-z]:\\).*:\d+\n.*\n[ \t]*\^+\n+/gm;
/** What Node prints below it. */
const VERSION = /\n\nNode\.js v\S+\s*$/;

/**
 * What an app printed when it failed, for whoever wrote the app: stack traces without the frames of Node and of packages, and without what
 * Node prints around an error. A stack trace that has no other frames stays as it is, and so does everything else.
 */
export function cleanStackTraces(printed: string): string {
  const text = stripVTControlCharacters(printed).replace(VERSION, "\n");
  return text
    .replaceAll(EXCERPT, (excerpt, start: string, offset: number) => {
      const [trace = ""] = TRACE.exec(text.slice(offset)) ?? [];
      return start === "node:" || trace.split("\n").some(isOwn) ? "" : excerpt;
    })
    .replaceAll(new RegExp(TRACE, "gm"), keepOwnFrames);
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
