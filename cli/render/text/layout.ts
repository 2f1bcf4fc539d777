import { countColumns } from "../../text/columns";

/** A part of a line with its color. */
export interface Run {
  readonly text: string;
  /** @default - no color */
  readonly paint?: (text: string) => string;
  /** Whether it stays on one line. @default false */
  readonly isWhole?: boolean;
}

/** What the lines of a paragraph start with. */
export interface Indent {
  readonly first: string;
  readonly rest: string;
}

/** A cell of a table. An array is a cell that may wrap between its elements. */
export type Cell = string | readonly string[];

/** The lines of a table. */
export interface Table {
  readonly head: readonly string[];
  readonly body: readonly string[];
}

const GAP = "  ";

/**
 * Wraps a text at spaces. A word longer than a line stays whole, so that paths and addresses can be copied.
 *
 * @param width columns, including the indent
 */
export function wrap(text: string, width: number, indent: string | Indent = ""): string[] {
  return wrapRuns([{ text }], width, indent);
}

/** Wraps a line of code or output. Continuation lines are indented more than the line. */
export function wrapLine(line: string, width: number, indent: string): string[] {
  const [lead = ""] = /^ */.exec(line) ?? [];
  const first = indent + lead;
  return wrap(line.slice(lead.length), width, { first, rest: `${first}  ` });
}

/** Wraps parts of a line, separated by spaces, like `wrap`. */
export function wrapRuns(runs: readonly Run[], width: number, indent: string | Indent = ""): string[] {
  const { first, rest } = typeof indent === "string" ? { first: indent, rest: indent } : indent;
  const lines: Run[][] = [[]];
  let used = first.length;
  for (const { text, paint, isWhole } of runs) {
    for (const word of isWhole ? [text] : text.split(" ")) {
      const line = lines.at(-1) ?? [];
      const columns = countColumns(word);
      const last = line.at(-1);
      if (word === "" && used >= width) continue;
      // A line of spaces alone would be empty.
      if (used + 1 + columns > width && line.some((run) => run.text.trim() !== "")) {
        lines.push([{ text: word, ...(paint && { paint }) }]);
        used = rest.length + columns;
      } else if (last?.paint === paint && last !== undefined) {
        line[line.length - 1] = { ...last, text: `${last.text} ${word}` };
        used += 1 + columns;
      } else {
        line.push({ text: word, ...(paint && { paint }) });
        used += (last ? 1 : 0) + columns;
      }
    }
  }
  return lines.map((line, index) => `${index === 0 ? first : rest}${line.map(paintRun).join(" ")}`.trimEnd());
}

/**
 * Lays out rows in columns. Columns of numbers are aligned to the right. If the table is too wide, its cells wrap.
 *
 * @param rows of equally many cells, the head first
 * @returns undefined if the table does not fit into `width` even then
 */
export function formatTable(rows: readonly (readonly Cell[])[], width: number): Table | undefined {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === "string" ? [cell] : cell)));
  const widths = fitColumns(cells, width);
  if (widths === undefined) return undefined;
  const areNumbers = widths.map((_, column) =>
    cells.slice(1).every((row) => /^[\d,.]*$/.test(row[column]?.join(" ") ?? "")),
  );
  const [head = [], ...body] = cells.map((row) => formatRow(row, widths, areNumbers));
  return { head, body: body.flat() };
}

/** The width of each column; undefined if the columns do not fit. */
function fitColumns(
  rows: readonly (readonly (readonly string[])[])[],
  width: number,
): readonly number[] | undefined {
  const columns = (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] ?? []));
  const least = columns.map((cells) => maximum(cells.flat().map(countColumns)));
  const widths = columns.map((cells) => maximum(cells.map((parts) => countColumns(parts.join(" ")))));
  const sum = (): number =>
    widths.reduce((total, column) => total + column, GAP.length * (widths.length - 1));
  while (sum() > width) {
    const room = widths.map((column, index) => column - (least[index] ?? 0));
    const widest = room.indexOf(Math.max(...room));
    if ((room[widest] ?? 0) <= 0) return undefined;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

function formatRow(
  row: readonly (readonly string[])[],
  widths: readonly number[],
  areNumbers: readonly boolean[],
): string[] {
  const cells = row.map((parts, column) => stack(parts, widths[column] ?? 0));
  const height = maximum(cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, index) =>
    cells
      .map((lines, column) => pad(lines[index] ?? "", widths[column] ?? 0, areNumbers[column] === true))
      .join(GAP)
      .trimEnd(),
  );
}

/** `Math.max` fails for too many arguments. */
function maximum(numbers: readonly number[]): number {
  return numbers.reduce((most, number) => Math.max(most, number), 0);
}

/** Puts the parts of a cell into as few lines as possible. */
function stack(parts: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const longer = `${lines.at(-1) ?? ""} ${part}`;
    if (lines.length > 0 && countColumns(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return lines;
}

function pad(text: string, width: number, toTheRight: boolean): string {
  const space = " ".repeat(Math.max(0, width - countColumns(text)));
  return toTheRight ? `${space}${text}` : `${text}${space}`;
}

function paintRun({ text, paint }: Run): string {
  return paint ? paint(text) : text;
}
