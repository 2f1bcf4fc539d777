import type { SynthesizedStack } from "../plan/synthesized";
import type { ProcessContext } from "../process-context";
import { openProgress } from "../progress/open-progress";
import { Timings } from "../progress/timings";
import type { ChildProcesses } from "../terraform/child-processes";
import { withPluginCache } from "../terraform/plugin-cache";
import { findProject, type Project } from "../terraform/project";
import { readStacks, synthesize } from "../terraform/synthesize";
import { Terraform } from "../terraform/terraform";

/** What a command that runs Terraform works with. */
export interface Session {
  readonly surroundings: ProcessContext;
  readonly children: ChildProcesses;
  readonly project: Project;
  readonly terraform: Terraform;
  readonly timings: Timings;
}

/**
 * Looks for the project and for Terraform.
 *
 * @param surroundings of the process
 * @param children to run the app and Terraform with
 * @throws UsageError when there is no project or no Terraform
 */
export async function openSession(surroundings: ProcessContext, children: ChildProcesses): Promise<Session> {
  const project = findProject(surroundings.cwd);
  const terraform = await Terraform.find(children, withPluginCache(surroundings.env), project.directory);
  return { surroundings, children, project, terraform, timings: new Timings(surroundings.now) };
}

/**
 * The stacks of the app, in the order in which they are applied.
 *
 * @param session of the command
 * @param synth whether to synthesize; else they are read as they were synthesized before
 */
export async function loadStacks(session: Session, synth: boolean): Promise<readonly SynthesizedStack[]> {
  const { surroundings, children, project, timings } = session;
  if (!synth) return readStacks(project, surroundings.stderr);
  const progress = openProgress(surroundings);
  progress.begin("app", "synth");
  try {
    const stacks = await timings.measure("synth", () => synthesize(project, children, surroundings));
    progress.end("app", `synthesized, ${stacks.length} ${stacks.length === 1 ? "stack" : "stacks"}`);
    return stacks;
  } finally {
    progress.close();
  }
}
