"use strict";

const title = /^not run: (.+) is missing \| (.+)$/;

/** Prints at the end of a run which tests were skipped because a tool is missing. */
class MissingToolsReporter {
  onRunComplete(_contexts, results) {
    const byTool = new Map();
    for (const { testResults } of results.testResults) {
      for (const test of testResults) {
        const [, what, howToGet] = title.exec(test.title) ?? [];
        if (what === undefined || test.status !== "pending") continue;
        const entry = byTool.get(what) ?? { howToGet, suites: new Set() };
        entry.suites.add(test.ancestorTitles.join(" > "));
        byTool.set(what, entry);
      }
    }
    // Jest prints its summary after all reporters have run, so wait for the end of the process.
    process.once("exit", () => {
      for (const [what, { howToGet, suites }] of byTool) {
        const list = [...suites].join(", ");
        process.stderr.write(`\nMissing: ${what}. Not run: ${list}. To install it: ${howToGet}\n`);
      }
    });
  }
}

module.exports = MissingToolsReporter;
