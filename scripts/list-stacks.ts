/** Prints what `cdktf.out` holds: a line a stack, with what it creates. `npm run synth` ends with it. */
import { readFileSync } from "node:fs";
import path from "node:path";

interface Manifest {
  readonly stacks: Readonly<
    Record<string, { readonly synthesizedStackPath: string; readonly dependencies: string[] }>
  >;
}

type Resources = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const outdir = process.env["CDKTF_OUTDIR"] ?? "cdktf.out";

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(path.join(outdir, file), "utf8"));
}

function describeResources(resources: Resources): string {
  const counts = Object.entries(resources).map(([type, items]) => [type, Object.keys(items).length] as const);
  return counts.map(([type, count]) => (count === 1 ? type : `${count} ${type}`)).join(", ");
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

const { stacks } = readJson("manifest.json") as Manifest;

/** How many stacks have to be deployed before `name`, one after the other. */
function depth(name: string): number {
  return Math.max(0, ...(stacks[name]?.dependencies ?? []).map((dependency) => depth(dependency) + 1));
}

const inOrder = Object.entries(stacks).sort(([a], [b]) => depth(a) - depth(b));
const rows = inOrder.map(([name, stack]) => {
  const { resource = {} } = readJson(stack.synthesizedStackPath) as { resource?: Resources };
  return [name, stack.dependencies.join(", ") || "-", describeResources(resource)];
});

console.log(
  `\n${table([["STACK", "AFTER", "CREATES"], ...rows])}\n\nTerraform JSON is in ${outdir}/stacks/.`,
);
