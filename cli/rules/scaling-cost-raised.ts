import { priceServices } from "../cost/service-costs";
import type { ResourceChange, ServiceCost } from "../model";
import { findByType, SCALING, SERVICE } from "./resources";
import type { Problem, Rule } from "./rule";

/** The least or the most that a service can cost goes up. */
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
    ...describeRaise("idle, at least", idle),
    ...describeRaise("all instances active, at most", active),
  ];
  const remedy = "See that the budget knows, and that the alarm on active instances fits the new bounds.";
  if (raised.length > 0) {
    yield {
      resource: service,
      message: `'${serviceName}' a month: ${raised.join("; ")} (${basis}).`,
      remedy,
    };
  } else if (idle === undefined) {
    yield {
      resource: service,
      message: `The size or the scaling of '${serviceName}' changes: ${basis}.`,
      remedy,
    };
  }
}

function describeRaise(what: string, cost: ServiceCost["idle"]): string[] {
  if (!cost || cost.after <= cost.before) return [];
  return [`${what} $${cost.before.toFixed(2)} → $${cost.after.toFixed(2)}`];
}
