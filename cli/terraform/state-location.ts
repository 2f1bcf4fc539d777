import { existsSync, readFileSync, realpathSync } from "node:fs";
import path from "node:path";
import { isObject, isText, parseJson } from "../json";
import type { SynthesizedStack } from "../plan/synthesized";
import type { ProcessContext } from "../process-context";
import { locateDataFolder } from "./workspace";

/** File in the data folder where `terraform init` keeps the backend. OpenTofu has the same. */
const BACKEND_FILE = "terraform.tfstate";

/**
 * Arguments of backends that say where the state is. All others may contain secrets, or say who reads it, which may differ between a plan and
 * its apply.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend
 */
const PLACES = new Set([
  ...["bucket", "key", "prefix", "workspace_key_prefix", "region", "storage_account_name", "container_name"],
  ...["path", "workspace_dir", "namespace", "secret_suffix", "schema_name", "hostname", "organization"],
]);

type Config = Readonly<Record<string, unknown>>;

/** Paths of the local backend, with what Terraform uses if they are not set. */
const LOCAL_PATHS = { path: "terraform.tfstate", workspace_dir: "terraform.tfstate.d" };

/**
 * Returns where the state of an initialized stack is, without secrets, such as `s3 bucket=states key=web.tfstate region=eu-west-1`. Paths of
 * the local backend are absolute.
 */
export function describeStateLocation(
  stack: Pick<SynthesizedStack, "directory">,
  env: ProcessContext["env"],
): string {
  const { type, config } = readBackend(path.join(locateDataFolder(stack, env), BACKEND_FILE));
  const places = Object.entries(type === "local" ? resolveLocal(config, stack) : config)
    .filter(([name, value]) => PLACES.has(name) && typeof value === "string")
    .map(([name, value]) => `${name}=${String(value)}`);
  return [type, ...places.sort()].join(" ");
}

function resolveLocal(config: Config, { directory }: Pick<SynthesizedStack, "directory">): Config {
  const paths = {
    ...LOCAL_PATHS,
    ...Object.fromEntries(Object.entries(config).filter(([, value]) => isText(value))),
  };
  return Object.fromEntries(
    Object.entries(paths).map(([name, file]) => [name, path.resolve(realpathSync(directory), file)]),
  );
}

/** Without a backend in the code, Terraform uses the local one, and writes no file. */
function readBackend(file: string): { readonly type: string; readonly config: Config } {
  const content = existsSync(file) ? parseJson(readFileSync(file, "utf8")) : undefined;
  const { type, config } = isObject(content) && isObject(content["backend"]) ? content["backend"] : {};
  return { type: isText(type) ? type : "local", config: isObject(config) ? config : {} };
}
