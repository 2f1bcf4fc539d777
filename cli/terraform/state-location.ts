import { realpathSync } from "node:fs";
import path from "node:path";
import { isText, readObject, tryReadJsonFile } from "../json";
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
  // Without a backend in the code, Terraform uses the local one, and writes no file.
  const { type, config } = readInitializedBackend(stack, env) ?? { type: "local", config: {} };
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

/** A backend that `terraform init` set up. */
export interface InitializedBackend {
  readonly type: string;
  /** All its arguments; null for those that are not set. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** Returns the backend with which a stack is initialized; undefined if it is not, or has the local backend without arguments. */
export function readInitializedBackend(
  stack: Pick<SynthesizedStack, "directory">,
  env: ProcessContext["env"],
): InitializedBackend | undefined {
  const backend = readObject(
    tryReadJsonFile(path.join(locateDataFolder(stack, env), BACKEND_FILE)),
    "backend",
  );
  const { type } = backend;
  return isText(type) ? { type, config: readObject(backend, "config") } : undefined;
}
