import { UsageError } from "../errors";
import {
  type Action,
  type AttributeChange,
  type Counts,
  NO_COUNTS,
  type OutputChange,
  type ResourceChange,
  type StackReview,
  Unknown,
  type Value,
} from "../model";
import { oneLine } from "../text/one-line";
import { compareAttributes } from "./attribute-changes";
import { mask } from "./mask";
import type { PlanJson, PlannedResource, PlannedValues } from "./plan-json";
import { SecretKeys } from "./secret-keys";
import { findSubject } from "./subject";
import type { SynthesizedStack } from "./synthesized";
import { isUnmarked, listSensitive, noteUnmarked } from "./unmarked";

/** Terraform's lists of actions. */
const ACTIONS: ReadonlyMap<string, Action> = new Map([
  ["no-op", "no-op"],
  ["create", "create"],
  ["read", "read"],
  ["update", "update"],
  ["delete", "delete"],
  ["forget", "forget"],
  ["delete,create", "replace"],
  ["create,delete", "replace"],
  ["create,forget", "replace"],
  ["forget,create", "replace"],
]);

const INCOMPLETE =
  "Terraform failed during planning, so this plan is incomplete: read the error in the output of 'terraform plan', fix it and plan again";

type Classify = (resource: PlannedResource) => ResourceChange;

/**
 * Returns the review of one stack from its plan.
 *
 * @throws UsageError if the plan contains an unknown action
 */
export function buildStackReview(name: string, plan: PlanJson, synthesized?: SynthesizedStack): StackReview {
  const keys = new SecretKeys();
  const classifyOne: Classify = (resource) => classifyResource(name, resource, keys, synthesized);
  const resources = plan.resourceChanges.map(classifyOne);
  return {
    name,
    status: plan.errored ? "failed" : "planned",
    ...(plan.errored && {
      message: [INCOMPLETE, ...plan.failures].join("\n"),
    }),
    ...(plan.region !== undefined && { region: plan.region }),
    counts: countActions(resources),
    notes: noteUnmarked(plan),
    resources,
    outputs: Object.entries(plan.outputChanges)
      .map(([output, change]) => classifyOutput(output, change, keys))
      .filter(({ action }) => action !== "no-op"),
    drift: findDrift(plan, resources, classifyOne),
  };
}

/** Returns the drift that Terraform reverts. Other drift is computed by AWS, such as a status, and appears at every refresh. */
function findDrift(
  plan: PlanJson,
  resources: readonly ResourceChange[],
  classifyOne: Classify,
): ResourceChange[] {
  const undone = new Map(resources.map(({ address, attributes }) => [address, attributes.filter(isKnown)]));
  return plan.resourceDrift.map(classifyOne).flatMap((drift) => {
    if (drift.action === "delete") return [drift];
    const names = new Set(undone.get(drift.address)?.map(({ name }) => name));
    const attributes = drift.attributes.filter(({ name }) => names.has(name));
    return attributes.length > 0 ? [{ ...drift, attributes }] : [];
  });
}

function isKnown({ after }: AttributeChange): boolean {
  return !(after instanceof Unknown);
}

function classifyResource(
  stack: string,
  resource: PlannedResource,
  keys: SecretKeys,
  synthesized?: SynthesizedStack,
): ResourceChange {
  const { type, mode, action_reason, previous_address, deposed } = resource;
  const change = keys.hideInChange(resource.change);
  const address = keys.hideInAddress(resource.address);
  const action = readAction(change, address);
  const { before, after } = maskBoth(change, { type });
  return {
    ...findSubject(stack, resource.address, synthesized),
    address,
    type,
    mode,
    action,
    createBeforeDestroy: action === "replace" && change.actions[0] === "create",
    ...(action === "replace" && change.actions.includes("forget") && { keepsOld: true }),
    before,
    after,
    attributes: action === "delete" || action === "forget" ? [] : compareAttributes(change, before, after),
    ...(action_reason !== undefined && { reason: keys.hide(action_reason) }),
    ...(previous_address !== undefined && { previousAddress: keys.hideInAddress(previous_address) }),
    ...(change.importing && { importId: keys.hide(change.importing.id ?? "") }),
    ...(deposed !== undefined && { deposedKey: keys.hide(deposed) }),
  };
}

function classifyOutput(name: string, change: PlannedValues, keys: SecretKeys): OutputChange {
  const shown = keys.hide(name);
  return {
    name: shown,
    action: readAction(change, `output ${shown}`),
    ...maskBoth(keys.hideInChange(change), { output: name }),
  };
}

/** Masks the value before and after. The name of an output can indicate a secret, as that of a variable can. */
function maskBoth(
  change: PlannedValues,
  { type = "", output }: { readonly type?: string; readonly output?: string },
): { before: Value; after: Value } {
  const unmarked = isUnmarked(change);
  const { before_sensitive, after_sensitive } = unmarked
    ? { before_sensitive: listSensitive(type), after_sensitive: listSensitive(type) }
    : change;
  const byName = output !== undefined || unmarked;
  return {
    before: mask(
      change.before,
      { sensitive: before_sensitive, sensitiveLater: after_sensitive },
      output,
      byName,
    ),
    after: mask(change.after, { sensitive: after_sensitive, unknown: change.after_unknown }, output, byName),
  };
}

function readAction({ actions }: PlannedValues, address: string): Action {
  const action = ACTIONS.get(actions.join());
  if (action !== undefined) return action;
  // An unknown action must not count as no change.
  const planned = oneLine(
    `${address.slice(0, 200)} has the unknown action ${actions.join(" and ").slice(0, 100)}`,
  );
  throw new UsageError(`${planned} in the plan`);
}

function countActions(resources: readonly ResourceChange[]): Counts {
  const counts = { ...NO_COUNTS };
  for (const { action, mode, importId, previousAddress } of resources) {
    if (mode === "data") continue;
    if (action in counts) counts[action as keyof typeof counts]++;
    if (importId !== undefined) counts.import++;
    if (previousAddress !== undefined) counts.move++;
  }
  return counts;
}
