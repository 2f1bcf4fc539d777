/**
 * `npm run synth`: runs `main.ts` with the settings of `cdktf.json`, like `cdktf synth`, and prints what each stack creates.
 */
const fs = require("node:fs");
const path = require("node:path");
const { ROOT } = require("./build");

const { context = {}, output = "cdktf.out" } = readJson(path.join(ROOT, "cdktf.json"));
const outdir = (process.env["CDKTF_OUTDIR"] ??= output);
process.env["CDKTF_CONTEXT_JSON"] ??= JSON.stringify(context);

const NEXT =
  "Next: `npm run review:example` reviews a recorded change to the example app. It needs neither AWS nor Terraform.";

/** @param {string} file */
function readJson(file) {
  return JSON.parse(fs.readFileSync(file, "utf8"));
}

/** @param {Record<string, Record<string, unknown>>} resources */
function describeResources(resources) {
  const counts = Object.entries(resources).map(([type, items]) => [type, Object.keys(items).length]);
  return counts.map(([type, count]) => (count === 1 ? type : `${count} ${type}`));
}

/** @param {string[][]} rows */
function formatTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column])).join("  "));
  return lines.map((line) => line.trimEnd()).join("\n");
}

function printStacks() {
  const manifest = path.join(outdir, "manifest.json");
  if (!fs.existsSync(manifest))
    throw new Error(`main.ts wrote nothing to ${outdir}: it must call app.synth()`);
  const { stacks } = readJson(manifest);
  /** The length of the longest chain of stacks to deploy before `name`. */
  const depth = (name) =>
    Math.max(0, ...stacks[name].dependencies.map((dependency) => depth(dependency) + 1));
  const rows = Object.keys(stacks)
    .sort((a, b) => depth(a) - depth(b))
    .flatMap((name) => {
      const { dependencies, synthesizedStackPath } = stacks[name];
      const { resource = {} } = readJson(path.join(outdir, synthesizedStackPath));
      const created = describeResources(resource);
      const count = Math.max(1, dependencies.length, created.length);
      return Array.from({ length: count }, (_, line) => {
        const dependency = dependencies[line] ?? (line === 0 ? "-" : "");
        return [line === 0 ? name : "", dependency, created[line] ?? (line === 0 ? "-" : "")];
      });
    });
  console.log(
    `\n${formatTable([["STACK", "DEPENDS ON", "CREATES"], ...rows])}\n\nTerraform JSON is in ${outdir}/stacks/.\n${NEXT}`,
  );
}

process.once("exit", (code) => {
  if (code === 0) printStacks();
});
require("./app");
