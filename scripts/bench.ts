/** Compares the speed and the memory of this library with what it is built on. See `--help`. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { type Line, type Pair, type Row, ROWS } from "./bench/rows";

const HELP = `Usage: npm run bench -- [--rounds N] [--only ROW] [--write] [--help]

Prints ratios of two things that are measured in turns (A B A B ...) in one run, after a warm-up: the median of the
ratios of the pairs, the smallest and the largest, the target, and the medians of both in ms or MB for orientation.

  --rounds N   pairs to measure, 5 by default
  --only ROW   one row: ${ROWS.map((row) => row.name).join(", ")}
  --write      puts the lines into the table of docs/benchmarks.md; those of other rows stay as they are

Times are of whole commands, from start to end, with the processes that they start; memory is the peak of the main process.
"linear" means that a service takes no longer in an app of 1,000 than in one of 10 or of 100, in one process without its start.
"locations" compares the library with itself, when it does not look for the places of constructs.
Row "start" clones this repository and installs it: it needs git and the registry of npm.
Row "review" runs the tool, as it is published, on a plan of about 100 MB that it writes first.
Row "plans" runs the tool, as it is published, and Terraform in turns. It needs Terraform, the AWS provider and moto, as the
end-to-end tests do.
The exit code is 0 whatever the ratios are. A missed target is marked.`;

const HEADER = ["WHAT", "RATIO (MIN–MAX)", "TARGET", "MEDIANS"];
const PAGE = path.join(__dirname, "../docs/benchmarks.md");
const TABLE = /(<!-- bench: .*? -->\n+```text\n)(.*?)(```)/s;

interface Result {
  readonly line: Line;
  readonly pairs: readonly Pair[];
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return ((low ?? NaN) + (high ?? NaN)) / 2;
}

async function measureRow(row: Row, rounds: number): Promise<Result[]> {
  const results: (readonly Pair[])[] = [];
  try {
    for (let round = 0; round <= rounds; round++) {
      const pairs = await row.measure();
      if (round > 0) results.push(pairs);
      const ratios = pairs.map(([a, b]) => (a / b).toFixed(2)).join(", ");
      console.error(`${row.name}: ${round === 0 ? "warm-up" : `round ${round} of ${rounds}: ${ratios}`}`);
    }
  } finally {
    await row.stop?.();
  }
  return row.lines.map((line, index) => ({
    line,
    pairs: results.map((pairs) => pairs[index]).filter((pair) => pair !== undefined),
  }));
}

function describe({ line, pairs }: Result): string[] {
  const ratios = pairs.map(([a, b]) => a / b);
  const ratio = median(ratios);
  const [met, target] =
    "atMost" in line.target
      ? [ratio <= line.target.atMost, `at most ${line.target.atMost}`]
      : [ratio >= line.target.atLeast, `at least ${line.target.atLeast}`];
  const both = [0, 1].map((side) => {
    const value = median(pairs.map((pair) => pair[side as 0 | 1]));
    return value.toFixed(value < 100 ? 1 : 0);
  });
  return [
    line.what,
    `${ratio.toFixed(2)} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})`,
    `${target}${met ? "" : ", MISSED"}`,
    `${both.join(" / ")} ${line.unit}`,
  ];
}

function formatTable(table: readonly string[][]): string[] {
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** Replaces the measured lines in the table of the page, and sorts the table by the order of the rows. */
function writeTable(measured: readonly string[][]): void {
  const page = readFileSync(PAGE, "utf8");
  const known = [
    ...(TABLE.exec(page)?.[2] ?? "").matchAll(/^(\S.*?) {2,}(\S.*?) {2,}(\S.*?) {2,}(\S.*)$/gm),
  ].map(([, ...cells]) => cells);
  const order = ROWS.flatMap(({ lines }) => lines.map(({ what }) => what));
  const rows = order.flatMap((what) =>
    [measured, known].flatMap((all) => all.filter(([name]) => name === what)).slice(0, 1),
  );
  const table = formatTable([HEADER, ...rows]).join("\n");
  writeFileSync(
    PAGE,
    page.replace(TABLE, (_, head: string, __, end: string) => `${head}${table}\n${end}`),
  );
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: "string", default: "5" },
      only: { type: "string" },
      write: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const rounds = Number(values.rounds);
  const rows = ROWS.filter((row) => values.only === undefined || row.name === values.only);
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Error(`--rounds must be 1 or more, got ${values.rounds}`);
  if (rows.length === 0) throw new Error(`--only must be one of ${ROWS.map((row) => row.name).join(", ")}`);
  const results: Result[] = [];
  for (const row of rows) results.push(...(await measureRow(row, rounds)));
  const measured = results.filter(({ pairs }) => pairs.length > 0).map(describe);
  console.log(formatTable([HEADER, ...measured]).join("\n"));
  if (values.write) writeTable(measured);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
