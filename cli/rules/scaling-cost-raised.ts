import { findInstanceChanges, type InstanceChange, type Instances, type Part } from "../cost/instances";
import { priceInstances } from "../cost/service-costs";
import type { ServiceCost } from "../model";
import { joinWithAnd } from "../text/lists";
import { indexStacks } from "./places";
import { SCALING, SERVICE } from "./resources";
import type { Rule } from "./rule";

/** The minimum or maximum monthly cost of a service rises. */
export const scalingCostRaised: Rule = {
  name: "scaling-cost-raised",
  severity: "warning",
  title: "A service can cost more",
  reads: [SERVICE, SCALING],
  *check(change) {
    const stacks = indexStacks(change);
    for (const instances of findInstanceChanges(change)) {
      const { service, before, after } = instances;
      if (before.length === 0 || after.length === 0) continue;
      const cost = priceInstances(instances, stacks);
      const rise = describeRise(cost, instances);
      if (rise === undefined) continue;
      yield {
        resource: service,
        message: `The monthly cost of '${cost.serviceName}' ${rise}. Basis: ${cost.basis}.`,
        remedy:
          "Make sure that your budget covers this and that the alarm on active instances fits the new limits.",
      };
    }
  },
};

function describeRise({ idle, active }: ServiceCost, change: InstanceChange): string | undefined {
  const prices = [
    ...describePrice("at least", idle, "all instances idle"),
    ...describePrice("at most", active, "all instances active"),
  ];
  if (prices.length > 0) return `rises: ${prices.join(", ")}`;
  if (active) return undefined;
  if (change.unknown.length > 0)
    return `can rise: ${joinWithAnd(change.unknown.map((part) => CHANGED[part]))} ${change.unknown.length === 1 ? "changes" : "change"}, and this plan does not say to what`;
  const raised = findRaised(change);
  return raised.length === 0 ? undefined : `can rise: ${raised.join(", ")}`;
}

const CHANGED: Readonly<Record<Part, string>> = { size: "its size", scaling: "its scaling configuration" };

function describePrice(bound: string, cost: ServiceCost["idle"], when: string): string[] {
  if (!cost || cost.after <= cost.before) return [];
  return [`${bound} $${cost.before.toFixed(2)} → $${cost.after.toFixed(2)} (${when})`];
}

/** Says what rises if a price is unknown. A size or scaling that the plan does not contain does not change. */
function findRaised({ before, after }: InstanceChange): string[] {
  const total = (all: readonly Instances[], count: keyof Instances, size: keyof Instances): number =>
    all.reduce((sum, instances) => sum + (instances[count] ?? 1) * (instances[size] ?? 1), 0);
  const rises = (count: keyof Instances, size: keyof Instances): boolean =>
    total(after, count, size) > total(before, count, size);
  const active = [
    ...(rises("maxSize", "vcpu") ? ["vCPU"] : []),
    ...(rises("maxSize", "memoryGb") ? ["memory"] : []),
  ];
  return [
    ...(rises("minSize", "memoryGb") ? ["more memory (all instances idle)"] : []),
    ...(active.length > 0 ? [`more ${joinWithAnd(active)} (all instances active)`] : []),
  ];
}
