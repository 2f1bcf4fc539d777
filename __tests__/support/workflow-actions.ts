import { cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import type { Scope } from "./workflow-expressions";

/** The runner of one job. */
export interface Runner {
  /** Parent of the folders of this job. */
  readonly folder: string;
  /** Where the repository is checked out. */
  readonly workspace: string;
  /** Environment of the runner, to which steps add. */
  readonly env: Record<string, string>;
  readonly permissions: Readonly<Record<string, string>>;
  /** Artifacts of the run, as folders by name. */
  readonly artifacts: string;
  /** Folders of the repository by commit or ref. */
  readonly commits: Readonly<Record<string, string>>;
  /** Called after each step of the job. Returns whether the run is cancelled now. */
  readonly afterStep: () => boolean;
  readonly log: string[];
}

/** A step failed, as it can on GitHub. Any other error is one of the test. */
export class StepFailed extends Error {}

type Inputs = Readonly<Record<string, string>>;

/** What actions of others do, where the workflows rely on it. */
const ACTIONS: Readonly<Record<string, (inputs: Inputs, scope: Scope, runner: Runner) => void>> = {
  "actions/checkout": checkOut,
  "actions/setup-node": () => undefined,
  "hashicorp/setup-terraform": () => undefined,
  "aws-actions/configure-aws-credentials": configureCredentials,
  "actions/upload-artifact": upload,
  "actions/download-artifact": download,
};

/**
 * Plays an action that is not in this repository.
 *
 * @throws Error for an action that is not known
 */
export function playAction(name: string, inputs: Inputs, scope: Scope, runner: Runner): void {
  const action = ACTIONS[name];
  if (!action) throw new Error(`cannot play the action ${name}`);
  action(inputs, scope, runner);
}

function checkOut(
  { ref = "" }: Inputs,
  { contexts }: Scope,
  { commits, workspace, permissions }: Runner,
): void {
  const { sha } = contexts["github"] as { readonly sha: string };
  const folder = commits[ref === "" ? sha : ref];
  if (folder === undefined) throw new StepFailed(`there is no commit or ref '${ref}'`);
  if (permissions["contents"] !== "read") throw new StepFailed("not allowed to read the repository");
  rmSync(workspace, { recursive: true, force: true });
  cpSync(folder, workspace, { recursive: true, verbatimSymlinks: true });
}

/** A fork, and a job without `id-token: write`, get no token for AWS. */
function configureCredentials(
  { "role-to-assume": role = "" }: Inputs,
  _: Scope,
  { env, permissions }: Runner,
): void {
  if (permissions["id-token"] !== "write" || role === "") throw new StepFailed("could not load credentials");
  env["AWS_ACCESS_KEY_ID"] = "key of the role";
}

function upload(inputs: Inputs, _: Scope, { artifacts, workspace }: Runner): void {
  const { name = "", path: folder = "", overwrite = "false" } = inputs;
  const source = path.join(workspace, folder);
  const target = path.join(artifacts, name);
  if (!existsSync(source)) {
    if (inputs["if-no-files-found"] === "error") throw new StepFailed(`no files were found in ${folder}`);
    return;
  }
  if (existsSync(target) && overwrite !== "true")
    throw new StepFailed("(409) Conflict: an artifact with this name already exists on the workflow run");
  rmSync(target, { recursive: true, force: true });
  cpSync(source, target, { recursive: true });
}

function download(
  { name = "", path: folder = "" }: Inputs,
  _: Scope,
  { artifacts, workspace }: Runner,
): void {
  const source = path.join(artifacts, name);
  if (!existsSync(source)) throw new StepFailed(`Artifact not found for name: ${name}`);
  mkdirSync(path.join(workspace, folder), { recursive: true });
  cpSync(source, path.join(workspace, folder), { recursive: true });
}
