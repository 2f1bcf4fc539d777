import { createHash } from "node:crypto";

/** A key that is in the marker as it is. An HTML comment cannot contain `--`. */
const SIMPLE_KEY = /^[\w.:/]+(?:-[\w.:/]+)*$/;
/** Longest key that is in the marker as it is. */
const MAX_KEY = 80;

/**
 * Returns the first line of the Markdown, by which a comment can be found again. Different keys have different markers.
 *
 * @param key tells the comments of several apps apart; an empty key is no key
 */
export function buildMarker(key = ""): string {
  if (key === "") return "<!-- app-runner review -->";
  return `<!-- app-runner review: ${key.length <= MAX_KEY && SIMPLE_KEY.test(key) ? key : describe(key)} -->`;
}

/** Returns the start of a key, for people, and its hash. No simple key has a number sign. */
function describe(key: string): string {
  const start = key.slice(0, MAX_KEY).replaceAll(/[^\w.:/]+/g, "-");
  // UTF-8 would write all lone surrogates alike.
  return `${start}#${createHash("sha256").update(key, "utf16le").digest("hex").slice(0, 32)}`;
}
