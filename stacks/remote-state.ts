import {
  type ISynthesisSession,
  type TerraformBackend,
  type TerraformRemoteState,
  TerraformStack,
} from "cdktf";
import { readOverrides } from "../modules/core/cdktf-internals";
import { refuse } from "../modules/core/errors";
import { isRecord } from "../modules/core/values";

type Settings = Record<string, unknown>;

/** The part of the Terraform JSON with the backend. */
interface BackendJson {
  readonly terraform: { backend?: Record<string, Settings>; cloud?: Settings };
}

/**
 * Arguments that lock a state. `terraform_remote_state` only reads. It accepts every argument of the backend
 * ([source](https://github.com/hashicorp/terraform/blob/main/internal/builtin/providers/terraform/data_source_state.go)), but warns about
 * `dynamodb_table`, and does not know `use_lockfile` in older versions.
 */
const LOCKING: ReadonlySet<string> = new Set(["use_lockfile", "dynamodb_table"]);

/**
 * Makes `state` read with the settings that the backend of `stack` has at synth, with all overrides. Overrides of `state` itself have
 * precedence.
 *
 * @param state remote state in the stack that reads
 * @param stack stack whose state is read
 */
export function followBackend(state: TerraformRemoteState, stack: TerraformStack): void {
  const created: unknown = Reflect.get(state, "config");
  const { workspace, defaults } = (isRecord(created) ? created : {}) as Settings;
  const createdType: unknown = state["backend"];
  const type = () => {
    const current = typeOf(stack, stack.ensureBackendExists());
    return current === "cloud" ? "remote" : current;
  };
  const workspaceOf = () => {
    if (type() === "remote") return {};
    return { workspace: type() === createdType ? workspace : "${terraform.workspace}" };
  };
  Object.defineProperties(state, {
    backend: { get: type },
    config: {
      get: () => ({ ...settingsFor(stack, stack.ensureBackendExists()), ...workspaceOf(), defaults }),
    },
  });
  const reader = TerraformStack.of(state);
  if (reader !== stack) synthesizeBefore(stack, reader);
}

/**
 * Leaves `backend` out of the Terraform configuration if an override of the stack sets a backend of a different type. Terraform accepts only
 * one.
 */
export function omitIfReplaced(stack: TerraformStack, backend: TerraformBackend): void {
  for (const name of ["toTerraform", "toHclTerraform"] as const) {
    const create = backend[name].bind(backend) as () => object;
    backend[name] = () => (typeOf(stack, backend) === backend["name"] ? create() : {});
  }
}

/** Synthesizes `stack` only once, also if a stack that reads its state is synthesized before it. */
export function synthesizeOnce({ synthesizer }: TerraformStack): void {
  const done = new WeakSet<ISynthesisSession>();
  const synthesize = synthesizer.synthesize.bind(synthesizer);
  synthesizer.synthesize = (session) => {
    if (done.has(session)) return;
    done.add(session);
    synthesize(session);
  };
}

/** cdktf runs the aspects of a stack, which can change its backend, when it synthesizes the stack. */
function synthesizeBefore(first: TerraformStack, { synthesizer }: TerraformStack): void {
  const synthesize = synthesizer.synthesize.bind(synthesizer);
  synthesizer.synthesize = (session) => {
    first.synthesizer.synthesize(session);
    synthesize(session);
  };
}

/** Returns the type of the backend at synth, such as `s3`, or `cloud`. */
function typeOf(stack: TerraformStack, backend: TerraformBackend): string {
  const original = backend["name"];
  const { backend: types = {}, cloud } = overridesOf(stack);
  const set = Object.keys(types).filter((type) => isRecord(types[type]));
  if (isRecord(cloud)) set.push("cloud");
  return set.find((type) => type !== original) ?? original;
}

function settingsOf(stack: TerraformStack, backend: TerraformBackend): Settings {
  const type = typeOf(stack, backend);
  const { terraform = {} } = backend.toTerraform() as Partial<BackendJson>;
  const original = type === "cloud" ? terraform.cloud : terraform.backend?.[type];
  const overrides = overridesOf(stack);
  return merge(original ?? {}, (type === "cloud" ? overrides.cloud : overrides.backend?.[type]) ?? {});
}

function settingsFor(stack: TerraformStack, backend: TerraformBackend): Settings {
  const settings = settingsOf(stack, backend);
  if (typeOf(stack, backend) !== "cloud") {
    return Object.fromEntries(Object.entries(settings).filter(([name]) => !LOCKING.has(name)));
  }
  // The data source reads workspaces of HCP Terraform as the backend `remote`, whose `workspaces` has no `project`.
  const { organization, hostname, token, workspaces } = settings;
  const name = isRecord(workspaces) ? workspaces["name"] : undefined;
  if (name === undefined) {
    refuse(stack, "other stacks read the state: 'workspaces' of the backend must have a 'name'");
  }
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
