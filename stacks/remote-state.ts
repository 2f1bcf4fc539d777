import type { TerraformBackend, TerraformRemoteState, TerraformStack } from "cdktf";
import { readOverrides } from "../modules/core/cdktf-internals";
import { isRecord } from "../modules/core/values";

type Settings = Record<string, unknown>;

/** The part of the Terraform JSON with the backend. */
interface BackendJson {
  readonly terraform: { backend?: Record<string, Settings>; cloud?: Settings };
}

/**
 * Arguments that lock a state. `terraform_remote_state` only reads
 * ([source](https://github.com/hashicorp/terraform/blob/main/internal/builtin/providers/terraform/data_source_state.go)).
 */
const LOCKING: ReadonlySet<string> = new Set(["use_lockfile", "dynamodb_table"]);

/**
 * Makes `state` read with the settings that the backend of `stack` has at synth, with all overrides. Overrides of `state` itself have
 * precedence.
 *
 * @param state remote state in the stack that reads
 * @param stack stack whose state is read
 * @param backend its backend
 */
export function followBackend(
  state: TerraformRemoteState,
  stack: TerraformStack,
  backend: TerraformBackend,
): void {
  const created: unknown = Reflect.get(state, "config");
  const { workspace, defaults } = (isRecord(created) ? created : {}) as Settings;
  Object.defineProperties(state, {
    backend: { get: () => (typeOf(stack, backend) === "cloud" ? "remote" : typeOf(stack, backend)) },
    config: {
      get: () => {
        const type = typeOf(stack, backend);
        const settings = settingsFor(type, settingsOf(stack, backend));
        return type === "cloud" || type === "remote"
          ? { ...settings, defaults }
          : { ...settings, workspace, defaults };
      },
    },
  });
}

/**
 * Removes the backend of the construct from `json`, if `addOverride` of the stack sets a backend of a different type. Terraform accepts only
 * one.
 *
 * @param json synthesized JSON of `stack`, which is changed
 */
export function removeReplacedBackend(json: unknown, stack: TerraformStack, backend: TerraformBackend): void {
  const original = ownType(backend);
  if (typeOf(stack, backend) === original) return;
  const { terraform } = json as BackendJson;
  if (original === "cloud") delete terraform.cloud;
  else if (terraform.backend) Reflect.deleteProperty(terraform.backend, original);
  if (terraform.backend && Object.keys(terraform.backend).length === 0) delete terraform.backend;
}

/** Returns the type of the backend at synth, such as `s3`, or `cloud`. */
function typeOf(stack: TerraformStack, backend: TerraformBackend): string {
  const original = ownType(backend);
  const { backend: types = {}, cloud } = overridesOf(stack);
  const set = Object.keys(types).filter((type) => isRecord(types[type]));
  if (isRecord(cloud)) set.push("cloud");
  return set.find((type) => type !== original) ?? original;
}

function ownType(backend: TerraformBackend): string {
  const { terraform } = backend.toTerraform() as BackendJson;
  return Object.keys(terraform.backend ?? { cloud: {} })[0] ?? "local";
}

function settingsOf(stack: TerraformStack, backend: TerraformBackend): Settings {
  const type = typeOf(stack, backend);
  const { terraform } = backend.toTerraform() as BackendJson;
  const original = type === "cloud" ? terraform.cloud : terraform.backend?.[type];
  const overrides = overridesOf(stack);
  return merge(original ?? {}, (type === "cloud" ? overrides.cloud : overrides.backend?.[type]) ?? {});
}

function settingsFor(type: string, settings: Settings): Settings {
  if (type !== "cloud") {
    return Object.fromEntries(Object.entries(settings).filter(([name]) => !LOCKING.has(name)));
  }
  // The data source reads workspaces of HCP Terraform as the backend `remote`, whose `workspaces` has no `project`.
  const { organization, hostname, token, workspaces } = settings;
  const name = isRecord(workspaces) ? workspaces["name"] : undefined;
  return { organization, hostname, token, workspaces: { name } };
}

function overridesOf(stack: TerraformStack): Partial<BackendJson["terraform"]> {
  const { terraform } = readOverrides(stack) as Partial<BackendJson>;
  return terraform ?? {};
}

/** Merges as `addOverride` of cdktf does: `undefined` removes, lists are appended. */
function merge(target: Settings, source: Settings): Settings {
  const merged = { ...target };
  for (const [key, value] of Object.entries(source)) {
    const before = merged[key];
    if (value === undefined) Reflect.deleteProperty(merged, key);
    else if (Array.isArray(value) && Array.isArray(before)) merged[key] = [before, value].flat();
    else if (isRecord(value)) merged[key] = merge(isRecord(before) ? before : {}, value);
    else merged[key] = value;
  }
  return merged;
}
