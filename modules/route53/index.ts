/**
 * Hosted zones, and records of one domain for several services.
 *
 * @module route53
 */
export { HostedZone } from "./hosted-zone";
export type { HostedZoneAttributes, HostedZoneLookup, HostedZoneProps, IHostedZone } from "./hosted-zone";
export { TrafficRouting } from "./traffic-routing";
export type { EndpointHealthCheck, RoutingConfig, TrafficRoutingOptions } from "./traffic-routing";
