/* eslint jest/no-export: off, jest/valid-title: off, jest/no-disabled-tests: off, jest/expect-expect: off --
   This file makes tests, it is none. */
import { findTools, type MissingTool } from "./tools";

/**
 * `describe` for tests that need Terraform, the AWS provider and moto. Where a part is missing the tests are reported
 * as skipped, with the reason; with `CI=true` they fail instead, so that nothing is left out unnoticed.
 */
export function describeEndToEnd(name: string, define: () => void): void {
  describeWith(findTools().missing ?? [], name, define);
}

/** The same for tests that need something else. */
export function describeWith(missing: readonly MissingTool[], name: string, define: () => void): void {
  describe(name, () => {
    if (missing.length === 0) define();
    else for (const tool of missing) standInFor(tool);
  });
}

function standInFor(tool: MissingTool): void {
  if (process.env["CI"] === "true") {
    test("has all its parts", () => {
      throw new Error(titleFor(tool));
    });
  } else {
    test.skip(titleFor(tool), () => undefined);
  }
}

/** The reporter for missing tools recognizes this title, and takes it apart. */
function titleFor({ what, howToGet }: MissingTool): string {
  return `not run: ${what} is missing | ${howToGet}`;
}
