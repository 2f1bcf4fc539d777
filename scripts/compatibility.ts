/**
 * Runs the unit tests on each pair of engine and bindings, and writes the results to the table in docs/versions.md. Tests that load
 * no engine run only on the first pair. If a test fails, it writes nothing and fails too.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { PAIRS, buildRow, TABLE, renderTable } from "./compatibility/pairs";

const PAGE = path.join(__dirname, "../docs/versions.md");

/** All tests except that of the table, which is outdated until this script has written it. */
const TESTS = "^(?!.*/repository/compatibility\\.test\\.ts$)";

function run(project: string): void {
  const jest = require.resolve("jest/bin/jest");
  const options = ["--selectProjects", project, "--testPathPatterns", TESTS];
  const { status } = spawnSync(process.execPath, [jest, ...options], { stdio: "inherit" });
  if (status !== 0) throw new Error(`${project} failed: docs/versions.md was not changed`);
}

for (const { project } of PAIRS) run(project);
const rows = PAIRS.map((pair) => buildRow(pair, `passed on Node ${process.versions.node}`));
writeFileSync(PAGE, readFileSync(PAGE, "utf8").replace(TABLE, renderTable(rows)));
