import type { LeftStack } from "../model";
import type { SynthesizedStack } from "../plan/synthesized";
import { openProgress } from "../progress/open-progress";
import { Timings } from "../progress/timings";
import { checkStacks } from "../terraform/check-stacks";
import { findLeftStacks } from "../terraform/left-stacks";
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
  /** Stacks that were deployed and are not in the app now. Absent until they have been searched for. */
  readonly leftStacks?: readonly LeftStack[];
}

/** Options of the commands that run Terraform. */
export interface SynthOptions {
  /** Whether to synthesize first; if not, the existing output folder is read. */
  readonly synth: boolean;
  /** Output folder of an app that was synthesized elsewhere. @default - the app is synthesized unless `synth` is false */
  readonly synthOutput?: string;
}

/**
 * Finds the project and Terraform.
 *
 * @throws UsageError if there is no project or no Terraform
 */
export async function openSession(
  context: CommandContext,
  { synthOutput }: Pick<SynthOptions, "synthOutput">,
): Promise<Session> {
  const { cwd } = context;
  const project = synthOutput === undefined ? findProject(cwd) : findSynthesizedProject(cwd, synthOutput);
  const env = withPluginCache(context.env);
  const terraform = await Terraform.find(context.children, env, project.directory);
  return { context, project, terraform, timings: new Timings(context.now) };
}

/**
 * Returns the stacks of the app, in the order in which they are applied.
 *
 * @throws UsageError if there are none, or if Terraform cannot run on them
 */
export async function loadStacks(
  session: Session,
  { synth, synthOutput }: SynthOptions,
): Promise<readonly SynthesizedStack[]> {
  const stacks =
    synth && synthOutput === undefined
      ? await synthesizeStacks(session)
      : readStacks(session.project, session.context);
  checkStacks(stacks, session.terraform.env);
  return stacks;
}

/**
 * Returns the session with the stacks that were deployed and are not in the app now.
 *
 * @param app all stacks of the app
 * @param parallelism how many states to read at the same time
 */
export async function withLeftStacks(
  session: Session,
  app: readonly SynthesizedStack[],
  parallelism: number,
): Promise<Session> {
  const { project, terraform } = session;
  const leftStacks = await findLeftStacks(app, locateOutput(project), terraform, parallelism);
  return leftStacks.length === 0 ? session : { ...session, leftStacks };
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
