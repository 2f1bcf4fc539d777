import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";

const ROOT = path.resolve(__dirname, "../..");

/** Runs commands in the repository root, and returns what they print. */
function sh(commands: string): Promise<{ exitCode: number; stdout: string }> {
  return new Promise((resolve) => {
    execFile("sh", ["-c", commands], { cwd: ROOT }, (error, stdout) => {
      resolve({ exitCode: Number(error?.code ?? 0), stdout });
    });
  });
}

test("the tool prints what the README shows", async () => {
  const readme = readFileSync(path.join(ROOT, "README.md"), "utf8");
  const [, , block = ""] = /^## Review a change.*?^```(console)\n(.*?)^```$/ms.exec(readme) ?? [];
  const lines = block.split("\n");
  const commands = lines.filter((line) => line.startsWith("$ ")).map((line) => line.slice(2));
  const shown = lines.filter((line) => !line.startsWith("$ ")).join("\n");

  expect(commands.at(-1)).toContain("app-runner -- review");
  expect(await sh(commands.join("\n"))).toEqual({ exitCode: 2, stdout: shown });
}, 60_000);
