import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { UsageError } from "../errors";
import { warnOfSimilarIds } from "../plan/dropped-stacks";
import { MANIFEST_FILE, readSynthesized, type SynthesizedStack } from "../plan/synthesized";
import type { ProcessContext } from "../process-context";
import { Repository } from "../repository";
import { visibleLines } from "../text/escape";
import { cleanStackTraces } from "./app-errors";
import type { ChildProcesses } from "./child-processes";
import { locateOutput, type Project, SETTINGS_FILE } from "./project";
import { refuseSharedStates } from "./shared-states";

/** What cdktf passes to the app by default. */
const NODE_OPTIONS = "--max-old-space-size=4096";

interface Annotation {
  readonly constructPath: string;
  readonly level: string;
  readonly message: string;
}

/**
 * Runs the app as `cdktf synth` does, and reads the stacks that it wrote.
 *
 * @throws UsageError with what the app printed, if the app fails
 */
export async function synthesize(
  project: Project,
  children: ChildProcesses,
  { env, stderr }: Pick<ProcessContext, "env" | "stderr">,
): Promise<readonly SynthesizedStack[]> {
  const { app, directory } = project;
  if (app === undefined)
    throw new UsageError(
      `'app' is missing in ${path.join(directory, SETTINGS_FILE)}: set it to the command that synthesizes the app`,
    );
  const manifest = path.join(locateOutput(project), MANIFEST_FILE);
  // What an earlier run of the app wrote is not what this one writes.
  rmSync(manifest, { force: true });
  const ended = await children.run({
    program: app,
    args: [],
    shell: true,
    cwd: directory,
    env: buildEnvironment(project, env),
  });
  if (ended.exitCode !== 0) {
    const stderr = env["APP_RUNNER_DEBUG"] ? ended.stderr : cleanStackTraces(ended.stderr);
    // Colors would be printed as escape sequences.
    const printed = [stderr, ended.stdout]
      .map((text) => stripVTControlCharacters(text).trim())
      .filter((text) => text !== "");
    throw new UsageError(
      [`the app failed with exit code ${ended.exitCode}. ${describeCommand(app)}`, ...printed].join("\n\n"),
    );
  }
  if (!existsSync(manifest)) {
    throw new UsageError(
      `the app wrote nothing to ${project.output}: it must call app.synth(), and must not set 'outdir' of App. ${describeCommand(app)}`,
    );
  }
  return readStacks(project, { env, stderr });
}

function describeCommand(app: string): string {
  return `Its command ('app' in ${SETTINGS_FILE}) is: ${app}`;
}

/**
 * Reads the stacks of an app that was synthesized earlier.
 *
 * @throws UsageError if it was not, or if its stacks cannot be planned
 */
export function readStacks(
  project: Project,
  { env, stderr }: Pick<ProcessContext, "env" | "stderr">,
): readonly SynthesizedStack[] {
  const output = locateOutput(project);
  const stacks = readSynthesized(output, new Repository(project.directory, env));
  if (stacks.length === 0)
    throw new UsageError(`the app has no stacks (${path.join(output, MANIFEST_FILE)})`);
  refuseSharedStates(stacks, env);
  const annotations = readAnnotations(output);
  const warnings = annotations.filter(({ level }) => level === "@cdktf/warn");
  // The library warns of the same ids at synth.
  const lines = [...warnings, ...warnOfSimilarIds(stacks)].map(describeAnnotation);
  for (const line of new Set(lines)) stderr.write(visibleLines(`Warning: ${line}\n`));
  const errors = annotations.filter(({ level }) => level === "@cdktf/error");
  if (errors.length > 0) {
    throw new UsageError(errors.map(describeAnnotation).join("\n"));
  }
  return stacks;
}

function describeAnnotation({ message, constructPath }: Omit<Annotation, "level">): string {
  return `${message} (at ${constructPath})`;
}

function readAnnotations(output: string): Annotation[] {
  const { stacks } = JSON.parse(readFileSync(path.join(output, MANIFEST_FILE), "utf8")) as {
    readonly stacks: Readonly<Record<string, { readonly annotations?: readonly Annotation[] }>>;
  };
  return Object.values(stacks).flatMap(({ annotations = [] }) => annotations);
}

/** Returns the environment that cdktf passes to the app. Terraform variables are for the plan, not for synthesis. */
function buildEnvironment(
  { output, context, relativeModules }: Project,
  env: ProcessContext["env"],
): ProcessContext["env"] {
  const inherited = Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("TF_VAR_")));
  return {
    NODE_OPTIONS,
    ...inherited,
    CDKTF_OUTDIR: output,
    CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS: "true",
    CDKTF_CONTEXT_JSON: JSON.stringify({
      ...(context ?? parseContext(env["CDKTF_CONTEXT_JSON"])),
      cdktfRelativeModules: relativeModules,
    }),
    SYNTH_HCL_OUTPUT: "false",
  };
}

function parseContext(json: string | undefined): object {
  if (json === undefined || json === "") return {};
  try {
    return JSON.parse(json) as object;
  } catch {
    throw new UsageError("the environment variable CDKTF_CONTEXT_JSON must contain JSON");
  }
}
