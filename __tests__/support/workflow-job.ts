import { existsSync } from "node:fs";
import path from "node:path";
import { playAction, type Runner, StepFailed } from "./workflow-actions";
import { fill, fillAll, isTrue, type Result, type Scope } from "./workflow-expressions";
import { readOutputs, runScript } from "./workflow-script";
import { parseActionFile, type Step } from "./workflows";

/** Steps that run with the same contexts: those of a job or of a composite action. */
interface Steps {
  readonly steps: readonly Step[];
  readonly contexts: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string>>;
  readonly isAction: boolean;
}

interface StepResult {
  /** What happened. */
  readonly outcome: Result;
  /** The same with `continue-on-error`. */
  readonly conclusion: Result;
  readonly outputs: Readonly<Record<string, string>>;
}

/** The result of the steps of a job or an action. */
export interface Ran {
  readonly result: Result;
  /** The contexts of a job's or action's outputs. */
  readonly scope: Scope;
}

const STEP_KEYS = [
  "id",
  "name",
  "if",
  "uses",
  "with",
  "run",
  "env",
  "shell",
  "working-directory",
  "continue-on-error",
];

/** Runs steps in their order. */
export async function runSteps({ steps, contexts, env, isAction }: Steps, runner: Runner): Promise<Ran> {
  const results: Record<string, StepResult> = {};
  let result: Result = "success";
  let cancelled = false;
  const scope = (): Scope => {
    const status = isAction ? {} : { job: { status: result } };
    return { contexts: { ...contexts, steps: results, env, ...status }, status: result, cancelled };
  };
  for (const [index, step] of steps.entries()) {
    const unknown = Object.keys(step).filter((key) => !STEP_KEYS.includes(key));
    if (unknown.length > 0) throw new Error(`cannot run a step with ${unknown.join(", ")}`);
    const ran = isTrue(step.if, scope())
      ? await runStep(step, scope(), env, isAction, runner)
      : { outcome: "skipped" as const, conclusion: "skipped" as const, outputs: {} };
    results[step.id ?? `__${index}`] = ran;
    if (ran.conclusion === "failure" && result === "success") result = "failure";
    if (!isAction && runner.afterStep()) {
      cancelled = true;
      result = "cancelled";
    }
  }
  return { result, scope: scope() };
}

async function runStep(
  step: Step,
  scope: Scope,
  env: Readonly<Record<string, string>>,
  isAction: boolean,
  runner: Runner,
): Promise<StepResult> {
  const stepEnv = { ...env, ...fillAll(step.env, scope) };
  const withEnv = { ...scope, contexts: { ...scope.contexts, env: stepEnv } };
  runner.log.push(`# ${step.name ?? step.uses ?? step.run ?? ""}`);
  try {
    const outputs =
      step.uses === undefined
        ? await runCommand(step, withEnv, stepEnv, isAction, runner)
        : await use(step.uses, fillAll(step.with, withEnv), withEnv, stepEnv, runner);
    return { outcome: "success", conclusion: "success", outputs };
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    runner.log.push(error.message);
    const isIgnored = fill(step["continue-on-error"] ?? false, withEnv) === "true";
    const outputs = error instanceof ScriptFailed ? error.outputs : {};
    return { outcome: "failure", conclusion: isIgnored ? "success" : "failure", outputs };
  }
}

/** A failed script or action, whose outputs are kept. */
class ScriptFailed extends StepFailed {
  public constructor(
    message: string,
    public readonly outputs: Readonly<Record<string, string>>,
  ) {
    super(message);
  }
}

async function runCommand(
  step: Step,
  scope: Scope,
  env: Readonly<Record<string, string>>,
  isAction: boolean,
  runner: Runner,
): Promise<Readonly<Record<string, string>>> {
  if (isAction && step.shell === undefined) throw new Error("a script of an action needs a shell");
  const cwd = path.join(runner.workspace, fill(step["working-directory"] ?? ".", scope));
  if (!existsSync(cwd)) throw new StepFailed(`there is no folder ${cwd}`);
  const ran = await runScript(
    fill(step.run, scope),
    step.shell,
    cwd,
    { ...runner.env, ...env },
    runner.folder,
  );
  runner.log.push(ran.output);
  Object.assign(runner.env, ran.env);
  if (ran.exitCode === 0) return ran.outputs;
  throw new ScriptFailed(`exit code ${String(ran.exitCode)}`, ran.outputs);
}

async function use(
  uses: string,
  inputs: Readonly<Record<string, string>>,
  scope: Scope,
  env: Readonly<Record<string, string>>,
  runner: Runner,
): Promise<Readonly<Record<string, string>>> {
  if (!uses.startsWith("./")) {
    playAction(uses.replace(/@.*/, ""), inputs, scope, runner);
    return {};
  }
  const action = parseActionFile(path.join(runner.workspace, uses, "action.yml"));
  if (!action) throw new StepFailed(`there is no action ${uses}: is the repository checked out?`);
  if (action.runs.using !== "composite") throw new Error(`cannot run an action with ${action.runs.using}`);
  const unknown = Object.keys(inputs).filter((name) => action.inputs[name] === undefined);
  if (unknown.length > 0) throw new Error(`${uses} has no input ${unknown.join(", ")}`);
  const { github, runner: machine, matrix } = scope.contexts as Record<string, unknown>;
  const defaults = Object.entries(action.inputs).map(([name, input]) => [name, input.default ?? ""]);
  const filled = fillAll(Object.fromEntries(defaults) as Record<string, string>, {
    ...scope,
    contexts: { github },
  });
  const contexts = { github, runner: machine, matrix, inputs: { ...filled, ...inputs } };
  const ran = await runSteps({ steps: action.runs.steps, contexts, env, isAction: true }, runner);
  const values = Object.entries(action.outputs ?? {}).map(([name, { value }]) => [
    name,
    fill(value, ran.scope),
  ]);
  const outputs = readOutputs(values as [string, string][]);
  if (ran.result === "success") return outputs;
  throw new ScriptFailed(`the action ended with ${ran.result}`, outputs);
}
