import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describeWith } from "../support/end-to-end";
import { missingPrograms } from "../support/tools";
import { fakeProgram, runStep, type ScriptResult } from "../support/workflows";

const ROOT = path.resolve(__dirname, "../..");

/** CI runs the rest of the script. */
describeWith(missingPrograms("bash"), "npm run test:node", () => {
  let directory: string;

  beforeAll(() => {
    directory = mkdtempSync(path.join(tmpdir(), "test-node-"));
    fakeProgram(directory, "npm", 'echo "npm error network $*" >&2; exit 1\n');
  });

  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  function testNode(...args: readonly string[]): ScriptResult {
    const run = `cd '${ROOT}' && '${process.execPath}' --import tsx scripts/test-node.ts ${args.join(" ")}`;
    return runStep({ run }, directory, {});
  }

  test.each([[""], ["latest"], ["22/../.."]])("asks for a version, given '%s'", (version) => {
    expect(testNode(version)).toEqual({
      exitCode: 1,
      output: "test:node: pass a Node version: `npm run test:node -- 22`\n",
    });
  });

  test("reports a failed download", () => {
    const { exitCode, output } = testNode("0.1");
    expect(exitCode).toBe(1);
    expect(output).toMatch(
      /^Node 0\.1: npm is downloading node-\w+-\w+@0\.1 into node_modules\/\.cache\/node\/0\.1$/m,
    );
    expect(output).toContain("npm error network install --no-save");
    expect(output).toMatch(
      /^test:node: npm could not download node-\w+-\w+@0\.1: see its output above, and check the registry/m,
    );
  });
});
