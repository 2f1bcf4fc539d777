import type { ApprunnerServiceHealthCheckConfiguration } from "@cdktf/provider-aws/lib/apprunner-service";
import { Kind } from "../core/kind";
import { allowCharacters } from "../core/mixed-text";
import { MAX_TEXT_LENGTH } from "../core/patterns";
import type { PropertyChecks } from "../core/property-checks";
import { suggestForText } from "../core/suggestions";
import { isRecord, isToken } from "../core/values";

/** Interval, timeout and thresholds of a health check. A new instance must become healthy within five minutes. */
export interface HealthCheckOptions {
  /**
   * Seconds between checks, 1 to 20.
   *
   * @default 5
   */
  readonly intervalSeconds?: number;
  /**
   * Seconds to wait for a response, 1 to 20.
   *
   * @default 2
   */
  readonly timeoutSeconds?: number;
  /**
   * Successful checks in a row before an instance is healthy, 1 to 20.
   *
   * @default 1
   */
  readonly healthyThreshold?: number;
  /**
   * Failed checks in a row before an instance is unhealthy, 1 to 20.
   *
   * @default 5
   */
  readonly unhealthyThreshold?: number;
}

/** API model: HealthCheckInterval, HealthCheckTimeout, HealthCheckHealthyThreshold, HealthCheckUnhealthyThreshold. */
const BOUNDS = { min: 1, max: 20 };
/**
 * The API has no maximum length (API model: HealthCheckPath), the provider has. The characters are those of a path and a query.
 *
 * @see https://datatracker.ietf.org/doc/html/rfc3986#section-3.3
 */
const PATH = {
  pattern: new RegExp(`^/[A-Za-z0-9\\-._~!$&'()*+,;=:@%/?]{0,${MAX_TEXT_LENGTH - 1}}$`),
  allowed: `a path of at most ${MAX_TEXT_LENGTH} URL characters that starts with '/'`,
  mixed: allowCharacters("A-Za-z0-9._~!$&'()*+,;=:@%\\/?\\-", "/"),
};

/**
 * Health check that App Runner runs on each instance.
 *
 * @see https://docs.aws.amazon.com/apprunner/latest/dg/manage-configure-healthcheck.html
 * @example
 * HealthCheck.http("/healthz", { intervalSeconds: 10 });
 */
export class HealthCheck {
  /**
   * Returns a check that passes if a GET request to `path` returns status 200.
   *
   * @param path path that starts with `/`, such as `/healthz`
   * @param options interval, timeout and thresholds
   */
  public static http(path: string, options: HealthCheckOptions = {}): HealthCheck {
    return new HealthCheck("HTTP", path, options);
  }

  /**
   * Returns a check that passes if the port accepts a TCP connection.
   *
   * @param options interval, timeout and thresholds
   */
  public static tcp(options: HealthCheckOptions = {}): HealthCheck {
    return new HealthCheck("TCP", "/", options);
  }

  private constructor(
    private readonly protocol: "HTTP" | "TCP",
    private readonly path: string,
    private readonly options: HealthCheckOptions,
  ) {}

  /** The provider's block. Every value is set, because the provider does not reset a value that is left out. */
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
   * Records a fault for each value that App Runner rejects.
   *
   * @param checks checks of the service
   * @internal
   */
  public validate(checks: PropertyChecks): void {
    checks.object("healthCheck", this.options);
    const { path, interval, timeout, healthyThreshold, unhealthyThreshold } = this.render();
    // The path is not an option, so it is checked before the options.
    checks
      .string("healthCheck.path", path, PATH)
      .props("healthCheck", this.options)
      .integer("healthCheck.intervalSeconds", interval, BOUNDS)
      .integer("healthCheck.timeoutSeconds", timeout, BOUNDS)
      .integer("healthCheck.healthyThreshold", healthyThreshold, BOUNDS)
      .integer("healthCheck.unhealthyThreshold", unhealthyThreshold, BOUNDS);
  }
}

/** Kind of a HealthCheck. */
export const HEALTH_CHECK = new Kind<HealthCheck>(
  "a HealthCheck",
  'HealthCheck.http("/healthz")',
  HealthCheck,
).suggests(suggestCheck);

/** Suggests a check for a path, or for an object with the path or the protocol. */
function suggestCheck(value: unknown): string | undefined {
  const { path, protocol }: Record<string, unknown> = isRecord(value) ? value : { path: value };
  if ([path, protocol].some((part) => typeof part === "string" && /^tcp$/i.test(part)))
    return "HealthCheck.tcp()";
  if (typeof path !== "string" || isToken(path)) return undefined;
  const absolute = path.startsWith("/") ? path : `/${path}`;
  return suggestForText(PATH, (quoted) => `HealthCheck.http(${quoted})`)(absolute);
}
