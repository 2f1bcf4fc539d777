/* eslint jest/no-export: off, jest/valid-title: off, jest/no-disabled-tests: off, jest/expect-expect: off --
   This file defines tests, but is not a test file. */
import { findTools, type MissingTool } from "./tools";

/**
 * `describe` for tests that need Terraform, the AWS provider and moto. If a tool is missing, the tests are skipped with the
 * reason. With `CI=true` they fail instead, so that no test is skipped unnoticed.
 */
export function describeEndToEnd(name: string, define: () => void): void {
  describeWith(findTools().missing ?? [], name, define);
}

/** `describe` for tests that need other tools. */
export function describeWith(missing: readonly MissingTool[], name: string, define: () => void): void {
  describe(name, () => {
    if (missing.length === 0) define();
    else for (const tool of missing) standInFor(tool);
  });
}

function standInFor(tool: MissingTool): void {
  if (process.env["CI"] === "true") {
    test("has all required tools", () => {
      throw new Error(titleFor(tool));
    });
  } else {
    test.skip(titleFor(tool), () => undefined);
  }
}

/** `missing-tools-reporter.js` parses this title. */
function titleFor({ what, howToGet }: MissingTool): string {
  return `not run: ${what} is missing | ${howToGet}`;
}
