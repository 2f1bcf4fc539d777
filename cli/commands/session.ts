import type { SynthesizedStack } from "../plan/synthesized";
import { openProgress } from "../progress/open-progress";
import { Timings } from "../progress/timings";
import { withPluginCache } from "../terraform/plugin-cache";
import { findProject, type Project } from "../terraform/project";
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
}

/**
 * Finds the project and Terraform.
 *
 * @throws UsageError if there is no project or no Terraform
 */
export async function openSession(context: CommandContext): Promise<Session> {
  const project = findProject(context.cwd);
  const env = withPluginCache(context.env);
  const terraform = await Terraform.find(context.children, env, project.directory);
  return { context, project, terraform, timings: new Timings(context.now) };
}

/**
 * Returns the stacks of the app, in the order in which they are applied.
 *
 * @param synth whether to synthesize first; if not, the existing output folder is read
 */
export async function loadStacks(session: Session, synth: boolean): Promise<readonly SynthesizedStack[]> {
  const { context, project, timings } = session;
  if (!synth) return readStacks(project, context);
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
