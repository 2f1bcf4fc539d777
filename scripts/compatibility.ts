/**
 * Runs the unit tests on every pair of engine and bindings, those that load no engine on the first alone, and writes what passed into the
 * table of docs/versions.md. Fails, and writes nothing, when a test does.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { PAIRS, buildRow, TABLE, renderTable } from "./compatibility/pairs";

const PAGE = path.join(__dirname, "../docs/versions.md");

/** All but the test of the table itself, which is old until this has written it. */
const TESTS = "^(?!.*/repository/compatibility\\.test\\.ts$)";

function run(project: string): void {
  const jest = require.resolve("jest/bin/jest");
  const options = ["--selectProjects", project, "--testPathPatterns", TESTS];
  const { status } = spawnSync(process.execPath, [jest, ...options], { stdio: "inherit" });
  if (status !== 0) throw new Error(`${project} failed: docs/versions.md stays as it is`);
}

for (const { project } of PAIRS) run(project);
const rows = PAIRS.map((pair) => buildRow(pair, `passed on Node ${process.versions.node}`));
writeFileSync(PAGE, readFileSync(PAGE, "utf8").replace(TABLE, renderTable(rows)));
