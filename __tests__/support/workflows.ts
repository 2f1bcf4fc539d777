import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse, stringify } from "yaml";

const GITHUB = path.resolve(__dirname, "../../.github");

/** A step of a job or of a composite action. */
export interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly id?: string;
  readonly if?: string | boolean;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly shell?: string;
  readonly "working-directory"?: string;
  readonly "continue-on-error"?: boolean | string;
}

/** What the token of a job may do. */
export type Permissions = Readonly<Record<string, string>>;

/** A job of a workflow: steps, or a call of a workflow. */
export interface Job {
  readonly if?: string | boolean;
  readonly permissions?: Permissions;
  readonly needs?: string | readonly string[];
  readonly uses?: string;
  readonly steps?: readonly Step[];
  readonly env?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly "continue-on-error"?: boolean;
  readonly strategy?: {
    readonly matrix?: Readonly<Record<string, unknown>>;
    readonly "fail-fast"?: boolean;
  };
}

/** The parts of a workflow that the tests read. */
export interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Permissions;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** The parts of a composite action that the tests read. */
export interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly outputs?: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

/** The Dependabot settings that the tests read. */
export interface Dependabot {
  readonly updates: readonly {
    readonly "package-ecosystem": string;
    readonly schedule: { readonly interval: string };
    readonly groups: Readonly<Record<string, { readonly patterns: readonly string[] }>>;
    readonly ignore?: readonly { readonly "dependency-name": string }[];
  }[];
}

/** Names of the files in `.github/workflows`. */
export const WORKFLOWS = readdirSync(path.join(GITHUB, "workflows"));

/** Names of the folders in `.github/actions`. */
export const ACTIONS = readdirSync(path.join(GITHUB, "actions"));

/** The text of a workflow. */
export function readWorkflow(name: string): string {
  return readFileSync(path.join(GITHUB, "workflows", name), "utf8");
}

/** The workflows for GitHub in the page about pull requests. One with jobs only replaces those of `plan-review.yml`. */
export function documentedWorkflows(): string[] {
  const page = readFileSync(path.join(GITHUB, "../docs/plan-review-in-ci.md"), "utf8");
  return [...page.matchAll(/^```yaml\n(.*?)^```$/gms)]
    .map(([, text = ""]) => text)
    .filter((text) => text.includes("runs-on:"))
    .map((text) => (text.startsWith("jobs:") ? replaceJobs(text) : text));
}

function replaceJobs(text: string): string {
  const workflow = parseWorkflow("plan-review.yml");
  const { jobs } = parse(text) as Workflow;
  return stringify({ ...workflow, jobs: { ...workflow.jobs, ...jobs } });
}

/** A parsed workflow. */
export function parseWorkflow(name: string): Workflow {
  return parse(readWorkflow(name)) as Workflow;
}

/** The Dependabot settings. */
export function parseDependabot(): Dependabot {
  return parse(readFileSync(path.join(GITHUB, "dependabot.yml"), "utf8")) as Dependabot;
}

/** A parsed composite action. */
export function parseAction(name: string): Action {
  return parse(readFileSync(path.join(GITHUB, "actions", name, "action.yml"), "utf8")) as Action;
}

/** A parsed action; undefined if the file does not exist. */
export function parseActionFile(file: string): Action | undefined {
  return existsSync(file) ? (parse(readFileSync(file, "utf8")) as Action) : undefined;
}

/** The result of a script. */
export interface ScriptResult {
  readonly exitCode: number | null;
  readonly output: string;
}

/**
 * Runs the script of a step as GitHub does for `shell: bash`.
 *
 * @param step a step with `run`
 * @param cwd the working directory
 * @param environment the variables of the step
 */
export function runStep(
  step: Step,
  cwd: string,
  environment: Readonly<Record<string, string>>,
): ScriptResult {
  const script = path.join(cwd, "step.sh");
  writeFileSync(script, step.run ?? "");
  const env = { ...environment, PATH: `${path.join(cwd, "bin")}:${process.env["PATH"] ?? ""}` };
  const { status, stdout, stderr } = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", script], {
    cwd,
    env,
    encoding: "utf8",
  });
  return { exitCode: status, output: stdout + stderr };
}

/**
 * Adds a program to the PATH of the steps that run in a folder.
 *
 * @param cwd the folder
 * @param name of the program
 * @param script its bash code
 */
export function fakeProgram(cwd: string, name: string, script: string): void {
  mkdirSync(path.join(cwd, "bin"), { recursive: true });
  const file = path.join(cwd, "bin", name);
  writeFileSync(file, `#!/usr/bin/env bash\n${script}`);
  chmodSync(file, 0o755);
}
