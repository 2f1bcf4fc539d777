import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { UsageError } from "../errors";
import { NO_CHANGES } from "../model";
import { MANIFEST_FILE, readSynthesized, type SynthesizedStack } from "../plan/synthesized";
import { Timings } from "../progress/timings";
import {
  findSettingsFolder,
  OUTPUT_FOLDER,
  type Project,
  SETTINGS_FILE,
  tryFindProject,
} from "../terraform/project";
import { Repository } from "../repository";
import { reviewPlan } from "../review-plan";
import { oneLine } from "../text/one-line";
import type { CommandContext } from "./context";
import { findStackName, parseInput, type PlanInput } from "./match-plans";
import { parseReportFiles, removeEarlierReports, type ReportFile } from "./report-files";
import { type ReportOptions, writeReports } from "./reports";
import { type ReviewedStack, reviewPlans } from "./review-plans";
import { withStepOutputs } from "./step-outputs";

/** Options of `app-runner review`. */
export interface ReviewCommandOptions extends ReportOptions {
  /** Folder with the synthesized app. @default - the output folder of the project, if there is a project */
  readonly synthOutput?: string;
}

/** The JSON of a plan, and the stack that it belongs to. */
interface StackPlan {
  readonly stack: SynthesizedStack;
  /** As written on the command line. */
  readonly file: string;
  readonly json: { readonly name: string; readonly bytes: Buffer };
  /** What the report says about the choice of the stack. */
  readonly notes: readonly string[];
}

/**
 * Reviews plans that another tool created.
 *
 * @param plans files with the JSON of plans, as `STACK=PLAN` if the path does not contain the stack name; `-` for standard input
 * @returns the exit code
 */
export async function review(
  plans: readonly string[],
  options: ReviewCommandOptions,
  context: CommandContext,
): Promise<number> {
  return withStepOutputs(options, context, async () => ({
    exitCode: await reviewAndReport(plans, options, context),
  }));
}

async function reviewAndReport(
  plans: readonly string[],
  options: ReviewCommandOptions,
  context: CommandContext,
): Promise<number> {
  const files = parseReportFiles(options);
  refuseToOverwrite(plans, files, context.cwd);
  removeEarlierReports(files, context.cwd);
  const project = tryFindProject(context.cwd, context.env);
  const appFolder = findAppFolder(options, context.cwd, project);
  const output = findOutputFolder(options, context.cwd, project, appFolder);
  const synthesized = readSynthesizedStacks(options, context, output, appFolder);
  const names = synthesized.map(({ name }) => name);
  const folders = { cwd: context.cwd, output, app: appFolder };
  const inputs: StackPlan[] = [];
  for (const text of plans) {
    const { stack, file } = parseInput(text, names, (name) => existsSync(path.resolve(context.cwd, name)));
    const known = stack ?? findStackName(file, names, folders);
    inputs.push(
      await readInput({ file, ...(known !== undefined && { stack: known }) }, synthesized, context),
    );
  }
  refuseTwice(inputs);
  const order = new Map(synthesized.map(({ name }, index) => [name, index]));
  const rank = ({ stack }: StackPlan): number => order.get(stack.name) ?? order.size;
  const ordered = [...inputs].sort((a, b) => rank(a) - rank(b));
  const directory = project?.directory ?? appFolder;
  const settings = path.join(directory, SETTINGS_FILE);
  const result = reviewPlans(reviewEach(ordered), synthesized, settings, new Timings(context.now));
  return writeReports(result, files, options, directory, context);
}

/**
 * Reviews plans. One that cannot be read fails its stack, not the review of the others.
 *
 * @throws UsageError if no plan can be read
 */
function reviewEach(plans: readonly StackPlan[]): ReviewedStack[] {
  const unreadable: UsageError[] = [];
  const reviewed = plans.map(({ stack, json, notes }): ReviewedStack => {
    try {
      return { stack, review: reviewPlan(stack, json, notes).review };
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      unreadable.push(error);
      const review = { name: stack.name, status: "failed", message: error.message, ...NO_CHANGES } as const;
      return { stack, review };
    }
  });
  if (unreadable[0] && unreadable.length === plans.length) throw unreadable[0];
  return reviewed;
}

