import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { resolveOutputFolder, run } from "./processes";

const ROOT = path.join(__dirname, "../..");

/**
 * Follows docs/getting-started.md, with the program on that page, and returns the milliseconds.
 *
 * @throws Error if the synthesized stack has no service
 */
export function runGettingStarted(): number {
  const folder = resolveOutputFolder("hello");
  rmSync(folder, { recursive: true, force: true });
  const page = readFileSync(path.join(ROOT, "docs/getting-started.md"), "utf8");
  const program = /^```ts\n(.*?)^```$/ms.exec(page)?.[1];
  if (program === undefined) throw new Error("docs/getting-started.md has no program");

  const clone = run(["git", "clone", "--quiet", ROOT, folder], "start");
  const install = run(["npm", "ci", "--prefix", folder], "start");
  writeFileSync(path.join(folder, "main.ts"), program);
  const synth = run(["npm", "run", "synth", "--prefix", folder], "start");
  if (!/^mine .*aws_apprunner_service/m.test(synth.stdout)) throw new Error(`no service:\n${synth.stdout}`);
  return clone.ms + install.ms + synth.ms;
}
