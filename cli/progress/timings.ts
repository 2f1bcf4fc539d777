import { oneLine } from "../text/one-line";

/** Steps that take time, in order. */
const STEPS = ["synth", "init", "plan", "show", "review"] as const;

/** A step of the work on a stack, or on the app as a whole. */
export type Step = (typeof STEPS)[number];

/** Milliseconds spent in each step. */
type Spent = ReadonlyMap<Step, number>;

/** Measures how long each step takes. */
export class Timings {
  private readonly ofStacks = new Map<string, Map<Step, number>>();
  private readonly ofApp = new Map<Step, number>();

  /**
   * @param now returns the milliseconds since the tool started
   */
  public constructor(private readonly now: () => number) {}

  /**
   * Measures a step, even if it fails. Repeated steps add up.
   *
   * @param stack name of the stack; undefined for the app as a whole
   */
  public async measure<Result>(step: Step, task: () => Promise<Result>, stack?: string): Promise<Result> {
    const start = this.now();
    try {
      return await task();
    } finally {
      this.add(step, stack, this.now() - start);
    }
  }

  /**
   * Measures a synchronous step.
   *
   * @param stack name of the stack; undefined for the app as a whole
   */
  public measureSync<Result>(step: Step, task: () => Result, stack?: string): Result {
    const start = this.now();
    try {
      return task();
    } finally {
      this.add(step, stack, this.now() - start);
    }
  }

  /**
   * Returns a table with the seconds of each step. The last line is the time since the tool started, which is less than the sum if steps
   * ran in parallel.
   *
   * @param stacks names of the stacks, in the order of the table
   */
  public formatTable(stacks: readonly string[]): string {
    const rows: [string, ...string[]][] = [
      ["SECONDS", ...STEPS, "total"],
      ["app", ...formatCells(this.ofApp)],
      ...stacks.map((stack): [string, ...string[]] => [
        oneLine(stack),
        ...formatCells(this.ofStacks.get(stack)),
      ]),
      ["whole command", ...STEPS.map(() => ""), formatSeconds(this.now())],
    ];
    const width = Math.max(...rows.map(([name]) => name.length));
    const lines = rows.map(([name, ...cells]) => [
      name.padEnd(width),
      ...cells.map((cell) => cell.padStart(8)),
    ]);
    return lines.map((line) => `${line.join("")}\n`).join("");
  }

  private add(step: Step, stack: string | undefined, ms: number): void {
    const spent = stack === undefined ? this.ofApp : (this.ofStacks.get(stack) ?? new Map<Step, number>());
    spent.set(step, (spent.get(step) ?? 0) + ms);
    if (stack !== undefined) this.ofStacks.set(stack, spent);
  }
}

/** Returns a cell for each step and one for their total; `-` for a step that did not run. */
function formatCells(spent: Spent = new Map()): string[] {
  const total = [...spent.values()].reduce((sum, ms) => sum + ms, 0);
  return [...STEPS.map((step) => formatSeconds(spent.get(step))), formatSeconds(total)];
}

function formatSeconds(ms: number | undefined): string {
  return ms === undefined ? "-" : (ms / 1000).toFixed(2);
}
