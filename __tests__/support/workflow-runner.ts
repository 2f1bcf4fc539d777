import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import type { Runner } from "./workflow-actions";
import { fill, fillAll, isTrue, type Result, type Scope } from "./workflow-expressions";
import { runSteps } from "./workflow-job";
import { readOutputs } from "./workflow-script";
import type { Job, Permissions, Workflow } from "./workflows";

/** What starts a workflow. */
export interface WorkflowEvent {
  /** Such as `pull_request`. */
  readonly name: string;
  readonly ref: string;
  /** The commit that is checked out. */
  readonly sha: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** A run of a workflow. */
export interface WorkflowRun {
  /** YAML of the workflow. */
  readonly text: string;
  readonly event: WorkflowEvent;
  /** Folders of the repository by commit or ref. */
  readonly commits: Readonly<Record<string, string>>;
  readonly vars?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  /** Environment of the runners, with `GITHUB_API_URL`. */
  readonly env: Readonly<Record<string, string>>;
  /** Tokens of jobs that may write to the repository, and of others. */
  readonly tokens?: { readonly write: string; readonly read: string };
  /** Whether the event is of a fork, whose token may write nothing. */
  readonly isFork?: boolean;
  /** Job during which a user cancels the run. */
  readonly cancelIn?: string | undefined;
  /** Folder for all files. */
  readonly folder: string;
}

/** What a job did. */
export interface JobRun {
  readonly result: Result;
  readonly outputs: Readonly<Record<string, string>>;
  readonly log: string;
}

/** Results by job. */
export type JobRuns = Readonly<Record<string, JobRun>>;

const WORKFLOW_KEYS = ["name", "on", "permissions", "concurrency", "jobs"];
const JOB_KEYS = [
  "if",
  "needs",
  "runs-on",
  "timeout-minutes",
  "permissions",
  "outputs",
  "steps",
  "strategy",
  "env",
  "environment",
  "continue-on-error",
];

/** Runs the jobs of a workflow one after the other. What it cannot play is an error. */
export async function runWorkflow(run: WorkflowRun): Promise<JobRuns> {
  const workflow = parse(run.text) as Workflow;
  refuseOthers("workflow", workflow, WORKFLOW_KEYS);
  if (!isStarted(workflow, run.event)) throw new Error(`${run.event.name} does not start this workflow`);
  const state: State = { run, ran: {}, ancestors: {}, cancelled: false };
  const left = new Map(Object.entries(workflow.jobs));
  while (left.size > 0) {
    const next = [...left].find(([, job]) => listNeeds(job).every((name) => name in state.ran));
    if (!next) throw new Error(`these jobs need each other: ${[...left.keys()].join(", ")}`);
    const [name, job] = next;
    refuseOthers(`job ${name}`, job, JOB_KEYS);
    state.ancestors[name] = [
      ...new Set(listNeeds(job).flatMap((one) => [one, ...(state.ancestors[one] ?? [])])),
    ];
    state.ran[name] = await runJob(name, job, workflow.permissions ?? {}, state);
    left.delete(name);
  }
  return state.ran;
}

interface State {
  readonly run: WorkflowRun;
  readonly ran: Record<string, JobRun>;
  /** All jobs that a job needs, directly or not. */
  readonly ancestors: Record<string, readonly string[]>;
  cancelled: boolean;
}

function isStarted({ on }: Workflow, { name, ref, payload }: WorkflowEvent): boolean {
  if (!(name in on)) return false;
  const { branches, ...others } = (on[name] ?? {}) as { readonly branches?: readonly string[] };
  refuseOthers(`trigger ${name}`, others, []);
  const { base } = (payload["pull_request"] ?? {}) as { readonly base?: { readonly ref: string } };
  return !branches || branches.includes(base?.ref ?? ref.replace("refs/heads/", ""));
}

function listNeeds({ needs = [] }: Job): readonly string[] {
  return typeof needs === "string" ? [needs] : needs;
}

function refuseOthers(what: string, value: object, known: readonly string[]): void {
  const unknown = Object.keys(value).filter((key) => !known.includes(key));
  if (unknown.length > 0) throw new Error(`cannot run a ${what} with ${unknown.join(", ")}`);
}

async function runJob(name: string, job: Job, permissions: Permissions, state: State): Promise<JobRun> {
  const results = (state.ancestors[name] ?? []).map((one) => state.ran[one]?.result);
  const needs = Object.fromEntries(listNeeds(job).map((one) => [one, state.ran[one]]));
  const { vars = {} } = state.run;
  const scope: Scope = {
    contexts: { github: buildGithub(state.run), needs, vars },
    status: combine(results),
    cancelled: state.cancelled,
  };
  if (!isTrue(job.if, scope)) return { result: "skipped", outputs: {}, log: "" };
  const legs: JobRun[] = [];
  for (const matrix of expand(job)) {
    const stops = job.strategy?.["fail-fast"] !== false && legs.some(({ result }) => result === "failure");
    legs.push(
      stops
        ? { result: "cancelled", outputs: {}, log: "" }
        : await runLeg(name, job, job.permissions ?? permissions, { ...scope.contexts, matrix }, state),
    );
  }
  const result = legs.length === 0 ? "failure" : combine(legs.map((leg) => leg.result));
  return {
    result: job["continue-on-error"] === true && result === "failure" ? "success" : result,
    outputs: Object.assign({}, ...legs.map(({ outputs }) => outputs)) as Record<string, string>,
    log: legs.map(({ log }) => log).join("\n"),
  };
}

/** A skipped job is not a success for the jobs that need it. */
function combine(results: readonly (Result | undefined)[]): Result {
  const worst = (["failure", "cancelled", "skipped"] as const).find((one) => results.includes(one));
  return worst ?? "success";
}

/** The combinations of a matrix of lists. */
function expand({ strategy }: Job): readonly Readonly<Record<string, unknown>>[] {
  return Object.entries(strategy?.matrix ?? {}).reduce<Readonly<Record<string, unknown>>[]>(
    (all, [name, values]) => {
      if (!Array.isArray(values) || name === "include" || name === "exclude")
        throw new Error(`cannot run a matrix with ${name}`);
      return all.flatMap((one) => values.map((value: unknown) => ({ ...one, [name]: value })));
    },
    [{}],
  );
}

async function runLeg(
  name: string,
  job: Job,
  permissions: Permissions,
  contexts: Readonly<Record<string, unknown>>,
  state: State,
): Promise<JobRun> {
  const { run } = state;
  const runner = prepare(name, permissions, state);
  const all = {
    ...contexts,
    github: { ...buildGithub(run), token: chooseToken(run, runner.permissions) },
    secrets: run.secrets ?? {},
    runner: { temp: runner.folder, os: "Linux" },
  };
  const env = fillAll(job.env, { contexts: all, status: "success", cancelled: false });
  const steps = { steps: job.steps ?? [], contexts: all, env, isAction: false };
  const { result, scope } = await runSteps(steps, runner);
  const outputs = Object.entries(job.outputs ?? {}).map(([output, value]) => [output, fill(value, scope)]);
  return {
    result,
    outputs: readOutputs(outputs as [string, string][]),
    log: runner.log.join("\n"),
  };
}

/** `id-token` is for other services. */
function chooseToken({ tokens }: WorkflowRun, permissions: Permissions): string {
  const mayWrite = Object.entries(permissions).some(
    ([key, level]) => key !== "id-token" && level === "write",
  );
  return (mayWrite ? tokens?.write : tokens?.read) ?? "";
}

function prepare(name: string, permissions: Permissions, state: State): Runner {
  const { run } = state;
  const folder = mkdtempSync(path.join(run.folder, `${name}-`));
  const workspace = path.join(folder, "work");
  const artifacts = path.join(run.folder, "artifacts");
  for (const one of [workspace, artifacts]) mkdirSync(one, { recursive: true });
  const event = path.join(folder, "event.json");
  writeFileSync(event, JSON.stringify(run.event.payload));
  const files = { GITHUB_WORKSPACE: workspace, GITHUB_EVENT_PATH: event, RUNNER_TEMP: folder };
  return {
    folder,
    workspace,
    artifacts,
    commits: run.commits,
    permissions: run.isFork ? withoutWriting(permissions) : permissions,
    env: { ...run.env, ...describeRun(run), GITHUB_JOB: name, ...files },
    afterStep: () => {
      state.cancelled ||= run.cancelIn === name;
      return run.cancelIn === name;
    },
    log: [],
  };
}

function withoutWriting(permissions: Permissions): Permissions {
  const reduced = Object.entries(permissions).map(([key, level]) => [
    key,
    level === "write" ? "read" : level,
  ]);
  return Object.fromEntries(reduced) as Permissions;
}

/** The variables that GitHub sets. */
function describeRun({ event }: WorkflowRun): Record<string, string> {
  return {
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_EVENT_NAME: event.name,
    GITHUB_REF: event.ref,
    GITHUB_SHA: event.sha,
    GITHUB_REPOSITORY: REPOSITORY,
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_RUN_ID: "42",
    GITHUB_RUN_ATTEMPT: "1",
  };
}

/** The repository of all runs. */
export const REPOSITORY = "acme/hello";

function buildGithub({ event }: WorkflowRun): Readonly<Record<string, unknown>> {
  return {
    event: event.payload,
    event_name: event.name,
    ref: event.ref,
    sha: event.sha,
    repository: REPOSITORY,
  };
}
