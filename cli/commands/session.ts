import { accessSync, constants, statSync } from "node:fs";
import type { LeftStack } from "../model";
import type { SynthesizedStack } from "../plan/synthesized";
import { openProgress } from "../progress/open-progress";
import { Timings } from "../progress/timings";
import { checkStacks } from "../terraform/check-stacks";
import { findLeftStacks } from "../terraform/left-stacks";
import { lockOutput } from "../terraform/output-lock";
import { withPluginCache } from "../terraform/plugin-cache";
import { findProject, findSynthesizedProject, locateOutput, type Project } from "../terraform/project";
import { readStacks, synthesize } from "../terraform/synthesize";
import { Terraform } from "../terraform/terraform";
import type { CommandContext } from "./context";
import { formatCount } from "../text/lists";

/** What a command that runs Terraform gets. */
export interface Session {
  readonly context: CommandContext;
  readonly project: Project;
  readonly terraform: Terraform;
  readonly timings: Timings;
  /** Stacks that were deployed and are not in the app now, if any. */
  readonly leftStacks?: readonly LeftStack[];
}

/** Options of the commands that run Terraform. */
export interface SynthOptions {
  /** Whether to synthesize first; if not, the existing output folder is read. */
  readonly synth: boolean;
  /** Output folder of an app that was synthesized elsewhere. @default - the app is synthesized unless `synth` is false */
  readonly synthOutput?: string;
  /** How many stacks to work on at the same time. */
  readonly parallelism: number;
}

/**
 * Runs a task on the stacks of the app, in the order in which they are applied. Until it ends, no other run of the tool uses the output
 * folder.
 *
 * @throws UsageError if there are no stacks, no project or no Terraform, if Terraform cannot run on the stacks, or if another run of the
 *   tool uses the output folder
 */
export async function withStacks<Result>(
  context: CommandContext,
  options: SynthOptions,
  task: (stacks: readonly SynthesizedStack[], session: Session) => Promise<Result>,
): Promise<Result> {
  const session = await openSession(context, options);
  const { project, terraform } = session;
  const output = locateOutput(project);
  // An app that was synthesized elsewhere may be in a folder that nobody can write to.
  const unlock = isSynthesized(options) || isWritable(output) ? lockOutput(output) : () => undefined;
  try {
    const stacks = await loadStacks(session, options);
    const leftStacks = await findLeftStacks(stacks, output, terraform, options.parallelism);
    return await task(stacks, leftStacks.length === 0 ? session : { ...session, leftStacks });
  } finally {
    unlock();
  }
}

async function openSession(
  context: CommandContext,
  { synthOutput }: Pick<SynthOptions, "synthOutput">,
): Promise<Session> {
  const { cwd } = context;
  const project =
    synthOutput === undefined ? findProject(cwd, context.env) : findSynthesizedProject(cwd, synthOutput);
  const env = withPluginCache(context.env);
  const terraform = await Terraform.find(context.children, env, project.directory);
  return { context, project, terraform, timings: new Timings(context.now) };
}

async function loadStacks(session: Session, options: SynthOptions): Promise<readonly SynthesizedStack[]> {
  const stacks = isSynthesized(options)
    ? await synthesizeStacks(session)
    : readStacks(session.project, session.context);
  checkStacks(stacks, session.terraform.env);
  return stacks;
}

/** Whether the app is synthesized by this run. */
function isSynthesized({ synth, synthOutput }: SynthOptions): boolean {
  return synth && synthOutput === undefined;
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}

async function synthesizeStacks({
  context,
  project,
  timings,
}: Session): Promise<readonly SynthesizedStack[]> {
  const progress = openProgress(context);
  progress.begin("app", "synth");
  try {
    const stacks = await timings.measure("synth", () =>
      synthesize(project, context.children, { env: context.env, stderr: progress }),
    );
    progress.end("app", `synthesized ${formatCount(stacks.length, "stack")}`);
    return stacks;
  } finally {
    progress.close();
  }
}
