import { existsSync, realpathSync } from "node:fs";
import path from "node:path";
import type { ProcessContext } from "./process-context";

/** Variables in which GitHub, GitLab, Azure Pipelines and Bitbucket name the folder of the repository. */
const CHECKOUT_VARIABLES = [
  "GITHUB_WORKSPACE",
  "CI_PROJECT_DIR",
  "BUILD_SOURCESDIRECTORY",
  "BITBUCKET_CLONE_DIR",
] as const;

/** Path of a workspace in Yarn's Plug'n'Play: what follows is in the folder that is `up` levels above the start. */
const VIRTUAL = /^(?<start>.*\/|)(?:__virtual__|\$\$virtual)\/[^/]+\/(?<up>\d{1,2})\/(?<rest>.+)$/s;

/** The repository that contains an app. */
export class Repository {
  /** Folder of the app, without symbolic links: Node reports the files of a program like this. */
  private readonly appFolder: string;
  private readonly root: string;

  /**
   * Finds the repository: the nearest folder with `.git`, or else the one that the pipeline names, or else the folder of the app.
   *
   * @param appFolder folder of `cdktf.json`
   */
  public constructor(appFolder: string, env: ProcessContext["env"]) {
    this.appFolder = resolveLinks(appFolder);
    this.root = findGitRoot(this.appFolder) ?? findCheckout(this.appFolder, env) ?? this.appFolder;
  }

  /**
   * Returns the path of a source file from the root of the repository, normalized and with `/` on every system.
   *
   * @param file path from the folder of the app, or an absolute path
   * @returns undefined if the file is outside the repository or part of a dependency
   */
  public locate(file: string): string | undefined {
    if (isUnknownHere(file)) return undefined;
    const real = resolveVirtual(file);
    const absolute = path.isAbsolute(real) ? resolveLinks(real) : path.join(this.appFolder, real);
    const relative = path.relative(this.root, absolute);
    if (relative === "" || !isInside(relative)) return undefined;
    const parts = relative.split(path.sep);
    return parts.includes("node_modules") ? undefined : parts.join("/");
  }
}

/** In a submodule or an additional worktree, `.git` is a file. */
function findGitRoot(directory: string): string | undefined {
  for (let root = directory; ; root = path.dirname(root)) {
    if (existsSync(path.join(root, ".git"))) return root;
    if (root === path.dirname(root)) return undefined;
  }
}

function findCheckout(directory: string, env: ProcessContext["env"]): string | undefined {
  return CHECKOUT_VARIABLES.map((name) => env[name] ?? "")
    .filter((folder) => path.isAbsolute(folder))
    .map(resolveLinks)
    .find((folder) => isInside(path.relative(folder, directory)));
}

/** @see https://yarnpkg.com/advanced/lexicon#virtual-package */
function resolveVirtual(file: string): string {
  const { start, up, rest } = VIRTUAL.exec(file)?.groups ?? {};
  return rest === undefined ? file : `${start}${"../".repeat(Number(up))}${rest}`;
}

/** A URL, or a path with a drive of Windows on another system. */
function isUnknownHere(file: string): boolean {
  return /^[a-z][a-z\d+.-]*:\/\//i.test(file) || (process.platform !== "win32" && /^[a-z]:[\\/]/i.test(file));
}

/** Whether a relative path stays in its folder. A path on a different drive of Windows is absolute. */
function isInside(relative: string): boolean {
  return relative.split(path.sep)[0] !== ".." && !path.isAbsolute(relative);
}

function resolveLinks(file: string): string {
  return existsSync(file) ? realpathSync(file) : path.resolve(file);
}
