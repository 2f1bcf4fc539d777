import type { ResourceChange, ServiceCost, Side, Value } from "../model";
import { pickSubject } from "../plan/subject";
import { at } from "../plan/values";
import { SCALING, SERVICE } from "../rules/resources";
import type { WholeChange } from "../rules/rule";
import { HOURS_A_MONTH, PRICES, PRICES_READ, type RegionPrices } from "./prices";

/** Resource types that costs depend on, even if unchanged. */
export const COST_TYPES = [SERVICE, SCALING] as const;

/** Instances of a service, on one side of the change. */
interface Instances {
  readonly vcpu: number;
  readonly memoryGb: number;
  readonly minSize: number;
  readonly maxSize: number;
}

/**
 * Returns the monthly cost of each service whose cost changes: with `minSize` instances idle, and with `maxSize` instances active all
 * the time. Requests, builds and automatic deployments are not included.
 */
export function priceServices(change: WholeChange): ServiceCost[] {
  const services = change.resources.filter(({ type }) => type === COST_TYPES[0]);
  return services.flatMap((service) => {
    const [before, after] = [
      readInstances(service, "before", change),
      readInstances(service, "after", change),
    ];
    const differs =
      before === "unknown" ? isResized(service) : JSON.stringify(before) !== JSON.stringify(after);
    return differs ? [priceService(service, before, after, findRegion(service, change))] : [];
  });
}

function isResized({ attributes }: ResourceChange): boolean {
  return attributes.some(({ name }) =>
    /^(instance_configuration|auto_scaling_configuration_arn)\b/.test(name),
  );
}

function priceService(
  service: ResourceChange,
  before: Instances | "none" | "unknown",
  after: Instances | "none" | "unknown",
  region: string | undefined,
): ServiceCost {
  const name = at(service.after, "service_name") ?? at(service.before, "service_name");
  const subject = {
    ...pickSubject(service),
    serviceName: typeof name === "string" ? name : service.address,
  };
  if (before === "unknown" || after === "unknown") {
    return {
      ...subject,
      basis: "no known price, because this plan does not contain its size or scaling configuration",
    };
  }
  const prices = region === undefined ? undefined : PRICES[region];
  if (!prices)
    return {
      ...subject,
      basis:
        region === undefined
          ? "no known price, because this plan does not name the region"
          : `no known price for ${region}`,
    };
  const activeKnown = prices.vcpu !== undefined;
  return {
    ...subject,
    idle: { before: priceIdle(before, prices), after: priceIdle(after, prices) },
    ...(activeKnown && {
      active: { before: priceActive(before, prices), after: priceActive(after, prices) },
    }),
    basis: `prices in ${region ?? ""} as of ${PRICES_READ}${activeKnown ? "" : ", without the unknown price of a vCPU"}`,
  };
}

function priceIdle(instances: Instances | "none", { memoryGb }: RegionPrices): number {
  return instances === "none" ? 0 : instances.minSize * instances.memoryGb * memoryGb * HOURS_A_MONTH;
}

function priceActive(instances: Instances | "none", { memoryGb, vcpu = NaN }: RegionPrices): number {
  if (instances === "none") return 0;
  return instances.maxSize * (instances.memoryGb * memoryGb + instances.vcpu * vcpu) * HOURS_A_MONTH;
}

function readInstances(
  service: ResourceChange,
  side: Side,
  change: WholeChange,
): Instances | "none" | "unknown" {
  if (service[side] === null || (side === "after" && service.action === "forget")) return "none";
  const instance = at(service[side], "instance_configuration", 0);
  const scaling = findScaling(service, side, change);
  const known = [
    parseAmount(at(instance, "cpu"), "vCPU"),
    parseAmount(at(instance, "memory"), "GB"),
    at(scaling, "min_size"),
    at(scaling, "max_size"),
  ];
  if (!known.every((value) => typeof value === "number")) return "unknown";
  const [vcpu = NaN, memoryGb = NaN, minSize = NaN, maxSize = NaN] = known;
  return { vcpu, memoryGb, minSize, maxSize };
}

/** Parses an amount: `1024` equals `1 vCPU`, and `2048` equals `2 GB`. */
function parseAmount(value: Value | undefined, unit: string): number | undefined {
  const { number, named } =
    /^(?<number>\d+(\.\d+)?)(?<named> .+)?$/.exec(typeof value === "string" ? value : "")?.groups ?? {};
  if (number === undefined) return undefined;
  return named === undefined ? Number(number) / 1024 : named === ` ${unit}` ? Number(number) : undefined;
}

/** Returns the scaling configuration of a service: by its ARN or, if that is unknown, the one created with the service. */
function findScaling(service: ResourceChange, side: Side, { resources }: WholeChange): Value | undefined {
  const all = resources.filter(({ type }) => type === COST_TYPES[1]);
  const arn = at(service[side], "auto_scaling_configuration_arn");
  if (typeof arn === "string")
    return all.map((scaling) => scaling[side]).find((values) => at(values, "arn") === arn);
  const beforeArn = at(service.before, "auto_scaling_configuration_arn");
  const replaced = all.find(({ before }) => typeof beforeArn === "string" && at(before, "arn") === beforeArn);
  const own = service.constructPath?.replace(/Resource$/, "Scaling/Resource");
  const sibling = all.find(
    ({ stack, constructPath }) => stack === service.stack && own !== undefined && constructPath === own,
  );
  return (replaced ?? sibling)?.[side];
}

function findRegion(service: ResourceChange, { stacks }: WholeChange): string | undefined {
  const arn = at(service.before, "arn");
  if (typeof arn === "string") return arn.split(":")[3];
  return stacks.find(({ name }) => name === service.stack)?.region;
}
