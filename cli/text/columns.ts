const GRAPHEMES = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Characters that terminals draw over two columns: East Asian scripts, full-width forms and emoji. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Yi}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]|\ufe0f/u;
const INVISIBLE = /^[\p{M}\p{C}]*$/u;

/** Number of terminal columns of a text. */
export function countColumns(text: string): number {
  if (isAscii(text)) return text.length;
  return splitGraphemes(text).reduce((columns, grapheme) => columns + measure(grapheme), 0);
}

/** Number of rows that a text fills in a terminal, which wraps it in the middle of a word. */
export function countRows(text: string, columns: number): number {
  let rows = 1;
  let used = 0;
  for (const grapheme of splitGraphemes(text)) {
    const width = measure(grapheme);
    if (used > 0 && used + width > columns) {
      rows++;
      used = 0;
    }
    used += width;
  }
  return rows;
}

/** Cuts the end of a text that needs more than `columns`. An ellipsis marks the cut. */
export function truncateToColumns(text: string, columns: number): string {
  return countColumns(text) <= columns ? text : `${take(splitGraphemes(text), columns - 1).join("")}…`;
}

/** Cuts the middle of a text that needs more than `columns`. An ellipsis marks the cut. */
export function shortenToColumns(text: string, columns: number): string {
  if (countColumns(text) <= columns) return text;
  const graphemes = splitGraphemes(text);
  const start = take(graphemes, Math.ceil((columns - 1) / 2));
  const end = take(graphemes.toReversed(), Math.floor((columns - 1) / 2)).toReversed();
  return `${start.join("")}…${end.join("")}`;
}

/** The first graphemes that fit. */
function take(graphemes: readonly string[], columns: number): readonly string[] {
  let used = 0;
  const end = graphemes.findIndex((grapheme) => {
    used += measure(grapheme);
    return used > columns;
  });
  return end === -1 ? graphemes : graphemes.slice(0, end);
}

function measure(grapheme: string): number {
  if (INVISIBLE.test(grapheme)) return 0;
  return WIDE.test(grapheme) ? 2 : 1;
}

function splitGraphemes(text: string): string[] {
  return isAscii(text) ? Array.from(text) : Array.from(GRAPHEMES.segment(text), ({ segment }) => segment);
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}
