import type { ApprunnerServiceHealthCheckConfiguration } from "@cdktf/provider-aws/lib/apprunner-service";
import { Kind } from "../core/kind";
import type { PropertyChecks } from "../core/property-checks";

/** How often and how patiently App Runner checks an instance. An instance has to be healthy within five minutes. */
export interface HealthCheckOptions {
  /**
   * Seconds between two checks, 1 to 20.
   *
   * @default 5
   */
  readonly intervalSeconds?: number;
  /**
   * Seconds to wait for an answer, 1 to 20.
   *
   * @default 2
   */
  readonly timeoutSeconds?: number;
  /**
   * Good checks in a row until an instance counts as healthy, 1 to 20.
   *
   * @default 1
   */
  readonly healthyThreshold?: number;
  /**
   * Bad checks in a row until an instance counts as unhealthy, 1 to 20.
   *
   * @default 5
   */
  readonly unhealthyThreshold?: number;
}

const BOUNDS = { min: 1, max: 20 };
const PATH = {
  pattern: /^\/[A-Za-z0-9\-._~!&'()*+,;=:@%/?]{0,50}$/,
  allowed: "a path of at most 51 URL characters that starts with '/'",
};

/**
 * How App Runner tells whether an instance is healthy.
 *
 * @see https://docs.aws.amazon.com/apprunner/latest/dg/manage-configure-healthcheck.html
 * @example
 * HealthCheck.http("/healthz", { intervalSeconds: 10 });
 */
export class HealthCheck {
  /**
   * Healthy when a GET of `path` answers with status 200.
   *
   * @param path starts with `/`
   * @param options how often and how patiently
   */
  public static http(path: string, options: HealthCheckOptions = {}): HealthCheck {
    return new HealthCheck("HTTP", path, options);
  }

  /**
   * Healthy when the port takes a TCP connection.
   *
   * @param options how often and how patiently
   */
  public static tcp(options: HealthCheckOptions = {}): HealthCheck {
    return new HealthCheck("TCP", "/", options);
  }

  private constructor(
    private readonly protocol: "HTTP" | "TCP",
    private readonly path: string,
    private readonly options: HealthCheckOptions,
  ) {}

  /** The provider's block, with every value written out: the provider forgets to unset what is left away. */
  public render(): Required<ApprunnerServiceHealthCheckConfiguration> {
    return {
      protocol: this.protocol,
      path: this.path,
      interval: this.options.intervalSeconds ?? 5,
      timeout: this.options.timeoutSeconds ?? 2,
      healthyThreshold: this.options.healthyThreshold ?? 1,
      unhealthyThreshold: this.options.unhealthyThreshold ?? 5,
    };
  }

  /**
   * Records a fault for every value that App Runner refuses.
   *
   * @param checks of the construct that uses the health check
   * @internal
   */
  public validate(checks: PropertyChecks): void {
    checks.object("healthCheck", this.options);
    const { path, interval, timeout, healthyThreshold, unhealthyThreshold } = this.render();
    // The path is no option, so it is checked before those are.
    checks
      .string("healthCheck.path", path, PATH)
      .props("healthCheck", this.options)
      .integer("healthCheck.intervalSeconds", interval, BOUNDS)
      .integer("healthCheck.timeoutSeconds", timeout, BOUNDS)
      .integer("healthCheck.healthyThreshold", healthyThreshold, BOUNDS)
      .integer("healthCheck.unhealthyThreshold", unhealthyThreshold, BOUNDS);
  }
}

/** Kind of the objects that are a HealthCheck. */
export const HEALTH_CHECK = new Kind<HealthCheck>(
  "a HealthCheck",
  'HealthCheck.http("/healthz")',
  HealthCheck,
);
