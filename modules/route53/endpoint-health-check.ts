import type { Route53HealthCheckConfig } from "@cdktf/provider-aws/lib/route53-health-check";
import { allowCharacters, literalParts } from "../core/mixed-text";
import type { PropertyChecks } from "../core/property-checks";
import { isToken } from "../core/values";

/**
 * Regions from which Route 53 can check an endpoint.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html
 */
export const HEALTH_CHECKER_REGIONS = [
  "us-east-1",
  "us-west-1",
  "us-west-2",
  "eu-west-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-northeast-1",
  "sa-east-1",
] as const;

/** A region from which Route 53 can check an endpoint. */
export type HealthCheckerRegion = (typeof HEALTH_CHECKER_REGIONS)[number];

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
  /**
   * Text that the first 5,120 bytes of the response must contain: 1 to 255 bytes, case-sensitive. Adding or removing it replaces the
   * health check.
   *
   * @default - any response
   */
  readonly searchString?: string;
  /**
   * Regions of the health checkers, 3 to 8. To return to the default after setting it, list all eight.
   *
   * @default - all eight regions of `HEALTH_CHECKER_REGIONS`
   */
  readonly regions?: readonly HealthCheckerRegion[];
  /**
   * Tags of the health check, in addition to the provider's default tags: at most 10. The Route 53 console shows the tag `Name` as its
   * name.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

const PATH = {
  pattern: /^\/[A-Za-z0-9\-._~!&'()*+,;=:@%/?]{0,254}$/,
  allowed: "a path of at most 255 URL characters that starts with '/'",
  mixed: allowCharacters("A-Za-z0-9._~!&'()*+,;=:@%\\/?\\-", "/"),
};

/**
 * Records a fault for each value that Route 53 would reject.
 *
 * @param checks checks of the construct with the health check
 * @param prefix prefix of the props in messages, such as `routing.healthCheck.`
 */
export function checkEndpoint(checks: PropertyChecks, prefix: string, check: EndpointHealthCheck): void {
  const { path, requestIntervalSeconds = 30, failureThreshold = 3, searchString } = check;
  checks
    .string(`${prefix}path`, path, PATH)
    .oneOf(`${prefix}requestIntervalSeconds`, requestIntervalSeconds, [10, 30])
    .integer(`${prefix}failureThreshold`, failureThreshold, { min: 1, max: 10 });
  checks.optional.text(`${prefix}searchString`, searchString, 255);
  if (typeof searchString === "string") {
    const bytes = Buffer.byteLength(literalParts(searchString));
    checks.that(searchString !== "", `'${prefix}searchString' must not be empty`);
    checks.that(
      bytes <= 255 || literalParts(searchString).length > 255,
      `'${prefix}searchString' must be at most 255 bytes long, got ${bytes}`,
    );
  }
  checkRegions(checks, `${prefix}regions`, check.regions);
  checkRoute53Tags(checks, `${prefix}tags`, check.tags);
}

function checkRegions(checks: PropertyChecks, prop: string, regions: readonly string[] | undefined): void {
  checks.list(prop, regions, (item, region) => checks.oneOf(item, region, HEALTH_CHECKER_REGIONS));
  if (!Array.isArray(regions)) return;
  const different = new Set<unknown>(regions).size;
  checks.that(
    different === regions.length && different >= 3,
    `'${prop}' must have at least 3 different regions, got ${regions.length} with ${different} different`,
  );
}

/**
 * Records a fault for tags that Route 53 would reject. It accepts fewer than other services.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeTagsForResource.html
 */
export function checkRoute53Tags(checks: PropertyChecks, prop: string, tags: unknown): void {
  checks.tags(prop, tags);
  const count = typeof tags === "object" && tags !== null && !isToken(tags) ? Object.keys(tags).length : 0;
  checks.that(count <= 10, `'${prop}' must have at most 10 tags, got ${count}`);
}

/**
 * Returns the arguments of the health check.
 *
 * @param hostName default domain of the service
 */
export function renderEndpoint(hostName: string, check: EndpointHealthCheck): Route53HealthCheckConfig {
  const { regions, searchString, tags } = check;
  return {
    type: searchString === undefined ? "HTTPS" : "HTTPS_STR_MATCH",
    fqdn: hostName,
    port: 443,
    resourcePath: check.path,
    requestInterval: check.requestIntervalSeconds ?? 30,
    failureThreshold: check.failureThreshold ?? 3,
    searchString,
    regions: regions && [...regions],
    tags,
    // Route 53 later lists all regions of a health check without `regions`. Provider versions before 6.28 then plan to remove them, and
    // the apply fails: https://github.com/hashicorp/terraform-provider-aws/issues/45824
    lifecycle: regions ? undefined : { ignoreChanges: ["regions"] },
  };
}
