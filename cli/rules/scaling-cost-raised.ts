import { priceServices } from "../cost/service-costs";
import type { ResourceChange, ServiceCost } from "../model";
import { findByType, SCALING, SERVICE } from "./resources";
import type { Problem, Rule } from "./rule";

/** The minimum or maximum monthly cost of a service rises. */
export const scalingCostRaised: Rule = {
  name: "scaling-cost-raised",
  severity: "warning",
  title: "A service can cost more",
  reads: [SERVICE, SCALING],
  *check(change) {
    const services = findByType(change, SERVICE);
    for (const cost of priceServices(change)) {
      const service = services.find(({ stack, address }) => stack === cost.stack && address === cost.address);
      if (service && service.before !== null && service.after !== null) yield* findProblems(service, cost);
    }
  },
};

function* findProblems(
  service: ResourceChange,
  { serviceName, idle, active, basis }: ServiceCost,
): Generator<Problem> {
  const raised = [
    ...describeRaise("at least", idle, "all instances idle"),
    ...describeRaise("at most", active, "all instances active"),
  ];
  const remedy =
    "Make sure that your budget covers this and that the alarm on active instances fits the new limits.";
  if (raised.length > 0) {
    yield {
      resource: service,
      message: `The monthly cost of '${serviceName}' rises: ${raised.join(", ")}. Basis: ${basis}.`,
      remedy,
    };
  } else if (idle === undefined) {
    yield {
      resource: service,
      message: `The size or scaling of '${serviceName}' changes: ${basis}.`,
      remedy,
    };
  }
}

function describeRaise(bound: string, cost: ServiceCost["idle"], when: string): string[] {
  if (!cost || cost.after <= cost.before) return [];
  return [`${bound} $${cost.before.toFixed(2)} → $${cost.after.toFixed(2)} (${when})`];
}
