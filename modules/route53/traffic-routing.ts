import type { Route53HealthCheckConfig } from "@cdktf/provider-aws/lib/route53-health-check";
import type { Route53RecordConfig } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import { Kind } from "../core/kind";
import type { PropertyChecks } from "../core/property-checks";
import { checkEndpoint, type EndpointHealthCheck, renderEndpoint } from "./endpoint-health-check";
import { checkLocation, type GeoLocation } from "./geo-location";
import { type IRoute53HealthCheck, ROUTE53_HEALTH_CHECK } from "./health-check-base";
import { isRecord } from "../core/values";

/** Options of all routing policies. */
export interface TrafficRoutingOptions {
  /**
   * Identifier of the record, unique among the records of the same name: 1 to 128 characters.
   *
   * @default - the region of the stack
   */
  readonly setIdentifier?: string;
  /**
   * Health check of the service: a new one, or a `ServiceHealthCheck` or `CalculatedHealthCheck`. Route 53 returns the record only while
   * it is healthy, or if no service is.
   *
   * @default - none
   */
  readonly healthCheck?: EndpointHealthCheck | IRoute53HealthCheck;
}

/** Routing arguments of a record that shares its name with others. */
export type RoutingConfig = Pick<
  Route53RecordConfig,
  | "setIdentifier"
  | "latencyRoutingPolicy"
  | "geolocationRoutingPolicy"
  | "failoverRoutingPolicy"
  | "weightedRoutingPolicy"
  | "healthCheckId"
>;

/**
 * How Route 53 chooses between several services of one domain, such as one in each region. All must use the same policy.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy.html
 * @example
 * new CustomDomain(this, "Domain", {
 *   service,
 *   zone,
 *   domainName: "api.example.com",
 *   routing: TrafficRouting.latency({ healthCheck: { path: "/healthz" } }),
 * });
 */
export class TrafficRouting {
  /**
   * Returns the service with the lowest network latency for the user.
   *
   * @param options set identifier and health check
   */
  public static latency(options: TrafficRoutingOptions = {}): TrafficRouting {
    return new TrafficRouting(options, (region) => ({ latencyRoutingPolicy: { region } }));
  }

  /**
   * Returns the primary service while it is healthy, and the secondary service otherwise.
   *
   * @param role role of this service; the primary requires a health check
   * @param options set identifier and health check
   */
  public static failover(role: "PRIMARY" | "SECONDARY", options: TrafficRoutingOptions = {}): TrafficRouting {
    const check = (checks: PropertyChecks) => {
      checks.choice("routing.role", role, ["PRIMARY", "SECONDARY"]);
      checks.that(
        role !== "PRIMARY" || options.healthCheck !== undefined,
        "'routing.healthCheck' must be set for the 'PRIMARY' of a failover: without it, Route 53 never fails over",
      );
    };
    return new TrafficRouting(options, () => ({ failoverRoutingPolicy: { type: role } }), check);
  }

  /**
   * Returns each service in proportion to its weight, relative to the sum of all weights.
   *
   * @param weight 0 to 255; a service with weight 0 gets no traffic, unless all weights are 0
   * @param options set identifier and health check
   */
  public static weighted(weight: number, options: TrafficRoutingOptions = {}): TrafficRouting {
    return new TrafficRouting(
      options,
      () => ({ weightedRoutingPolicy: { weight } }),
      (checks) => checks.integer("routing.weight", weight, { min: 0, max: 255 }),
    );
  }

  /**
   * Returns the service for the location of the user. Give one service the location `{ country: "*" }`: without it, users elsewhere get no
   * answer.
   *
   * @param location `{ continent: "EU" }`, `{ country: "DE" }`, `{ country: "US", subdivision: "CA" }` or `{ country: "*" }`
   * @param options set identifier and health check
   * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-geo.html
   */
  public static geolocation(location: GeoLocation, options: TrafficRoutingOptions = {}): TrafficRouting {
    return new TrafficRouting(
      options,
      () => ({ geolocationRoutingPolicy: location }),
      (checks) => {
        checkLocation(checks, "routing.location", location);
      },
    );
  }

  private constructor(
    private readonly options: TrafficRoutingOptions,
    private readonly policy: (region: string) => RoutingConfig,
    private readonly checkPolicy: (checks: PropertyChecks) => unknown = () => undefined,
  ) {}

  /**
   * Returns the routing arguments of the record.
   *
   * @param region region of the service
   */
  public render(region: string): RoutingConfig {
    const { setIdentifier, healthCheck } = this.options;
    const healthCheckId = ROUTE53_HEALTH_CHECK.includes(healthCheck) ? healthCheck.healthCheckId : undefined;
    return { setIdentifier: setIdentifier ?? region, ...this.policy(region), healthCheckId };
  }

  /**
   * Returns the arguments of the health check, if there is a new one.
   *
   * @param hostName default domain of the service
   */
  public renderHealthCheck(hostName: string): Route53HealthCheckConfig | undefined {
    const { healthCheck } = this.options;
    if (healthCheck === undefined || ROUTE53_HEALTH_CHECK.includes(healthCheck)) return undefined;
    return renderEndpoint(hostName, healthCheck);
  }

  /**
   * Records a fault for each value that Route 53 would reject.
   *
   * @param checks checks of the construct that uses the routing
   * @internal
   */
  public validate(checks: PropertyChecks): void {
    checks.object("routing", this.options);
    this.checkPolicy(checks);
    checks.props("routing", this.options);
    const { setIdentifier, healthCheck } = this.options;
    checks.that(setIdentifier !== "", "'routing.setIdentifier' must not be empty");
    checks.optional.text("routing.setIdentifier", setIdentifier, 128);
    if (Construct.isConstruct(healthCheck)) {
      checks.kind("routing.healthCheck", healthCheck, ROUTE53_HEALTH_CHECK);
      return;
    }
    checks.optional.object("routing.healthCheck", healthCheck);
    checks.optional.props("routing.healthCheck", healthCheck);
    if (healthCheck !== undefined) checkEndpoint(checks, "routing.healthCheck.", healthCheck);
  }
}

/** Recognizes a TrafficRouting. */
export const TRAFFIC_ROUTING = new Kind<TrafficRouting>(
  "a TrafficRouting",
  "TrafficRouting.latency()",
  TrafficRouting,
).suggests((value) => {
  if (value === "latency") return "TrafficRouting.latency()";
  if (value === "PRIMARY" || value === "SECONDARY") return `TrafficRouting.failover("${value}")`;
  const weight = isRecord(value) ? value.weight : value;
  return typeof weight === "number" ? `TrafficRouting.weighted(${weight})` : undefined;
});
