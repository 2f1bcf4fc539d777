import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { readBlocks, readFiles } from "./pages";
import { resolveOutputFolder, run } from "./processes";

const ROOT = path.join(__dirname, "../..");
const PAGE = "getting-started.md";
const SECTION = "Use it in your project";

/**
 * Follows docs/getting-started.md from the clone to the Terraform of its service, and returns the milliseconds.
 *
 * @throws Error if the service was not synthesized
 */
export function runGettingStarted(): number {
  const folder = resolveOutputFolder("getting-started");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const [build = "", create = "", synthesize = ""] = readBlocks(PAGE, SECTION, "sh");
  const sh = (directory: string, commands: string) =>
    run(["sh", "-ec", `cd '${directory}'\n${commands}`], "start");

  const packed = sh(folder, build.replace(/https:\S+/, `'${ROOT}' cdktf-app-runner`));
  const created = sh(folder, create);
  const project = path.join(folder, "hello");
  for (const [name, text] of readFiles(PAGE, SECTION)) writeFileSync(path.join(project, name), text);
  const synth = sh(project, synthesize);
  if (!synth.stdout.includes("hello-dev")) throw new Error(`no service:\n${synth.stdout}`);
  return packed.ms + created.ms + synth.ms;
}
