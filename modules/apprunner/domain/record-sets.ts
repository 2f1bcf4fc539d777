import type { PropertyChecks } from "../../core/property-checks";
import { display, isToken } from "../../core/values";
import type { RoutingConfig } from "../../route53/traffic-routing";

/** The traffic records that one domain writes to a zone. */
export interface TrafficRecords {
  /** Path of the domain. */
  readonly path: string;
  /** Names of the records. */
  readonly names: readonly string[];
  /** Type of the records. */
  readonly recordType: string;
  /** What makes them some of several of their names. */
  readonly routing?: RoutingConfig;
}

/**
 * Records a fault where Route 53 does not take the records of two domains beside each other.
 *
 * @param own the records of a domain with a routing
 * @param other the records of another domain
 */
export function checkRecordSet(checks: PropertyChecks, own: TrafficRecords, other: TrafficRecords): void {
  const name = own.names.find((candidate) => other.names.includes(candidate));
  if (name === undefined) return;
  const of = `the records of ${display(name)}`;
  if (own.routing === undefined || other.routing === undefined) {
    checks.fault(`'routing' must be given for all ${of}: ${other.path} has none`);
    return;
  }
  const [policy, otherPolicy] = [findPolicy(own.routing), findPolicy(other.routing)];
  checks.that(
    policy === otherPolicy,
    `'routing' must be of one policy for all ${of}: it is ${policy} here and ${otherPolicy} at ${other.path}`,
  );
  checks.that(
    own.recordType === other.recordType,
    `'recordType' must be one for all ${of}: it is ${display(own.recordType)} here and ${display(other.recordType)} at ${other.path}`,
  );
  const { setIdentifier, failoverRoutingPolicy } = own.routing;
  checks.that(
    isToken(setIdentifier) || setIdentifier !== other.routing.setIdentifier,
    `'routing.setIdentifier' must be new among ${of}: ${other.path} has ${display(setIdentifier)} too`,
  );
  checks.that(
    failoverRoutingPolicy === undefined ||
      failoverRoutingPolicy.type !== other.routing.failoverRoutingPolicy?.type,
    `'routing' must have one ${failoverRoutingPolicy?.type} among ${of}: ${other.path} is one too`,
  );
}

function findPolicy(routing: RoutingConfig): string {
  if (routing.failoverRoutingPolicy) return "failover";
  return routing.weightedRoutingPolicy ? "weighted" : "latency";
}
