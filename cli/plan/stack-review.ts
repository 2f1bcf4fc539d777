import { isDeepStrictEqual } from "node:util";
import {
  type Action,
  type ActionInvocation,
  type Drift,
  type OutputChange,
  type ResourceChange,
  type StackReview,
  type Value,
} from "../model";
import { keepsOld, readActions } from "./actions";
import { removeKeys } from "./address";
import { changesMarkOnly, compareAttributes } from "./attribute-changes";
import { countActions } from "./count-actions";
import { describeGaps, listPlanNotes } from "./gaps";
import { mask } from "./mask";
import type { PlanJson, PlannedInvocation, PlannedResource, PlannedValues } from "./plan-json";
import { SecretKeys } from "./secret-keys";
import { findSubject } from "./subject";
import type { SynthesizedStack } from "./synthesized";
import { isUnmarked, listSensitive, noteUnmarked } from "./unmarked";
import { isContainer } from "./values";

const INCOMPLETE =
  "Terraform failed during planning, so this plan is incomplete: read the error in the output of 'terraform plan', fix it and plan again";

type Classify = (resource: PlannedResource) => ResourceChange;

/** Returns the review of one stack from its plan. */
export function buildStackReview(name: string, plan: PlanJson, synthesized?: SynthesizedStack): StackReview {
  const { region, account, regions } = plan;
  const keys = new SecretKeys();
  const classifyOne: Classify = (resource) => {
    const own = regions?.size ? regions.get(removeKeys(resource.address)) : undefined;
    return {
      ...classifyResource(name, resource, keys, synthesized),
      ...(own !== undefined && { region: own }),
    };
  };
  const resources = plan.resourceChanges.map(classifyOne);
  const gaps = describeGaps(plan);
  const failure = [INCOMPLETE, ...plan.failures.map(({ message }) => message)];
  const lines = plan.errored ? [...failure, ...gaps] : gaps;
  return {
    name,
    status: plan.errored ? "failed" : gaps.length > 0 ? "incomplete" : "planned",
    ...(lines.length > 0 && { message: lines.join("\n") }),
    ...(region !== undefined && { region }),
    ...(account !== undefined && { account }),
    counts: countActions(resources),
    notes: [...listPlanNotes(plan), ...noteUnmarked(plan)],
    resources,
    outputs: Object.entries(plan.outputChanges)
      .map(([output, change]) => classifyOutput(output, change, keys))
      .filter(({ action }) => action !== "no-op"),
    drift: plan.resourceDrift.map(classifyOne).flatMap(judgeDrift(resources)),
    deferred: plan.deferredChanges.map(({ reason, resource }) => ({
      ...classifyOne(resource),
      deferred: reason,
    })),
    invocations: plan.actionInvocations.map((invocation) => classifyInvocation(name, invocation, keys)),
  };
}

/** Returns a function that says what this plan does about a change made outside Terraform. */
function judgeDrift(resources: readonly ResourceChange[]): (drift: ResourceChange) => Drift[] {
  const current = resources.filter(({ deposedKey }) => deposedKey === undefined);
  const planned = new Map(current.map((resource) => [resource.address, resource]));
  return (drift) => {
    const plan = planned.get(drift.address);
    if (drift.action === "delete")
      return [
        { ...drift, reverted: plan?.action === "create" || plan?.action === "replace" ? "all" : "none" },
      ];
    if (drift.attributes.length === 0 && drift.previousAddress === undefined) return [];
    const after = new Map(plan?.attributes.map((attribute) => [attribute.name, attribute.after ?? null]));
    const number = drift.attributes.filter(({ name, before = null }) =>
      isDeepStrictEqual(unlessEmpty(after.get(name)), unlessEmpty(before)),
    ).length;
    const reverted = number === 0 ? "none" : number < drift.attributes.length ? "some" : "all";
    return [{ ...drift, reverted }];
  };
}

/** The provider and Terraform write an argument that is unset in several ways. */
function unlessEmpty(value: Value | undefined): Value | undefined {
  return value === "" || (isContainer(value) && Object.keys(value).length === 0) ? null : value;
}

function classifyResource(
  stack: string,
  resource: PlannedResource,
  keys: SecretKeys,
  synthesized?: SynthesizedStack,
): ResourceChange {
  const { type, mode, action_reason, previous_address, module_address, deposed } = resource;
  const change = keys.hideInChange(resource.change);
  const address = keys.hideInAddress(resource.address);
  const action = findAction(change);
  const { before, after } = maskBoth(change, { type });
  return {
    ...findSubject(stack, resource.address, synthesized),
    address,
    type,
    mode,
    ...(module_address !== undefined && { module: keys.hideInAddress(module_address) }),
    action,
    createBeforeDestroy: action === "replace" && /^create/i.test(change.actions[0] ?? ""),
    ...(keepsOld(change.actions) && { keepsOld: true }),
    before,
    after,
    attributes: action === "delete" || action === "forget" ? [] : compareAttributes(change, before, after),
    ...(action_reason !== undefined && { reason: keys.hide(action_reason) }),
    ...(previous_address !== undefined && { previousAddress: keys.hideInAddress(previous_address) }),
    ...describeImport(change, keys),
    ...(deposed !== undefined && { deposedKey: keys.hide(deposed) }),
  };
}

function describeImport(
  { importing }: PlannedValues,
  keys: SecretKeys,
): Pick<ResourceChange, "importId" | "importIdentity"> | undefined {
  if (!importing) return undefined;
  const { id = "", identity } = importing;
  return {
    importId: keys.hide(id),
    ...(identity !== undefined && { importIdentity: mask(identity, {}, "", true) }),
  };
}

function classifyInvocation(
  stack: string,
  { address, trigger, ...invocation }: PlannedInvocation,
  keys: SecretKeys,
): ActionInvocation {
  return {
    stack,
    address: keys.hideInAddress(address),
    ...invocation,
    ...(trigger !== undefined && { trigger: keys.hideInAddress(trigger) }),
  };
}

function classifyOutput(name: string, change: PlannedValues, keys: SecretKeys): OutputChange {
  const action = findAction(change);
  return {
    name: keys.hide(name),
    action,
    ...maskBoth(keys.hideInChange(change), { output: name }),
    ...(action === "update" && changesMarkOnly(change) && { sensitivity: "changed" }),
  };
}

/**
 * Masks the value before and after. The name of an output can indicate a secret, as that of a variable can. A value that becomes
 * sensitive is hidden before too.
 */
function maskBoth(
  change: PlannedValues,
  { type = "", output }: { readonly type?: string; readonly output?: string },
): { before: Value; after: Value } {
  const unmarked = isUnmarked(change);
  const marks = listSensitive(type);
  const sensitive = unmarked ? marks : change.before_sensitive;
  const sensitiveAfter = unmarked ? marks : change.after_sensitive;
  const byName = output !== undefined || unmarked;
  return {
    before: mask(change.before, { sensitive, sensitiveLater: sensitiveAfter }, output, byName),
    after: mask(change.after, { sensitive: sensitiveAfter, unknown: change.after_unknown }, output, byName),
  };
}

/** The action is known: `readPlan` leaves out what it does not understand. */
function findAction({ actions }: PlannedValues): Action {
  return readActions(actions) ?? "no-op";
}
