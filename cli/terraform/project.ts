import { existsSync } from "node:fs";
import path from "node:path";
import { UsageError } from "../errors";
import { isObject, readJsonFile } from "../json";
import type { ProcessContext } from "../process-context";

/** Settings file of the project. */
export const SETTINGS_FILE = "cdktf.json";
/** Folder that cdktf synthesizes to unless `output` is set. */
export const OUTPUT_FOLDER = "cdktf.out";

/** Settings in `cdktf.json`. */
export interface Project {
  /** Folder of `cdktf.json`. */
  readonly directory: string;
  /** Command that synthesizes the app: `CDKTF_APP`, or that in `cdktf.json`. */
  readonly app?: string;
  /** Output folder, absolute or relative to the folder of `cdktf.json`: `CDKTF_OUTPUT`, or that in `cdktf.json`. */
  readonly output: string;
  /** Context of the app. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** Sources of Terraform modules with a relative path. */
  readonly relativeModules: readonly string[];
}

/**
 * Reads `cdktf.json` in a folder or its nearest parent.
 *
 * @throws UsageError if it does not exist or cannot be read
 */
export function findProject(cwd: string, env: ProcessContext["env"]): Project {
  const project = tryFindProject(cwd, env);
  if (project) return project;
  throw new UsageError(
    `there is no cdktf.json in ${cwd} or its parent folders: run this in the folder of the app`,
  );
}

/**
 * Reads `cdktf.json` in a folder or its nearest parent; undefined if it does not exist. As in cdktf, `CDKTF_APP` and `CDKTF_OUTPUT` have
 * precedence over it.
 *
 * @see https://github.com/hashicorp/terraform-cdk/blob/v0.21.0/packages/cdktf-cli/src/bin/cdktf.ts
 * @throws UsageError if it cannot be read
 */
export function tryFindProject(cwd: string, env: ProcessContext["env"]): Project | undefined {
  const directory = findSettingsFolder(path.resolve(cwd));
  if (directory === undefined) return undefined;
  const file = path.join(directory, SETTINGS_FILE);
  const settings = readSettings(file);
  const { context, terraformModules } = settings;
  for (const name of ["app", "output"]) {
    if (settings[name] !== undefined && typeof settings[name] !== "string")
      throw new UsageError(`'${name}' in ${file} must be a string`);
  }
  const app = env["CDKTF_APP"] || settings["app"];
  const output = env["CDKTF_OUTPUT"] || settings["output"] || OUTPUT_FOLDER;
  return {
    directory,
    ...(app !== undefined && { app: app as string }),
    output: output as string,
    ...(isObject(context) && { context }),
    relativeModules: listRelativeModules(terraformModules),
  };
}

/**
 * Returns the nearest folder with `cdktf.json`: a folder or one of its parents.
 *
 * @param directory absolute path
 */
export function findSettingsFolder(directory: string): string | undefined {
  if (existsSync(path.join(directory, SETTINGS_FILE))) return directory;
  const parent = path.dirname(directory);
  return parent === directory ? undefined : findSettingsFolder(parent);
}

/** Absolute path of the output folder. */
export function locateOutput({ directory, output }: Pick<Project, "directory" | "output">): string {
  return path.resolve(directory, output);
}

/**
 * Returns the project of an app that was synthesized elsewhere: with the `cdktf.json` in a parent of its output folder, or else in the
 * current folder or its parents. It need not have one.
 *
 * @param output output folder
 * @throws UsageError if a `cdktf.json` cannot be read
 */
export function findSynthesizedProject(cwd: string, output: string): Project {
  const folder = path.resolve(cwd, output);
  const project = tryFindProject(folder, {}) ??
    tryFindProject(cwd, {}) ?? { directory: cwd, relativeModules: [] };
  return { ...project, output: folder };
}

function readSettings(file: string): Record<string, unknown> {
  const settings = readJsonFile(file);
  if (!isObject(settings)) throw new UsageError(`${file} must contain a JSON object`);
  return settings;
}

/** `cdktf.json` lists modules as strings or as objects with a source. */
function listRelativeModules(modules: unknown): string[] {
  if (!Array.isArray(modules)) return [];
  return modules
    .map((module: unknown) => (isObject(module) ? module["source"] : module))
    .filter((source) => typeof source === "string")
    .filter((source) => /^\.\.?\//.test(source));
}
