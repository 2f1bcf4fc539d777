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
import { isSecretValue } from "./secrets";
import { findSubject } from "./subject";
import type { SynthesizedStack } from "./synthesized";

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

/** An index or a key of `count` or `for_each` in an address. */
const KEY = /\[(\d+|"(?:[^"\\]|\\.)*")\]/gs;

type Classify = (resource: PlannedResource) => ResourceChange;

/**
 * Returns the review of one stack from its plan.
 *
 * @throws UsageError if the plan contains an unknown action
 */
export function buildStackReview(name: string, plan: PlanJson, synthesized?: SynthesizedStack): StackReview {
  const { region, account, regions } = plan;
  const classifyOne: Classify = (resource) => {
    const own = regions?.size ? regions.get(resource.address.replaceAll(KEY, "")) : undefined;
    return { ...classifyResource(name, resource, synthesized), ...(own !== undefined && { region: own }) };
  };
  const resources = plan.resourceChanges.map(classifyOne);
  return {
    name,
    status: plan.errored ? "failed" : "planned",
    ...(plan.errored && {
      message: [INCOMPLETE, ...plan.failures].join("\n"),
    }),
    ...(region !== undefined && { region }),
    ...(account !== undefined && { account }),
    counts: countActions(resources),
    notes: [],
    resources,
    outputs: Object.entries(plan.outputChanges)
      .map(([output, change]) => classifyOutput(output, change))
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
  synthesized?: SynthesizedStack,
): ResourceChange {
  const { change, type, mode, action_reason, previous_address, deposed } = resource;
  const action = readAction(change, resource.address);
  const { before, after } = maskBoth(change);
  return {
    ...findSubject(stack, resource.address, synthesized),
    type,
    mode,
    action,
    createBeforeDestroy: action === "replace" && change.actions[0] === "create",
    ...(action === "replace" && change.actions.includes("forget") && { keepsOld: true }),
    before,
    after,
    attributes: action === "delete" || action === "forget" ? [] : compareAttributes(change, before, after),
    ...(action_reason !== undefined && { reason: action_reason }),
    ...(previous_address !== undefined && { previousAddress: previous_address }),
    ...(change.importing && { importId: readImportId(change.importing) }),
    ...(deposed !== undefined && { deposedKey: deposed }),
  };
}

/** Hides an id that contains a credential. */
function readImportId({ id = "" }: { readonly id?: string }): string {
  return isSecretValue(id) ? "" : id;
}

function classifyOutput(name: string, change: PlannedValues): OutputChange {
  return { name, action: readAction(change, `output ${name}`), ...maskBoth(change, name) };
}

/** Masks the value before and after. The name of an output can indicate a secret, as that of a variable can. */
function maskBoth(change: PlannedValues, output?: string): { before: Value; after: Value } {
  const { before, after, before_sensitive, after_sensitive, after_unknown } = change;
  const isOutput = output !== undefined;
  return {
    before: mask(before, { sensitive: before_sensitive }, output, isOutput),
    after: mask(after, { sensitive: after_sensitive, unknown: after_unknown }, output, isOutput),
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
