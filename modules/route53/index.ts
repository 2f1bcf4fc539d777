/**
 * Hosted zones, and routing policies for several services of one domain.
 *
 * @module route53
 */
export { HostedZone } from "./hosted-zone";
export type { HostedZoneAttributes, HostedZoneLookup, HostedZoneProps, IHostedZone } from "./hosted-zone";
export { TrafficRouting } from "./traffic-routing";
export type { EndpointHealthCheck, RoutingConfig, TrafficRoutingOptions } from "./traffic-routing";
