import type { ResourceChange, ServiceCost } from "../model";
import { pickSubject } from "../plan/subject";
import { textAt } from "../plan/values";
import type { WholeChange } from "../rules/rule";
import { indexStacks, type Stacks } from "../rules/places";
import { readServiceName } from "../rules/service";
import { joinWithAnd } from "../text/lists";
import { findInstanceChanges, type InstanceChange, type Instances } from "./instances";
import { HOURS_A_MONTH, PRICES, PRICES_READ, type RegionPrices } from "./prices";

/**
 * Returns the monthly cost of each service whose cost changes: with `minSize` instances idle, and with `maxSize` instances active all
 * the time. Requests, builds and automatic deployments are not included.
 */
export function priceServices(change: WholeChange): ServiceCost[] {
  const stacks = indexStacks(change);
  return findInstanceChanges(change).map((instances) => priceInstances(instances, stacks));
}

/** Returns the monthly cost of a service before and after, or why it is unknown. */
export function priceInstances(instances: InstanceChange, stacks: Stacks): ServiceCost {
  const { service, before, after } = instances;
  const subject = { ...pickSubject(service), serviceName: readServiceName(service) };
  const missing = describeMissing(instances);
  if (missing !== "")
    return { ...subject, basis: `no known price, because this plan does not contain ${missing}` };
  const region = findRegion(service, stacks);
  const prices = PRICES.get(region ?? "");
  if (region === undefined)
    return { ...subject, basis: "no known price, because this plan does not name the region" };
  if (!prices) return { ...subject, basis: `no known price for ${region}` };
  const activeKnown = prices.vcpu !== undefined;
  return {
    ...subject,
    idle: { before: sum(before, priceIdle, prices), after: sum(after, priceIdle, prices) },
    ...(activeKnown && {
      active: { before: sum(before, priceActive, prices), after: sum(after, priceActive, prices) },
    }),
    basis: `prices in ${region} as of ${PRICES_READ}${activeKnown ? "" : ", without the unknown price of a vCPU"}`,
  };
}

function describeMissing({ before, after }: InstanceChange): string {
  const all = [...before, ...after];
  const misses = (...names: readonly (keyof Instances)[]) =>
    all.some((instances) => names.some((name) => instances[name] === undefined));
  return joinWithAnd([
    ...(misses("vcpu", "memoryGb") ? ["its size"] : []),
    ...(misses("minSize", "maxSize") ? ["its scaling configuration"] : []),
  ]);
}

function sum(
  all: readonly Instances[],
  price: (instances: Instances, prices: RegionPrices) => number,
  prices: RegionPrices,
): number {
  return all.reduce((total, instances) => total + price(instances, prices) * HOURS_A_MONTH, 0);
}

function priceIdle({ minSize = 0, memoryGb = 0 }: Instances, prices: RegionPrices): number {
  return minSize * memoryGb * prices.memoryGb;
}

function priceActive({ maxSize = 0, memoryGb = 0, vcpu = 0 }: Instances, prices: RegionPrices): number {
  return maxSize * (memoryGb * prices.memoryGb + vcpu * (prices.vcpu ?? 0));
}

/** Returns the region of a service. Version 6 of the provider has an argument for it. */
function findRegion(service: ResourceChange, stacks: Stacks): string | undefined {
  const region = textAt(service.before, "arn")?.split(":")[3] ?? textAt(service.after, "region");
  return region ?? stacks.get(service.stack)?.region;
}
