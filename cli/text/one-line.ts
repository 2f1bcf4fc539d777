/** Puts a text on one line and removes control characters. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll(/\p{C}/gu, "");
}
