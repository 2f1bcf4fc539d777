import { mkdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import type { ProcessContext } from "../process-context";

/**
 * Returns the environment of Terraform, with a provider cache for all stacks. It is the same folder that cdktf uses, unless the user
 * configured a cache or disabled it (`CDKTF_DISABLE_PLUGIN_CACHE_ENV`).
 */
export function withPluginCache(env: ProcessContext["env"]): ProcessContext["env"] {
  const home = env["HOME"] ?? homedir();
  if (env["TF_PLUGIN_CACHE_DIR"] || isOn(env["CDKTF_DISABLE_PLUGIN_CACHE_ENV"]) || isConfigured(env, home))
    return env;
  const directory = path.join(home, ".terraform.d", "plugin-cache");
  try {
    // Terraform does not create it.
    mkdirSync(directory, { recursive: true });
  } catch {
    return env;
  }
  return { ...env, TF_PLUGIN_CACHE_DIR: directory };
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
