import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Interrupt } from "../../../cli/interrupt";
import { Interrupted } from "../../../cli/process-context";
import { ChildProcesses, type Command } from "../../../cli/terraform/child-processes";

describe("child processes", () => {
  const command = (script: string, more: Partial<Command> = {}): Command => ({
    program: "sh",
    args: ["-c", script],
    cwd: tmpdir(),
    env: process.env,
    ...more,
  });
  let interrupt: Interrupt;
  let children: ChildProcesses;

  beforeEach(() => {
    interrupt = new Interrupt();
    children = new ChildProcesses(interrupt);
  });

  test("returns the exit code and the output", async () => {
    expect(await children.run(command("echo out; echo err >&2; exit 3"))).toEqual({
      exitCode: 3,
      stdout: "out\n",
      stderr: "err\n",
    });
  });

  test("returns 128 plus the number of the signal that ended the command", async () => {
    expect(await children.run(command("kill -9 $$"))).toMatchObject({ exitCode: 137 });
  });

  test("passes each line on, including a last line without a line break and multi-byte characters", async () => {
    const lines: string[] = [];
    await children.run(
      command("printf 'one\\ntw'; sleep 0.1; printf 'o\\n\\nd\\303'; sleep 0.1; printf '\\244'", {
        onLine: (line) => lines.push(line),
      }),
    );
    expect(lines).toEqual(["one", "two", "", "dä"]);
  });

  test("writes to a file that only its owner can read", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "children-"));
    const file = path.join(folder, "out");

    expect(await children.run(command("echo secret", { file }))).toMatchObject({ stdout: "" });
    expect(readFileSync(file, "utf8")).toBe("secret\n");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    rmSync(folder, { recursive: true });
  });

  test.each(["APP_RUNNER_IDENTITY", "App_Runner_Identity"])("never get %s", async (name) => {
    const env = { ...process.env, [name]: "AGE-SECRET-KEY-1TEST", OTHER: "passed" };
    const { stdout } = await children.run({ ...command("env"), env });
    expect(stdout).toContain("OTHER=passed");
    expect(stdout).not.toContain("AGE-SECRET-KEY");
  });

  test("fails with the code of the operating system if the program does not exist", async () => {
    await expect(children.run({ ...command(""), program: "no-such-program" })).rejects.toMatchObject({
      code: "ENOENT",
    });
  });

  test("waits at the first interrupt until the command has ended cleanly", async () => {
    const lines: string[] = [];
    const onLine = (line: string): void => {
      lines.push(line);
      if (line === "ready") interrupt.request();
    };
    const run = children.run(
      command("trap 'sleep 0.2; echo tidy; exit 0' INT; echo ready; while true; do sleep 0.05; done", {
        onLine,
      }),
    );

    await expect(run).rejects.toThrow(Interrupted);
    expect(lines).toEqual(["ready", "tidy"]);
  });

  test("kills the command and its children at the second interrupt", async () => {
    const onLine = (line: string): void => {
      if (line !== "ready") return;
      interrupt.request();
      interrupt.request();
    };
    const run = children.run(command("trap '' INT; echo ready; sleep 60 & wait; wait", { onLine }));

    await expect(run).rejects.toThrow(Interrupted);
  });

  test("starts nothing after an interrupt", async () => {
    interrupt.request();
    const lines: string[] = [];
    const run = children.run(command("echo started", { onLine: (line) => lines.push(line) }));

    await expect(run).rejects.toThrow(Interrupted);
    expect(lines).toEqual([]);
  });
});
