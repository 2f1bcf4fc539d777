"use strict";

const title = /^not run: (.+) is missing \| (.+)$/;

/** Prints, at the very end of a run, what was left out because a tool is missing. Prints nothing if nothing was. */
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
    // The summary is printed after all reporters were asked: only the end of the process comes later.
    process.once("exit", () => {
      for (const [what, { howToGet, suites }] of byTool) {
        const list = [...suites].join(", ");
        process.stderr.write(`\nMissing: ${what}. Therefore not run: ${list}. To get it: ${howToGet}\n`);
      }
    });
  }
}

module.exports = MissingToolsReporter;
