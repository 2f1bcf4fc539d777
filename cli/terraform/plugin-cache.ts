import { accessSync, constants, mkdirSync, readFileSync } from "node:fs";
import { homedir, userInfo } from "node:os";
import path from "node:path";
import type { ProcessContext } from "../process-context";

/**
 * Returns the environment of Terraform, with a provider cache for all stacks. It is the same folder that cdktf uses, unless the user
 * configured a cache or disabled it (`CDKTF_DISABLE_PLUGIN_CACHE_ENV`).
 */
export function withPluginCache(env: ProcessContext["env"]): ProcessContext["env"] {
  const home = findHome(env);
  if (home === undefined) return env;
  if (env["TF_PLUGIN_CACHE_DIR"] || isOn(env["CDKTF_DISABLE_PLUGIN_CACHE_ENV"]) || isConfigured(env, home))
    return env;
  const directory = path.join(home, ".terraform.d", "plugin-cache");
  try {
    // Terraform does not create it.
    mkdirSync(directory, { recursive: true });
    accessSync(directory, constants.W_OK);
  } catch {
    return env;
  }
  return { ...env, TF_PLUGIN_CACHE_DIR: directory };
}

/** Returns the home folder as Terraform finds it: an empty `HOME` is the same as none. A relative one would depend on the current folder. */
function findHome(env: ProcessContext["env"]): string | undefined {
  try {
    const home = env["HOME"] || homedir() || userInfo().homedir;
    return path.isAbsolute(home) ? home : undefined;
  } catch {
    // The user of a container may have no home folder.
    return undefined;
  }
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && !["", "0", "false"].includes(value.toLowerCase());
}

/** Whether the configuration file of Terraform sets a cache. */
function isConfigured(env: ProcessContext["env"], home: string): boolean {
  const file = env["TF_CLI_CONFIG_FILE"] ?? path.join(home, ".terraformrc");
  try {
    return /^[ \t]*plugin_cache_dir[ \t]*=/m.test(readFileSync(file, "utf8"));
  } catch {
    return false;
  }
}
