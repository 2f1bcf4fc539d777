import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describeWith } from "../support/end-to-end";

const TOOL = [
  "--import",
  pathToFileURL(require.resolve("tsx")).href,
  path.resolve(__dirname, "../../cli/main.ts"),
];

/** Plays Terraform. Its apply takes so long that the tool fails to write its progress before the end. */
const TERRAFORM = `#!/usr/bin/env node
const fs = require("node:fs");
const say = (text) => fs.writeSync(1, text + "\\n");
const plan = { format_version: "1.2", planned_values: {}, output_changes: { a: { actions: ["create"], after: 1 } } };
switch (process.argv[2]) {
  case "version": say('{"terraform_version": "1.11.4"}'); break;
  case "plan": fs.writeFileSync(process.argv.find((arg) => arg.startsWith("-out=")).slice(5), "plan"); break;
  case "show": say(JSON.stringify(plan)); break;
  case "output": say("{}"); break;
  case "apply":
    setTimeout(() => {
      fs.writeFileSync("applied", "");
      say(JSON.stringify({ type: "change_summary", "@message": "Apply complete!", changes: { operation: "apply" } }));
    }, 200);
}
`;

const STACK = {
  name: "web",
  constructPath: "web",
  annotations: [],
  dependencies: [],
  synthesizedStackPath: "stacks/web/cdk.tf.json",
  workingDirectory: "stacks/web",
};
const APP = `
const fs = require("node:fs");
fs.mkdirSync("cdktf.out/stacks/web", { recursive: true });
fs.writeFileSync("cdktf.out/stacks/web/cdk.tf.json", "{}");
fs.writeFileSync("cdktf.out/manifest.json", ${JSON.stringify(JSON.stringify({ stacks: { web: STACK } }))});
`;

const FULL_DEVICE = {
  what: "/dev/full",
  notRun: "the test of a full disk",
  howToGet: "run the tests on Linux",
};

// Each test starts processes.
jest.setTimeout(30_000);

describe("the process of the tool", () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), "process-"));
    writeFileSync(path.join(folder, "app.js"), APP);
    writeFileSync(path.join(folder, "cdktf.json"), JSON.stringify({ app: "node app.js" }));
    writeFileSync(path.join(folder, "terraform"), TERRAFORM, { mode: 0o755 });
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  async function run(args: readonly string[], stdout: "pipe" | number = "pipe", readsErrors = true) {
    const env = { ...process.env, TERRAFORM_BINARY_NAME: path.join(folder, "terraform") };
    const child = spawn(process.execPath, [...TOOL, ...args], {
      cwd: folder,
      env,
      stdio: ["ignore", stdout, "pipe"],
    });
    let stderr = "";
    child.stderr?.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdout?.destroy();
    if (!readsErrors) child.stderr?.destroy();
    const [exitCode] = (await once(child, "exit")) as [number | null];
    return { exitCode, stderr };
  }

  test.each([
    ["help", ["--help"]],
    ["a list", ["explain"]],
  ])("ends quietly if nobody reads its output: %s", async (_, args) => {
    expect(await run(args)).toEqual({ exitCode: 0, stderr: "" });
  });

  test("saves plans and applies them if nobody reads its output", async () => {
    expect(await run(["plan", "--out", "plans"], "pipe", false)).toMatchObject({ exitCode: 0 });
    expect(await run(["apply", "plans", "--yes"], "pipe", false)).toMatchObject({ exitCode: 0 });
    expect(existsSync(path.join(folder, "cdktf.out/stacks/web/applied"))).toBe(true);
  });

  describeWith(existsSync("/dev/full") ? [] : [FULL_DEVICE], "with a full disk", () => {
    test("fails, because its report cannot be written", async () => {
      const full = openSync("/dev/full", "w");
      try {
        const { exitCode, stderr } = await run(["explain"], full);
        expect(exitCode).toBe(1);
        expect(stderr).toBe(
          "error: cannot write to standard output (ENOSPC: no space left on device, write)\n",
        );
      } finally {
        closeSync(full);
      }
    });
  });
});
