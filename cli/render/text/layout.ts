/**
 * Breaks a text at spaces. A word that is too long stays whole, so that paths and addresses can be copied.
 *
 * @param width columns, with the indent
 * @param indent what each line starts with
 */
export function wrap(text: string, width: number, indent = ""): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && indent.length + countColumns(longer) > width) {
      lines.push(indent + line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, indent + line];
}

/**
 * Lays out rows in columns. A column of numbers is aligned to the right.
 *
 * @param rows of equally many cells, the head first
 */
export function formatTable(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => countColumns(row[column] ?? ""))),
  );
  const areNumbers = widths.map((_, column) =>
    rows.slice(1).every((row) => /^[\d,.]*$/.test(row[column] ?? "")),
  );
  return rows.map((row) => {
    const cells = row.map((cell, column) => pad(cell, widths[column] ?? 0, areNumbers[column] === true));
    return cells.join("  ").trimEnd();
  });
}

function pad(text: string, width: number, toTheRight: boolean): string {
  const space = " ".repeat(Math.max(0, width - countColumns(text)));
  return toTheRight ? `${space}${text}` : `${text}${space}`;
}

function countColumns(text: string): number {
  return Array.from(text).length;
}
