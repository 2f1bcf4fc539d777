/** Cuts the middle of a text that is too long. Its ends usually say the most. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const start = Math.ceil((length - 1) / 2);
  const end = Math.floor((length - 1) / 2);
  return `${text.slice(0, start)}…${text.slice(text.length - end)}`.toWellFormed();
}

/** Cuts the end of a sentence that is too long. */
export function truncate(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`.toWellFormed();
}
