import { readFileSync } from "node:fs";
import path from "node:path";
import { Interrupt } from "../../cli/interrupt";
import { run } from "../../cli/program";
import { ChildProcesses } from "../../cli/terraform/child-processes";
import { findVersion } from "../../cli/version";

const ROOT = path.join(__dirname, "../..");

/** Runs the tool outside a project. */
async function call(...args: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const interruption = new Interrupt();
  const context = {
    cwd: path.parse(ROOT).root,
    env: {},
    stdout: { write: (text: string) => stdout.push(text) },
    stderr: { write: (text: string) => stderr.push(text) },
    now: () => 0,
    interruption,
    children: new ChildProcesses(interruption),
    version: "1.2.3",
  };
  const exitCode = await run(args, context);
  return { exitCode, stdout: stdout.join(""), stderr: stderr.join("") };
}

describe("the command line", () => {
  test("prints its version with --version", async () => {
    expect(await call("--version")).toEqual({ exitCode: 0, stdout: "1.2.3\n", stderr: "" });
  });

  test("has the version of package.json", () => {
    const { version } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")) as {
      version: string;
    };
    expect(findVersion(path.join(ROOT, "cli"))).toBe(version);
  });

  test.each(["plan", "review", "apply"])("prints the help of %s as the documentation shows it", async (command) => {
    const { exitCode, stdout, stderr } = await call(command, "--help");
    const page = readFileSync(path.join(ROOT, "docs/plan-command.md"), "utf8");

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(page).toContain(`\`\`\`text\n${stdout.trimEnd()}\n\`\`\`\n`);
  });

  test.each([
    [[], "Usage: app-runner <command> [options]"],
    [["plna"], "error: unknown command 'plna'\n(Did you mean plan?)"],
    [["plan", "--parallelism", "0"], "It must be a whole number, 1 or higher."],
    [["plan", "--parallelism", "1.5"], "It must be a whole number, 1 or higher."],
    [["plan", "--max-chars", "many"], "It must be a whole number, 1 or higher."],
    [["plan", "--lock-timeout", "60"], "It must be a number with a unit, such as '60s' or '5m'."],
    [["plan", "--format", "pdf"], "Allowed choices are text, markdown, json, sarif, html."],
    [["plan", "--fail-on", "note"], "Allowed choices are error, warning, never."],
    [["plan", "--nothing"], "error: unknown option '--nothing'"],
    [
      ["plan", "--output", "pdf=a"],
      "error: '--output' must be FORMAT=FILE, where FORMAT is one of text, markdown, json, sarif, html, got 'pdf=a'",
    ],
    [["plan", "--output", "text="], "got 'text='"],
    [["plan"], `error: there is no cdktf.json in ${path.parse(ROOT).root} or its parent folders`],
    [["apply"], "error: missing required argument 'DIR'"],
    [["apply", "a", "b"], "error: too many arguments"],
    [["apply", "no-such-folder"], "contains no plans: create them with 'app-runner plan --out"],
  ])("fails with a message for the arguments %j", async (args, message) => {
    const { exitCode, stdout, stderr } = await call(...args);

    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain(message);
  });
});
