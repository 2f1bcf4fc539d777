import { countColumns } from "../../cli/text/columns";

interface Row {
  cells: string[];
  /** Whether the next row continues this one. */
  isWrapped: boolean;
}

/** A terminal with a window and a scroll-back, as progress needs one: text, line feeds, cursor up and erase row. */
export class SmallTerminal {
  public readonly isTTY = true;
  private all: Row[] = [{ cells: [], isWrapped: false }];
  /** First row of the window. */
  private top = 0;
  private y = 0;
  private x = 0;

  /** @param resizing what happens to lines that are too long for a narrower window. tmux scrolls up by each row that it wraps */
  public constructor(
    public columns: number,
    public rows: number,
    private readonly resizing: "wrap" | "cut" | "tmux" = "wrap",
  ) {}

  public write(text: string): void {
    // eslint-disable-next-line no-control-regex -- what a terminal obeys
    for (const [token] of text.matchAll(/\u001b\[\d*[A-Z]|\P{M}\p{M}*/gsu)) this.obey(token);
  }

  /** Changes the size of the window. */
  public resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
    // Progress leaves the cursor in the last row that is in use.
    this.all.length = this.y + 1;
    if (this.resizing === "cut")
      for (const row of this.all) row.cells.length = Math.min(row.cells.length, columns);
    else this.all = this.joinLines().flatMap((cells) => this.splitLine(cells));
    if (this.resizing === "tmux") this.top += Math.max(0, this.all.length - 1 - this.y);
    this.y = this.all.length - 1;
    this.top = Math.max(this.top, this.y - rows + 1);
  }

  /** Everything that is or was in the window. */
  public get text(): string {
    return this.joinLines()
      .map((cells) => cells.join("").trimEnd())
      .join("\n")
      .replace(/\n+$/, "\n");
  }

  private obey(token: string): void {
    if (token === "\r") this.x = 0;
    else if (token === "\n") this.feed();
    else if (token === "\u001b[A") this.y = Math.max(this.top, this.y - 1);
    else if (token === "\u001b[2K") this.all[this.y] = { cells: [], isWrapped: false };
    else if (token.startsWith("\u001b")) throw new Error(`unknown sequence ${JSON.stringify(token)}`);
    else this.put(token);
  }

  private put(character: string): void {
    const width = countColumns(character);
    if (this.x + width > this.columns) {
      (this.all[this.y] as Row).isWrapped = true;
      this.feed();
    }
    (this.all[this.y] as Row).cells.splice(this.x, width, character, ...Array<string>(width - 1).fill(""));
    this.x += width;
  }

  private feed(): void {
    this.x = 0;
    this.y++;
    if (this.y === this.all.length) this.all.push({ cells: [], isWrapped: false });
    this.top = Math.max(this.top, this.y - this.rows + 1);
  }

  private joinLines(): string[][] {
    const lines: string[][] = [[]];
    for (const { cells, isWrapped } of this.all) {
      lines.at(-1)?.push(...cells);
      if (!isWrapped) lines.push([]);
    }
    return lines.slice(0, -1);
  }

  private splitLine(cells: readonly string[]): Row[] {
    const rows: Row[] = [{ cells: [], isWrapped: false }];
    for (const character of cells.filter((cell) => cell !== "")) {
      const width = countColumns(character);
      let row = rows.at(-1) as Row;
      if (row.cells.length + width > this.columns) {
        row.isWrapped = true;
        row = { cells: [], isWrapped: false };
        rows.push(row);
      }
      row.cells.push(character, ...Array<string>(width - 1).fill(""));
    }
    return rows;
  }
}
