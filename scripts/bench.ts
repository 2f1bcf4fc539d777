/** Compares the speed and memory of this library with those of its foundations. See `--help`. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { type Line, type Pair, type Row, ROWS } from "./bench/rows";

const HELP = `Usage: npm run bench -- [--rounds N] [--only ROW] [--write] [--help]

Measures pairs in turns (A B A B ...), after a warm-up. Prints the median, minimum and maximum of their ratios, the target,
and the medians of both in ms or MB.

  --rounds N   number of pairs to measure (default: 5)
  --only ROW   measure only this row: ${ROWS.map((row) => row.name).join(", ")}
  --write      write the results to the table in docs/benchmarks.md, and keep the rows that were not measured

Times are those of whole commands, including their child processes. Memory is the peak of the main process.
"linear" compares the time per service in an app with 1,000 services with apps with 10 and 100, without the start of Node.
"locations" compares the library with and without the source locations of constructs.
"start" follows docs/getting-started.md: it clones and packs this repository, then creates and synthesizes a project. It needs git and
the npm registry.
"review" runs the published tool on a generated plan of about 100 MB.
"renames" compares reviews of the same number of resources, in one plan and in ten, without the start of Node.
"plans" runs the published tool and Terraform in turns. It needs Terraform, the AWS provider and moto, as the
end-to-end tests do.
The exit code is always 0. Missed targets are marked.`;

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

/** Replaces the measured lines in the table of the page, and sorts all lines in the order of the rows. */
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
