import type { Route53HealthCheckConfig } from "@cdktf/provider-aws/lib/route53-health-check";
import type { Route53RecordConfig } from "@cdktf/provider-aws/lib/route53-record";
import { Kind } from "../core/kind";
import { allowCharacters } from "../core/mixed-text";
import type { PropertyChecks } from "../core/property-checks";

/** Route 53 health check of a service, over HTTPS at the service's default domain. */
export interface EndpointHealthCheck {
  /** Path of the request, such as `/healthz`. Healthy means a status of 2xx or 3xx in time. */
  readonly path: string;
  /**
   * Seconds between requests of each health checker, 10 or 30. Changing it replaces the health check.
   *
   * @default 30
   */
  readonly requestIntervalSeconds?: 10 | 30;
  /**
   * Consecutive checks that must pass or fail to change the health status: 1 to 10.
   *
   * @default 3
   */
  readonly failureThreshold?: number;
}

/** Options of all routing policies. */
export interface TrafficRoutingOptions {
  /**
   * Identifier of the record, unique among the records of the same name: 1 to 128 characters.
   *
   * @default - the region of the stack
   */
  readonly setIdentifier?: string;
  /**
   * Health check of the service. Route 53 returns the record only while the service is healthy, or if no service is.
   *
   * @default - none
   */
  readonly healthCheck?: EndpointHealthCheck;
}

/** Routing arguments of a record that shares its name with others. */
export type RoutingConfig = Pick<
  Route53RecordConfig,
  | "setIdentifier"
  | "latencyRoutingPolicy"
  | "failoverRoutingPolicy"
  | "weightedRoutingPolicy"
  | "healthCheckId"
>;

const PATH = {
  pattern: /^\/[A-Za-z0-9\-._~!&'()*+,;=:@%/?]{0,254}$/,
  allowed: "a path of at most 255 URL characters that starts with '/'",
  mixed: allowCharacters("A-Za-z0-9._~!&'()*+,;=:@%\\/?\\-", "/"),
};

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
    return { setIdentifier: this.options.setIdentifier ?? region, ...this.policy(region) };
  }

  /**
   * Returns the arguments of the health check, if there is one.
   *
   * @param hostName default domain of the service
   */
  public renderHealthCheck(hostName: string): Route53HealthCheckConfig | undefined {
    const { healthCheck } = this.options;
    return (
      healthCheck && {
        type: "HTTPS",
        fqdn: hostName,
        port: 443,
        resourcePath: healthCheck.path,
        requestInterval: healthCheck.requestIntervalSeconds ?? 30,
        failureThreshold: healthCheck.failureThreshold ?? 3,
      }
    );
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
    checks.optional.props("routing.healthCheck", healthCheck);
    if (healthCheck === undefined) return;
    const { path, requestIntervalSeconds = 30, failureThreshold = 3 } = healthCheck;
    checks
      .string("routing.healthCheck.path", path, PATH)
      .oneOf("routing.healthCheck.requestIntervalSeconds", requestIntervalSeconds, [10, 30])
      .integer("routing.healthCheck.failureThreshold", failureThreshold, { min: 1, max: 10 });
  }
}

/** Recognizes a TrafficRouting. */
export const TRAFFIC_ROUTING = new Kind<TrafficRouting>(
  "a TrafficRouting",
  "TrafficRouting.latency()",
  TrafficRouting,
);
