import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";

const ROOT = path.resolve(__dirname, "../..");

/** Starts the tool with an output whose reader has gone. Returns the exit code and the other output. */
async function runUnread(unread: "stdout" | "stderr", ...args: readonly string[]): Promise<unknown[]> {
  const child = spawn(process.execPath, ["--import", "tsx", path.join(ROOT, "cli/main.ts"), ...args], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
  });
  child[unread].destroy();
  const ended = new Promise((resolve) => child.once("close", resolve));
  return Promise.all([ended, text(unread === "stdout" ? child.stderr : child.stdout)]);
}

describe("the program ends as it should", () => {
  test("if nobody reads its report", async () => {
    expect(await runUnread("stdout", "explain")).toEqual([0, ""]);
  });

  test("if nobody reads its progress", async () => {
    const directory = mkdtempSync(path.join(tmpdir(), "unread-"));
    const result = await runUnread("stderr", "keygen", path.join(directory, "key.txt"));
    rmSync(directory, { recursive: true });
    expect(result).toEqual([0, expect.stringMatching(/^age1/)]);
  });
});
