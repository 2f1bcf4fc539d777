/** Characters that terminals draw over two columns: East Asian wide and full-width forms, and emoji. */
const WIDE =
  "\\u1100-\\u115f\\u2e80-\\u303e\\u3041-\\u33ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\ua000-\\ua4cf\\ua960-\\ua97c\\uac00-\\ud7a3\\uf900-\\ufaff" +
  "\\ufe10-\\ufe19\\ufe30-\\ufe6f\\uff01-\\uff60\\uffe0-\\uffe6\\u{16fe0}-\\u{18aff}\\u{1aff0}-\\u{1b2ff}\\u{1f200}-\\u{1f2ff}\\u{20000}-\\u{3fffd}" +
  "\\p{Emoji_Presentation}";
/** Most texts: Latin letters, punctuation and arrows. Looking them up one by one would take most of the time of a report. */
const ARE_NARROW = /^[ -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u2193]*$/;
/** Characters that belong to the previous one, or that terminals do not draw. */
const JOINING = "\\ufe0f\\u200d\\p{M}\\u1160-\\u11ff\\p{Emoji_Modifier}";
const IS_WIDE = new RegExp(`[${WIDE}]|\\ufe0f`, "u");
const IS_INVISIBLE = /^[\p{M}\p{C}]*$/u;
const NEEDS_MEASURING = new RegExp(`[${JOINING}${WIDE}\\p{C}\\p{Regional_Indicator}]`, "u");
/** A character with what belongs to it. `Intl.Segmenter` takes time that grows with the square of the length. */
const GRAPHEME = new RegExp(
  `\\p{Regional_Indicator}{2}|.(?:[${JOINING}]|(?<=\\u200d)\\p{Extended_Pictographic})*`,
  "gsu",
);

/** Number of terminal columns of a text. */
export function countColumns(text: string): number {
  if (ARE_NARROW.test(text)) return text.length;
  if (!NEEDS_MEASURING.test(text)) return countCharacters(text);
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
  if (IS_INVISIBLE.test(grapheme)) return 0;
  return IS_WIDE.test(grapheme) ? 2 : 1;
}

function splitGraphemes(text: string): string[] {
  return text.match(GRAPHEME) ?? [];
}

/** Characters outside of the basic plane have two code units. */
function countCharacters(text: string): number {
  return text.replaceAll(/[\u{10000}-\u{10ffff}]/gu, " ").length;
}
