import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { UsageError } from "../errors";
import { MANIFEST_FILE, readSynthesized, type SynthesizedStack } from "../plan/synthesized";
import { Timings } from "../progress/timings";
import { OUTPUT_FOLDER, type Project, SETTINGS_FILE, tryFindProject } from "../terraform/project";
import { oneLine } from "../text/one-line";
import type { CommandContext } from "./context";
import { parseReportFiles, type ReportOptions, writeReports } from "./reports";
import { type ReviewedStack, reviewPlans } from "./review-plans";

/** Options of `app-runner review`. */
export interface ReviewCommandOptions extends ReportOptions {
  /** Folder with the synthesized app. @default - the output folder of the project, if there is a project */
  readonly synthesized?: string;
}

/** A plan on the command line: `FILE`, `STACK=FILE` or `-`. */
interface PlanInput {
  readonly stack?: string;
  readonly file: string;
}

/**
 * Reviews plans that another tool created.
 *
 * @param plans files with the JSON of plans, as `STACK=FILE` if the path does not contain the stack name; `-` for standard input
 * @returns the exit code
 */
export async function review(
  plans: readonly string[],
  options: ReviewCommandOptions,
  context: CommandContext,
): Promise<number> {
  const files = parseReportFiles(options);
  const project = tryFindProject(context.cwd);
  const synthesized = readSynthesizedStacks(options, context.cwd, project);
  const inputs: ReviewedStack[] = [];
  for (const text of plans) inputs.push(await readInput(parseInput(text, context.cwd), synthesized, context));
  refuseTwice(inputs);
  const order = synthesized.map(({ name }) => name);
  const rank = ({ stack }: ReviewedStack): number =>
    (order.indexOf(stack.name) + order.length + 1) % (order.length + 1);
  const ordered = [...inputs].sort((a, b) => rank(a) - rank(b));
  const directory = project?.directory ?? context.cwd;
  const settings = path.join(directory, SETTINGS_FILE);
  const result = reviewPlans(ordered, settings, new Timings(context.now));
  return writeReports(result, files, options, directory, context);
}

function readSynthesizedStacks(
  { synthesized }: ReviewCommandOptions,
  cwd: string,
  project: Project | undefined,
): readonly SynthesizedStack[] {
  if (synthesized !== undefined) return readSynthesized(path.resolve(cwd, synthesized));
  const folder = path.join(project?.directory ?? cwd, project?.output ?? OUTPUT_FOLDER);
  // Without it, the review shows Terraform addresses only.
  return existsSync(path.join(folder, MANIFEST_FILE)) ? readSynthesized(folder) : [];
}

function parseInput(text: string, cwd: string): PlanInput {
  const [, stack, file] = /^([^=/\\]+)=(.+)$/s.exec(text) ?? [];
  const isFile = existsSync(path.resolve(cwd, text));
  return stack !== undefined && file !== undefined && !isFile ? { stack, file } : { file: text };
}

async function readInput(
  { stack, file }: PlanInput,
  synthesized: readonly SynthesizedStack[],
  context: CommandContext,
): Promise<ReviewedStack> {
  const json = file === "-" ? await readStandardInput(context) : readFile(file, context.cwd);
  const known = synthesized.find(({ name }) =>
    stack === undefined ? isNamedIn(name, file) : name === stack,
  );
  if (stack !== undefined && known === undefined && synthesized.length > 0) {
    const names = synthesized.map(({ name }) => name).join(", ");
    throw new UsageError(`there is no stack '${stack}'; the stacks are ${oneLine(names)}`);
  }
  const name = stack ?? (file === "-" ? "plan" : path.basename(file).replace(/(\.json)?(\.gz)?$/, ""));
  return { stack: known ?? describeUnknownStack(name), status: "planned", json };
}

/** Whether a folder or the file itself has the name of the stack. */
function isNamedIn(name: string, file: string): boolean {
  const parts = path.normalize(file).split(path.sep);
  const base = parts.pop() ?? "";
  return parts.includes(name) || base === name || base.startsWith(`${name}.`);
}

function describeUnknownStack(name: string): SynthesizedStack {
  return {
    name,
    dependencies: [],
    directory: "",
    constructPaths: new Map(),
    locations: new Map(),
    accepted: [],
  };
}

function readFile(file: string, cwd: string): { name: string; bytes: Buffer } {
  try {
    return { name: file, bytes: readFileSync(path.resolve(cwd, file)) };
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
  }
}

async function readStandardInput({
  readInput: read,
}: CommandContext): Promise<{ name: string; bytes: Buffer }> {
  return { name: "standard input", bytes: read ? await read() : Buffer.alloc(0) };
}

function refuseTwice(inputs: readonly ReviewedStack[]): void {
  const seen = new Set<string>();
  for (const { stack } of inputs) {
    if (seen.has(stack.name)) {
      throw new UsageError(`two plans belong to the stack '${oneLine(stack.name)}': pass each as STACK=FILE`);
    }
    seen.add(stack.name);
  }
}