function refuseToOverwrite(plans: readonly string[], files: readonly ReportFile[], cwd: string): void {
  // Whatever part of `a=b=plan.json` is the name of a stack, which only the app shows, its file stays.
  const parts = plans.flatMap((text) => text.split("=").map((_, index, all) => all.slice(index).join("=")));
  const inputs = new Set(parts.map((file) => path.resolve(cwd, file)));
  const both = files.find(({ file }) => inputs.has(path.resolve(cwd, file)));
  if (both)
    throw new UsageError(`the report ${both.file} would replace a plan: choose a different file or folder`);
}

/** Returns the folder of the app that is reviewed. `--synth-output` may name an app outside the current folder. */
function findAppFolder(
  { synthOutput }: ReviewCommandOptions,
  cwd: string,
  project: Project | undefined,
): string {
  const named = synthOutput === undefined ? undefined : findSettingsFolder(path.resolve(cwd, synthOutput));
  return named ?? project?.directory ?? cwd;
}

function findOutputFolder(
  { synthOutput }: ReviewCommandOptions,
  cwd: string,
  project: Project | undefined,
  appFolder: string,
): string {
  if (synthOutput !== undefined) return path.resolve(cwd, synthOutput);
  return path.resolve(appFolder, project?.output ?? OUTPUT_FOLDER);
}

function readSynthesizedStacks(
  { synthOutput }: ReviewCommandOptions,
  { env }: CommandContext,
  output: string,
  appFolder: string,
): readonly SynthesizedStack[] {
  const repository = new Repository(appFolder, env);
  if (synthOutput !== undefined)
    return readSynthesized(output, repository, `pass the output folder, such as ${OUTPUT_FOLDER}`);
  // Without it, the review shows Terraform addresses only.
  return existsSync(path.join(output, MANIFEST_FILE)) ? readSynthesized(output, repository) : [];
}

async function readInput(
  { stack, file }: PlanInput,
  synthesized: readonly SynthesizedStack[],
  context: CommandContext,
): Promise<StackPlan> {
  const json = file === "-" ? await readStandardInput(context) : readFile(file, context.cwd);
  const known = synthesized.find(({ name }) => name === stack);
  if (stack !== undefined && known === undefined && synthesized.length > 0) {
    const names = synthesized.map(({ name }) => name).join(", ");
    throw new UsageError(`there is no stack '${stack}'. Stacks: ${oneLine(names)}`);
  }
  const name = stack ?? chooseName(file, synthesized.length > 0);
  const notes = known === undefined && synthesized.length > 0 ? [describeNoMatch(file, synthesized)] : [];
  return { stack: known ?? describeUnknownStack(name), file, json, notes };
}

function describeNoMatch(file: string, stacks: readonly SynthesizedStack[]): string {
  const names = stacks.map(({ name }) => name).join(", ");
  return (
    `${file} is not named after a stack of the app, so its findings have no construct paths, and none is accepted: ` +
    `pass STACK=${file}. Stacks: ${names}`
  );
}

/** Names an unknown stack after the file, or after its folder if the file has the usual name of a plan and no app is known. */
function chooseName(file: string, isAppKnown: boolean): string {
  if (file === "-") return "plan";
  const base = path.basename(file).replace(/(\.json)?(\.gz)?$/, "");
  const folder = path.basename(path.dirname(file));
  const isGeneric = /^(tf)?plan\.json(\.gz)?$/.test(path.basename(file));
  return isGeneric && !isAppKnown && !["", ".", ".."].includes(folder) ? folder : base;
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
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new UsageError(`${file} does not exist`);
    if (code === "EISDIR") throw new UsageError(`${file} is a folder, not a file`);
    throw new UsageError(`cannot read ${file}: ${code ?? String(error)}`);
  }
}

async function readStandardInput({
  readInput: read,
}: CommandContext): Promise<{ name: string; bytes: Buffer }> {
  return { name: "standard input", bytes: read ? await read() : Buffer.alloc(0) };
}

function refuseTwice(inputs: readonly StackPlan[]): void {
  const seen = new Map<string, string>();
  for (const { stack, file } of inputs) {
    const other = seen.get(stack.name);
    if (other !== undefined) {
      throw new UsageError(
        `two plans belong to the stack '${oneLine(stack.name)}': ${oneLine(other)} and ${oneLine(file)}. ` +
          "Pass only one for each stack, as STACK=PLAN if the name of the file is wrong",
      );
    }
    seen.set(stack.name, file);
  }
}
