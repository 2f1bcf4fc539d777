import { oneLine } from "../text/one-line";
import { isSecretValue } from "./secrets";

/** Longest text to show. */
const MAX_LENGTH = 200;

/** Puts a name from a plan between backticks, for a sentence. Hides it if it contains a credential. */
export function formatCode(text: string): string {
  if (isSecretValue(text)) return "(looks like a secret)";
  return `\`${oneLine(text).replaceAll("`", "").slice(0, MAX_LENGTH).toWellFormed()}\``;
}
