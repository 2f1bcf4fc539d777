import { Route53HealthCheck } from "@cdktf/provider-aws/lib/route53-health-check";
import type { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { PropertyChecks } from "../core/property-checks";
import { checkRoute53Tags } from "./endpoint-health-check";
import { HealthCheckBase, type IRoute53HealthCheck, ROUTE53_HEALTH_CHECK } from "./health-check-base";

/** Props of a `CalculatedHealthCheck`. */
export interface CalculatedHealthCheckProps {
  /** Health checks to combine, 1 to 256. */
  readonly healthChecks: readonly IRoute53HealthCheck[];
  /**
   * How many of them must be healthy: 1 to their number.
   *
   * @default - all of them
   */
  readonly minimumHealthy?: number;
  /**
   * Provider for the health check, such as that of a zone in another account.
   *
   * @default - the provider of the stack
   */
  readonly provider?: TerraformProvider;
  /**
   * Tags of the health check, in addition to the provider's default tags: at most 10. The Route 53 console shows the tag `Name` as its
   * name.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * A Route 53 health check that is healthy while enough of other health checks are.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-types.html
 * @example
 * const api = new ServiceHealthCheck(this, "Api", { service, path: "/healthz" });
 * const alarm = ServiceHealthCheck.fromId(this, "Alarm", "abcdef11-2222-3333-4444-555555fedcba");
 * const healthCheck = new CalculatedHealthCheck(this, "Health", { healthChecks: [api, alarm] });
 */
export class CalculatedHealthCheck extends HealthCheckBase {
  /** Provider resource. Use `resource.addOverride(path, value)` for settings without a prop. */
  public readonly resource: Route53HealthCheck;
  public readonly healthCheckId: string;

  public constructor(scope: Construct, id: string, props: CalculatedHealthCheckProps) {
    super(scope, id);
    this.validate(props);
    const { healthChecks } = props;
    this.resource = new Route53HealthCheck(this, "Resource", {
      type: "CALCULATED",
      childHealthchecks: healthChecks.map(({ healthCheckId }) => healthCheckId),
      childHealthThreshold: props.minimumHealthy ?? healthChecks.length,
      provider: props.provider,
      tags: props.tags,
    });
    this.healthCheckId = this.resource.id;
  }

  private validate(props: CalculatedHealthCheckProps): void {
    const checks = new PropertyChecks(this).props("props", props);
    const given: unknown = props.healthChecks;
    checks
      .knows("healthChecks")
      .allow(Array.isArray(given), "healthChecks", "a list of Route 53 health checks", given)
      .throwIfAny();
    const { healthChecks, minimumHealthy } = props;
    checks.list("healthChecks", healthChecks, (item, one) => checks.kind(item, one, ROUTE53_HEALTH_CHECK));
    const count = healthChecks.length;
    checks.that(count >= 1 && count <= 256, `'healthChecks' must have 1 to 256 health checks, got ${count}`);
    checks.throwIfAny();
    const ids = healthChecks.map(({ healthCheckId }) => healthCheckId);
    const twice = ids.find((one, index) => ids.indexOf(one) !== index);
    checks.that(
      twice === undefined,
      `'healthChecks' must be different, got ${healthChecks[ids.indexOf(twice ?? "")]?.node.path} twice`,
    );
    checks.optional.integer("minimumHealthy", minimumHealthy, { min: 1, max: count });
    checks.optional.provider("provider", props.provider);
    checkRoute53Tags(checks, "tags", props.tags);
    checks.finish(CalculatedHealthCheck);
  }
}
