import type { Route53RecordGeolocationRoutingPolicy } from "@cdktf/provider-aws/lib/route53-record";
import type { PropertyChecks } from "../../core/property-checks";
import { display, isToken } from "../../core/values";
import { describeLocation, isDefaultLocation } from "../../route53/geo-location";
import type { RoutingConfig } from "../../route53/traffic-routing";

/** Traffic records that a domain creates in a zone. */
export interface TrafficRecords {
  /** Construct path of the domain. */
  readonly path: string;
  /** Names of the records. */
  readonly names: readonly string[];
  /** Type of the records. */
  readonly recordType: string;
  /** Routing arguments, if several records share a name. */
  readonly routing?: RoutingConfig;
}

/**
 * Records a fault if Route 53 would reject one of the records of two domains.
 *
 * @param own records of a domain with a routing
 * @param other records of another domain
 */
export function checkRecordSet(checks: PropertyChecks, own: TrafficRecords, other: TrafficRecords): void {
  const name = own.names.find((candidate) => other.names.includes(candidate));
  if (name === undefined) return;
  const of = `records of ${display(name)}`;
  if (own.routing === undefined || other.routing === undefined) {
    checks.fault(`'routing' must be set for all ${of}: ${other.path} has none`);
    return;
  }
  const [policy, otherPolicy] = [findPolicy(own.routing), findPolicy(other.routing)];
  checks.that(
    policy === otherPolicy,
    `'routing' must use the same policy for all ${of}: it is ${policy} here and ${otherPolicy} in ${other.path}`,
  );
  checks.that(
    own.recordType === other.recordType,
    `'recordType' must be the same for all ${of}: it is ${display(own.recordType)} here and ${display(other.recordType)} in ${other.path}`,
  );
  const { setIdentifier, failoverRoutingPolicy } = own.routing;
  checks.that(
    isToken(setIdentifier) || setIdentifier !== other.routing.setIdentifier,
    `'routing.setIdentifier' must be unique among the ${of}: ${other.path} also has ${display(setIdentifier)}`,
  );
  checks.that(
    failoverRoutingPolicy === undefined ||
      failoverRoutingPolicy.type !== other.routing.failoverRoutingPolicy?.type,
    `'routing' must have only one ${failoverRoutingPolicy?.type} among the ${of}: ${other.path} is also ${failoverRoutingPolicy?.type}`,
  );
  checkLocations(checks, of, own, other);
}

/**
 * Returns the first name without a record for the default location, if the domains with this name use geolocation. The domain with the
 * first construct path reports it.
 */
export function findNameWithoutDefault(
  own: TrafficRecords,
  others: readonly TrafficRecords[],
): string | undefined {
  if (own.routing === undefined || findPolicy(own.routing) !== "geolocation") return undefined;
  return own.names.find((name) => {
    const same = [own, ...others.filter(({ names }) => names.includes(name))];
    const known = same.map(locationOf);
    if (known.some((location) => location && (isDefaultLocation(location) || hasToken(location))))
      return false;
    return same.every(({ path }) => own.path <= path);
  });
}

function locationOf({ routing }: TrafficRecords): Route53RecordGeolocationRoutingPolicy | undefined {
  return routing?.geolocationRoutingPolicy;
}

function hasToken(location: Route53RecordGeolocationRoutingPolicy): boolean {
  return Object.values(location).some(isToken);
}

function checkLocations(
  checks: PropertyChecks,
  of: string,
  own: TrafficRecords,
  other: TrafficRecords,
): void {
  const [here, there] = [locationOf(own), locationOf(other)];
  if (here === undefined || there === undefined || hasToken(here) || hasToken(there)) return;
  const [one, two] = [describeLocation(here), describeLocation(there)];
  checks.that(
    one !== two,
    `'routing.location' must be different for all ${of}: ${other.path} also has ${one}`,
  );
}

function findPolicy(routing: RoutingConfig): string {
  if (routing.failoverRoutingPolicy) return "failover";
  if (routing.geolocationRoutingPolicy) return "geolocation";
  return routing.weightedRoutingPolicy ? "weighted" : "latency";
}
