import type { Route53HealthCheckConfig } from "@cdktf/provider-aws/lib/route53-health-check";
import type { Route53RecordConfig } from "@cdktf/provider-aws/lib/route53-record";
import { Kind } from "../core/kind";
import type { PropertyChecks } from "../core/property-checks";

/** How Route 53 checks whether a service answers: over HTTPS, at the host name that App Runner gave it. */
export interface EndpointHealthCheck {
  /** Path to ask for, such as `/healthz`. The service is healthy when it answers with a status of 2xx or 3xx in time. */
  readonly path: string;
  /**
   * Seconds between two requests of one of Route 53's checkers: 10 or 30. Changing it replaces the health check.
   *
   * @default 30
   */
  readonly requestIntervalSeconds?: 10 | 30;
  /**
   * Checks in a row until a healthy service counts as unhealthy, or the other way round, 1 to 10.
   *
   * @default 3
   */
  readonly failureThreshold?: number;
}

/** What all routing policies have in common. */
export interface TrafficRoutingOptions {
  /**
   * What tells the record from the others of the same name: 1 to 128 characters. Each has to have another one.
   *
   * @default - the region of the stack
   */
  readonly setIdentifier?: string;
  /**
   * Health check of the service. Route 53 answers with the record only while it is healthy, or while none is.
   *
   * @default - none
   */
  readonly healthCheck?: EndpointHealthCheck;
}

/** The arguments of a record that make it one of several of the same name. */
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
};

/**
 * How Route 53 chooses among several services of one domain, such as one in each region. All of them need the same policy.
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
   * Answers with the service that is nearest to the user, by network latency.
   *
   * @param options set identifier and health check
   */
  public static latency(options: TrafficRoutingOptions = {}): TrafficRouting {
    return new TrafficRouting(options, (region) => ({ latencyRoutingPolicy: { region } }));
  }

  /**
   * Answers with the primary service while it is healthy, and with the secondary one otherwise.
   *
   * @param role which of the two this one is; the primary one needs a health check
   * @param options set identifier and health check
   */
  public static failover(role: "PRIMARY" | "SECONDARY", options: TrafficRoutingOptions = {}): TrafficRouting {
    const check = (checks: PropertyChecks) => {
      checks.choice("routing.role", role, ["PRIMARY", "SECONDARY"]);
      checks.that(
        role !== "PRIMARY" || options.healthCheck !== undefined,
        "'routing.healthCheck' must be given for the 'PRIMARY' of a failover: without it nothing ever fails over",
      );
    };
    return new TrafficRouting(options, () => ({ failoverRoutingPolicy: { type: role } }), check);
  }

  /**
   * Answers with each service as often as its weight says, in proportion to the sum of all weights.
   *
   * @param weight 0 to 255; 0 takes the service out, unless all have 0
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
   * The arguments of the record.
   *
   * @param region region of the service
   */
  public render(region: string): RoutingConfig {
    return { setIdentifier: this.options.setIdentifier ?? region, ...this.policy(region) };
  }

  /**
   * The arguments of the health check, where there is one.
   *
   * @param hostName host name that App Runner gave the service
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
   * Records a fault for every value that Route 53 refuses.
   *
   * @param checks of the construct that uses the routing
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

/** Kind of the objects that are a TrafficRouting. */
export const TRAFFIC_ROUTING = new Kind<TrafficRouting>(
  "a TrafficRouting",
  "TrafficRouting.latency()",
  TrafficRouting,
);
