import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import path from "node:path";
import { locateState } from "../../contract/state-location";
import { UsageError } from "../errors";
import { isObject, isText, listObjects, parseJson, readMember, readObject, tryReadJsonFile } from "../json";
import { DEFAULT_WORKSPACE, type LeftStack } from "../model";
import { MalformedJson } from "../plan/json-scanner";
import { STACK_FILE, type SynthesizedStack } from "../plan/synthesized";
import { formatCommand } from "../text/command-line";
import { formatCount } from "../text/lists";
import { inParallel } from "./in-parallel";
import { readInitializedBackend } from "./state-location";
import type { Terraform } from "./terraform";
import { findWorkspace } from "./workspace";

/**
 * Folder in the output folder with a folder for each stack.
 *
 * @see https://github.com/hashicorp/terraform-cdk/blob/v0.21.0/packages/cdktf/lib/manifest.ts
 */
const STACKS_FOLDER = "stacks";

/**
 * File of the state of a stack without a backend.
 *
 * @see https://github.com/hashicorp/terraform-cdk/blob/v0.21.0/packages/cdktf/lib/backends/local-backend.ts
 */
const STATE_FILE = /^terraform\.(.+)\.tfstate$/;

type Env = Terraform["env"];

/** A backend of a stack, as in the code or as initialized. */
interface Backend {
  readonly type: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** The state of a stack that is not in the app. */
interface LeftState {
  readonly name: string;
  readonly workspace: string;
  /** Where the state is, in words. */
  readonly label: string;
  /** File of the state. Absent if the backend is not local. */
  readonly file?: string;
  /** Folder of the stack in the output folder. Absent if only the state is left. */
  readonly directory?: string;
}

/**
 * Finds stacks that were deployed and are not in the app now, from the folders that they left in the output folder, and from state files
 * next to those of the app. The folders of such stacks stay until `cdktf synth` or `rm` deletes them.
 *
 * @param stacks all stacks of the app
 * @param output absolute path of the output folder
 * @param parallelism how many states to read at the same time
 * @returns stacks whose states have resources, or cannot be read; not those whose resources are in a state of the app too, because the stack
 *   has a new name and its state was copied: destroying the old stack would destroy them
 * @see https://github.com/hashicorp/terraform-cdk/blob/v0.21.0/packages/%40cdktf/cli-core/src/lib/synth-stack.ts
 */
export async function findLeftStacks(
  stacks: readonly SynthesizedStack[],
  output: string,
  terraform: Terraform,
  parallelism: number,
): Promise<LeftStack[]> {
  const { env } = terraform;
  const own = stacks.flatMap(({ directory }) =>
    readBackends(directory, env).map((backend) => ({ backend, directory })),
  );
  const places = new Set(own.map(({ backend, directory }) => describe(backend, directory).place));
  const ownFiles = own.flatMap(({ backend, directory }) => listStateFiles(backend, directory));
  const ownPaths = ownFiles.map(({ file }) => realPath(file));
  const files = new Set(ownPaths);
  const folders = listFolders(output, stacks);
  const left = folders.flatMap((directory) => listStates(directory, env, places));
  for (const folder of new Set(ownFiles.map(({ file }) => path.dirname(file))))
    left.push(...listFiles(folder));
  const unique = left.filter(({ file }) => {
    const isNew = file === undefined || !files.has(realPath(file));
    if (file !== undefined) files.add(realPath(file));
    return isNew;
  });
  const read = await inParallel(unique, parallelism, async (state) => {
    return { state, resources: await readResources(state, terraform) };
  });
  const found = read.filter(({ resources }) => resources?.length !== 0);
  if (found.length === 0) return [];
  const remote = own.filter(({ backend }) => backend.type !== "local").map(({ directory }) => directory);
  const states = [...ownPaths.map((file) => ({ file })), ...remote.map((directory) => ({ directory }))];
  const used = await inParallel(states, parallelism, (state) => readResources(state, terraform));
  const ids = new Set(used.flatMap((resources = []) => resources));
  return found
    .filter(
      ({ resources }) => resources === undefined || !resources.some((id) => id !== undefined && ids.has(id)),
    )
    .map(({ state, resources }) => explain(state, resources?.length, terraform.program));
}

/** Lists the folders of stacks in the output folder that no stack of the app has. */
function listFolders(output: string, stacks: readonly SynthesizedStack[]): string[] {
  const own = new Set(stacks.map(({ directory }) => realPath(directory)));
  return listDirectories(path.join(output, STACKS_FOLDER)).filter(
    (folder) => existsSync(path.join(folder, STACK_FILE)) && !own.has(realPath(folder)),
  );
}

/** Lists the states of a folder that no stack of the app has. A backend that is not local must be initialized: nothing else shows that it was used. */
function listStates(directory: string, env: Env, places: ReadonlySet<string>): LeftState[] {
  const name = path.basename(directory);
  const backends = readBackends(directory, env);
  if (backends.some((backend) => places.has(describe(backend, directory).place))) return [];
  const isInitialized = readInitialized(directory, env) !== undefined;
  return backends.flatMap((backend, index): LeftState[] => {
    if (backend.type === "local")
      return listStateFiles(backend, directory).map((state) => ({
        ...state,
        name,
        directory,
        label: state.file,
      }));
    if (index > 0 || !isInitialized) return [];
    const workspace = backend.type === "cloud" ? DEFAULT_WORKSPACE : findWorkspace({ directory }, env);
    return [{ name, workspace, directory, label: describe(backend, directory).label }];
  });
}

/** Lists state files in a folder with the names that cdktf chooses. */
function listFiles(folder: string): LeftState[] {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.flatMap((entry) => {
    const name = STATE_FILE.exec(entry)?.[1];
    const file = path.join(folder, entry);
    return name === undefined ? [] : [{ name, workspace: DEFAULT_WORKSPACE, label: file, file }];
  });
}

/** Returns the backend that `init` set up, and then the one in the code. */
function readBackends(directory: string, env: Env): Backend[] {
  const block = readObject(tryReadJsonFile(path.join(directory, STACK_FILE)), "terraform");
  const [[type, config] = ["local", {}]] = Object.entries(readObject(block, "backend"));
  const written = isObject(block["cloud"])
    ? { type: "cloud", config: block["cloud"] }
    : { type, config: isObject(config) ? config : {} };
  const initialized = readInitialized(directory, env);
  return initialized ? [initialized, written] : [written];
}

/** Returns the backend that `init` set up, with the arguments that are set. */
function readInitialized(directory: string, env: Env): Backend | undefined {
  const backend = readInitializedBackend({ directory }, env);
  const set = Object.entries(backend?.config ?? {}).filter(([, value]) => value !== null);
  return backend && { type: backend.type, config: Object.fromEntries(set) };
}

function describe({ type, config }: Backend, directory: string): { place: string; label: string } {
  const block = type === "cloud" ? { cloud: config } : { backend: { [type]: config } };
  const found = locateState(block, (file) => path.resolve(directory, file));
  return found ?? { place: JSON.stringify([type, config]), label: `${type} backend` };
}

/** Lists the files of a local backend: that of the workspace `default`, and those of the others. */
function listStateFiles(
  { type, config }: Backend,
  directory: string,
): Required<Pick<LeftState, "workspace" | "file">>[] {
  if (type !== "local") return [];
  const { path: file, workspace_dir: folder } = config;
  const states = path.resolve(directory, isText(folder) ? folder : "terraform.tfstate.d");
  return [
    {
      workspace: DEFAULT_WORKSPACE,
      file: path.resolve(directory, isText(file) ? file : "terraform.tfstate"),
    },
    ...listDirectories(states).map((one) => ({
      workspace: path.basename(one),
      file: path.join(one, "terraform.tfstate"),
    })),
  ];
}

/**
 * Returns the type and id of each resource in a state that Terraform would destroy; undefined for one without an id. Undefined if the state
 * cannot be read.
 */
async function readResources(
  { file, directory }: Pick<LeftState, "file" | "directory">,
  terraform: Terraform,
): Promise<(string | undefined)[] | undefined> {
  if (file !== undefined) {
    const text = existsSync(file) ? readFileSync(file, "utf8").trim() : "";
    return text === "" ? [] : listResources(parseJson(text));
  }
  try {
    const state = await terraform.pullState(directory ?? "");
    return state === undefined ? [] : listResources(state);
  } catch (error) {
    if (error instanceof UsageError || error instanceof MalformedJson) return undefined;
    throw error;
  }
}

/** OpenTofu may encrypt a state, and Terraform before 0.12 wrote a different format. */
function listResources(state: unknown): (string | undefined)[] | undefined {
  if (!isObject(state) || !Array.isArray(state["resources"])) return undefined;
  const managed = listObjects(state["resources"]).filter(({ mode }) => mode === "managed");
  return managed.flatMap(({ type, instances }) =>
    listObjects(instances).map((instance) => {
      const id = readMember(instance, "attributes", "id");
      return isText(id) ? JSON.stringify([type, id]) : undefined;
    }),
  );
}

function explain(state: LeftState, resources: number | undefined, program: string): LeftStack {
  const { name, workspace, label } = state;
  const isDefault = workspace === DEFAULT_WORKSPACE;
  const content =
    resources === undefined
      ? "its state cannot be read and may still have resources"
      : `its state still has ${formatCount(resources, "resource")}`;
  const lines = [
    `${name} is not in this app now, but ${content}: ${label}${isDefault ? "" : `, workspace ${workspace}`}.`,
    ...explainDestroy(state, program),
    ...explainMove(state, program),
    "If it belongs to a different environment of this app, give each environment its own output folder.",
  ];
  return {
    name,
    ...(!isDefault && { workspace }),
    state: label,
    ...(resources !== undefined && { resources }),
    message: lines.join("\n"),
  };
}

function explainDestroy({ name, workspace, directory }: LeftState, program: string): string[] {
  const select = selectWorkspace(workspace);
  const again = `  ${select}${formatCommand("npx", "cdktf", "destroy", name)}`;
  if (directory === undefined)
    return ["If it belongs to this app: to destroy it, put its code back and run:", again];
  return [
    "To destroy it, run this while its folder exists ('cdktf synth' and 'cdktf deploy' delete the folder):",
    `  ${select}${formatCommand(program, `-chdir=${directory}`, "destroy")}`,
    "Without the folder, put its code back and run:",
    again,
  ];
}

/** The addresses of resources do not contain the name of the stack. */
function explainMove({ file, directory, workspace }: LeftState, program: string): string[] {
  const start =
    "If only its name has changed, do not destroy it. Before you apply the stack with the new name (NEW),";
  if (file !== undefined && STATE_FILE.test(path.basename(file))) {
    const moved = path.join(path.dirname(file), "terraform.NEW.tfstate");
    return [`${start} move the state:`, `  ${formatCommand("mv", "-n", file, moved)}`];
  }
  if (directory === undefined) return [];
  const select = selectWorkspace(workspace);
  const renamed = path.join(path.dirname(directory), "NEW");
  const pull = formatCommand(program, `-chdir=${directory}`, "state", "pull");
  const push = formatCommand(program, `-chdir=${renamed}`, "state", "push", "-");
  return [
    `${start} plan it, copy the state, and then delete the old folder and the old state:`,
    `  ${select}${pull} | ${select}${push}`,
  ];
}

function selectWorkspace(workspace: string): string {
  return workspace === DEFAULT_WORKSPACE ? "" : `TF_WORKSPACE=${formatCommand(workspace)} `;
}

function listDirectories(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => path.join(folder, name));
}

/** Two paths that differ only in case may be the same file. */
function realPath(file: string): string {
  return existsSync(file) ? realpathSync.native(file) : file;
}
