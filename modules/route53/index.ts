/**
 * Hosted zones with their query logs and DNSSEC, and routing policies and health checks for several services of one domain.
 *
 * @module route53
 */
export { CalculatedHealthCheck } from "./calculated-health-check";
export type { CalculatedHealthCheckProps } from "./calculated-health-check";
export { HEALTH_CHECKER_REGIONS } from "./endpoint-health-check";
export type { EndpointHealthCheck, HealthCheckerRegion } from "./endpoint-health-check";
export { CONTINENTS } from "./geo-location";
export type { ContinentLocation, CountryLocation, GeoLocation } from "./geo-location";
export type { HealthCheckBase, IRoute53HealthCheck } from "./health-check-base";
export { HostedZone } from "./hosted-zone";
export type { HostedZoneAttributes, HostedZoneLookup, HostedZoneProps, IHostedZone } from "./hosted-zone";
export { HostedZoneDnssec } from "./hosted-zone-dnssec";
export type { HostedZoneDnssecProps } from "./hosted-zone-dnssec";
export { HostedZoneQueryLog } from "./hosted-zone-query-log";
export type { HostedZoneQueryLogProps } from "./hosted-zone-query-log";
export { ServiceHealthCheck } from "./service-health-check";
export type { ServiceHealthCheckProps } from "./service-health-check";
export { TrafficRouting } from "./traffic-routing";
export type { RoutingConfig, TrafficRoutingOptions } from "./traffic-routing";
