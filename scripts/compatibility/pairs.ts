import { readFileSync } from "node:fs";
import path from "node:path";

/** An engine and its bindings, by their folders in `node_modules`. */
export interface Pair {
  /** Project of `jest.config.js` that runs the unit tests on this pair. */
  readonly project: string;
  /** The engine. */
  readonly engine: string;
  /** The bindings of the AWS provider. */
  readonly bindings: string;
}

/** All supported pairs. */
export const PAIRS: readonly Pair[] = [
  { project: "unit", engine: "cdktf", bindings: "@cdktf/provider-aws" },
  { project: "unit-provider-aws-20", engine: "cdktf", bindings: "provider-aws-20" },
  { project: "unit-cdktn", engine: "cdktn", bindings: "@cdktn/provider-aws" },
];

const MARKER = "<!-- compatibility: written by npm run compatibility -->";
const HEAD = "| Engine | Bindings | AWS provider they are made for | Unit tests |\n| --- | --- | --- | --- |";

/** The table in docs/versions.md, with its marker. */
export const TABLE = new RegExp(`${MARKER}\\n\\n(\\|.*\\n)+`);

/** The part of a `package.json` that names the provider version of the bindings. */
interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly cdktf?: { readonly provider?: { readonly version: string } };
  readonly cdktn?: { readonly provider?: { readonly version: string } };
}

function readManifest(name: string): Manifest {
  const file = path.join(__dirname, "../../node_modules", name, "package.json");
  return JSON.parse(readFileSync(file, "utf8")) as Manifest;
}

/** The cells of a row: the versions, and the result. */
export function buildRow(pair: Pair, result: string): readonly string[] {
  const [engine, bindings] = [readManifest(pair.engine), readManifest(pair.bindings)];
  const { provider } = bindings.cdktf ?? bindings.cdktn ?? {};
  const versioned = ({ name, version }: Manifest) => `\`${name}\` ${version}`;
  return [versioned(engine), versioned(bindings), provider?.version ?? "unknown", result];
}

/** The table as Markdown, with its marker. */
export function renderTable(rows: readonly (readonly string[])[]): string {
  return `${MARKER}\n\n${HEAD}\n${rows.map((cells) => `| ${cells.join(" | ")} |\n`).join("")}`;
}
