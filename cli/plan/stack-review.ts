import {
  type Action,
  type ActionInvocation,
  type AttributeChange,
  type Drift,
  type OutputChange,
  type ResourceChange,
  type StackReview,
  Unknown,
  type Value,
} from "../model";
import { keepsOld, readActions } from "./actions";
import { removeKeys } from "./address";
import { compareAttributes } from "./attribute-changes";
import { countActions } from "./count-actions";
import { describeGaps, listPlanNotes } from "./gaps";
import { mask } from "./mask";
import type { PlanJson, PlannedInvocation, PlannedResource, PlannedValues } from "./plan-json";
import { isSecretValue } from "./secrets";
import { findSubject } from "./subject";
import type { SynthesizedStack } from "./synthesized";

const INCOMPLETE =
  "Terraform failed during planning, so this plan is incomplete: read the error in the output of 'terraform plan', fix it and plan again";

type Classify = (resource: PlannedResource) => ResourceChange;

/** Returns the review of one stack from its plan. */
export function buildStackReview(name: string, plan: PlanJson, synthesized?: SynthesizedStack): StackReview {
  const { region, account, regions } = plan;
  const classifyOne: Classify = (resource) => {
    const own = regions?.size ? regions.get(removeKeys(resource.address)) : undefined;
    return { ...classifyResource(name, resource, synthesized), ...(own !== undefined && { region: own }) };
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
    notes: listPlanNotes(plan),
    resources,
    outputs: Object.entries(plan.outputChanges)
      .map(([output, change]) => classifyOutput(output, change))
      .filter(({ action }) => action !== "no-op"),
    drift: plan.resourceDrift.map(classifyOne).flatMap(judgeDrift(resources)),
    deferred: plan.deferredChanges.map(({ reason, resource }) => ({
      ...classifyOne(resource),
      deferred: reason,
    })),
    invocations: plan.actionInvocations.map((invocation) => classifyInvocation(name, invocation)),
  };
}

/** Returns a function that says what this plan does about a change made outside Terraform. */
function judgeDrift(resources: readonly ResourceChange[]): (drift: ResourceChange) => Drift[] {
  const planned = new Map(resources.map((resource) => [resource.address, resource]));
  return (drift) => {
    const plan = planned.get(drift.address);
    if (drift.action === "delete")
      return [
        { ...drift, reverted: plan?.action === "create" || plan?.action === "replace" ? "all" : "none" },
      ];
    if (drift.attributes.length === 0 && drift.previousAddress === undefined) return [];
    const names = new Set(plan?.attributes.filter(isKnown).map(({ name }) => name));
    const number = drift.attributes.filter(({ name }) => names.has(name)).length;
    const reverted = number === 0 ? "none" : number < drift.attributes.length ? "some" : "all";
    return [{ ...drift, reverted }];
  };
}

function isKnown({ after }: AttributeChange): boolean {
  return !(after instanceof Unknown);
}

function classifyResource(
  stack: string,
  resource: PlannedResource,
  synthesized?: SynthesizedStack,
): ResourceChange {
  const { change, type, mode, action_reason, previous_address, module_address, deposed } = resource;
  const action = findAction(change);
  const { before, after } = maskBoth(change);
  return {
    ...findSubject(stack, resource.address, synthesized),
    type,
    mode,
    ...(module_address !== undefined && { module: module_address }),
    action,
    createBeforeDestroy: action === "replace" && /^create/i.test(change.actions[0] ?? ""),
    ...(keepsOld(change.actions) && { keepsOld: true }),
    before,
    after,
    attributes: action === "delete" || action === "forget" ? [] : compareAttributes(change, before, after),
    ...(action_reason !== undefined && { reason: action_reason }),
    ...(previous_address !== undefined && { previousAddress: previous_address }),
    ...describeImport(change),
    ...(deposed !== undefined && { deposedKey: deposed }),
  };
}

/** Hides an id that contains a credential. */
function describeImport({
  importing,
}: PlannedValues): Pick<ResourceChange, "importId" | "importIdentity"> | undefined {
  if (!importing) return undefined;
  const { id = "", identity } = importing;
  return {
    importId: isSecretValue(id) ? "" : id,
    ...(identity !== undefined && { importIdentity: mask(identity, {}) }),
  };
}

function classifyInvocation(stack: string, invocation: PlannedInvocation): ActionInvocation {
  return { stack, ...invocation };
}

function classifyOutput(name: string, change: PlannedValues): OutputChange {
  return { name, action: findAction(change), ...maskBoth(change, name) };
}

/**
 * Masks the value before and after. A value that is sensitive on one side is hidden on both, because they may be the same. The name of
 * an output can indicate a secret, as that of a variable can.
 */
function maskBoth(change: PlannedValues, output?: string): { before: Value; after: Value } {
  const { before, after, before_sensitive, after_sensitive, after_unknown } = change;
  const isOutput = output !== undefined;
  const [sensitive, sensitiveAfter] = [before_sensitive, after_sensitive];
  return {
    before: mask(before, { sensitive, sensitiveElsewhere: sensitiveAfter }, output, isOutput),
    after: mask(
      after,
      { sensitive: sensitiveAfter, sensitiveElsewhere: sensitive, unknown: after_unknown },
      output,
      isOutput,
    ),
  };
}

/** The action is known: `readPlan` leaves out what it does not understand. */
function findAction({ actions }: PlannedValues): Action {
  return readActions(actions) ?? "no-op";
}
