import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/** A part of a JSON document. */
export type Json = Readonly<Record<string, unknown>>;

/** The recording of one stack. */
export interface RecordedStack {
  /** `cdk.tf.json`, reduced to its metadata and its references to other stacks. */
  readonly synthesized: Json;
  /** `terraform show -json` of the plan, if there is a plan. */
  readonly plan?: RecordedPlan;
  /** Terraform's message, if it failed. */
  readonly error?: string;
}

/** The part of a plan that all recordings have. */
export interface RecordedPlan extends Json {
  readonly resource_changes?: readonly RecordedChange[];
}

/** One resource of a recorded plan. */
interface RecordedChange {
  readonly address: string;
  readonly previous_address?: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly replace_paths?: readonly unknown[];
    readonly importing?: unknown;
  };
}

/** A recording: the manifest, and the stacks by name. */
export interface Recording {
  readonly manifest: Json;
  readonly stacks: Readonly<Record<string, RecordedStack>>;
}

/** Plan members that a review reads. */
const READ =
  /^(format_version|terraform_version|resource_changes|output_changes|resource_drift|checks|relevant_attributes|errored|applyable|complete|timestamp|deferred_.*|deferred|action_invocations)$/;

/** A plan without its largest parts, which a review never reads. */
export function cutPlan(plan: Json): RecordedPlan {
  const region = partOf(plan, "configuration", "provider_config", "aws", "expressions", "region");
  return {
    ...Object.fromEntries(Object.entries(plan).filter(([key]) => READ.test(key))),
    // The rest of a provider's configuration depends on the recording machine.
    ...(region !== undefined && { configuration: { provider_config: { aws: { expressions: { region } } } } }),
  };
}

function partOf(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce((part, key) => (part as Json | undefined)?.[key], value);
}

/** A synthesized stack with only its metadata, that of its elements, and its references to outputs of other stacks. */
export function cutSynthesized(stack: Json): Json {
  const cut = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    const kept = Object.entries(value)
      .map(([key, part]) => [key, key === "//" ? (part as unknown) : cut(part)] as const)
      .filter(([, part]) => part !== undefined);
    return kept.length === 0 ? undefined : Object.fromEntries(kept);
  };
  const read = JSON.stringify(stack).match(/\bdata\.terraform_remote_state\.[\w-]+\.outputs\.[\w-]+/g) ?? [];
  const references = [...new Set(read)].toSorted();
  return { ...(cut(stack) as Json), ...(references.length > 0 && { references }) };
}

/** Writes a recording to a folder, and replaces its content. */
export function writeRecording(folder: string, { manifest, stacks }: Recording): void {
  rmSync(folder, { recursive: true, force: true });
  writeJson(path.join(folder, "manifest.json"), manifest);
  for (const [name, { synthesized, plan, error }] of Object.entries(stacks)) {
    const directory = path.join(folder, "stacks", name);
    writeJson(path.join(directory, "cdk.tf.json"), synthesized);
    if (plan !== undefined) writeJson(path.join(directory, "plan.json"), plan);
    if (error !== undefined) writeFileSync(path.join(directory, "error.txt"), error);
  }
}

/** Reads a recording of `writeRecording`. */
export function readRecording(folder: string): Recording {
  const names = readdirSync(path.join(folder, "stacks"));
  return {
    manifest: readJson(path.join(folder, "manifest.json")) ?? {},
    stacks: Object.fromEntries(names.map((name) => [name, readStack(path.join(folder, "stacks", name))])),
  };
}

/** The action of a plan on each changed resource, and the attributes that replace it. */
export function outlineOf(recording: Recording): Json {
  return Object.fromEntries(
    Object.entries(recording.stacks).map(([name, { plan }]) => [name, plan && outlineOfPlan(plan)]),
  );
}

function outlineOfPlan({ resource_changes: changes = [] }: RecordedPlan): Json {
  return Object.fromEntries(
    changes
      .filter(
        ({ previous_address: moved, change }) =>
          change.actions.join() !== "no-op" || moved || change.importing,
      )
      .map(({ address, previous_address: moved, change: { actions, replace_paths: paths } }) => {
        return [address, { actions, paths, moved }];
      }),
  );
}

function readStack(directory: string): RecordedStack {
  return {
    synthesized: readJson(path.join(directory, "cdk.tf.json")) ?? {},
    plan: readJson(path.join(directory, "plan.json")),
    error: readText(path.join(directory, "error.txt")),
  };
}

function readJson(file: string): Json | undefined {
  const text = readText(file);
  return text === undefined ? undefined : (JSON.parse(text) as Json);
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function writeJson(file: string, value: unknown): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(value, undefined, 1)}\n`);
}
