import { Route53HealthCheck } from "@cdktf/provider-aws/lib/route53-health-check";
import type { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { type IAppRunnerService, SERVICE } from "../apprunner/service-base";
import { allowCharacters } from "../core/mixed-text";
import { PropertyChecks } from "../core/property-checks";
import { checkEndpoint, type EndpointHealthCheck, renderEndpoint } from "./endpoint-health-check";
import { HealthCheckBase, type IRoute53HealthCheck } from "./health-check-base";

/** Props of a `ServiceHealthCheck`. */
export interface ServiceHealthCheckProps extends EndpointHealthCheck {
  /** Service to check. It must be public: Route 53 sends its requests over the internet. */
  readonly service: IAppRunnerService;
  /**
   * Provider for the health check, such as that of a zone in another account.
   *
   * @default - the provider of the stack
   */
  readonly provider?: TerraformProvider;
}

const ID = {
  pattern: /^[\w-]{1,64}$/,
  allowed: "the id of a Route 53 health check, such as 'abcdef11-2222-3333-4444-555555fedcba'",
  mixed: allowCharacters("\\w\\-"),
};

/**
 * A Route 53 health check of a service that several domains and a `CalculatedHealthCheck` can share. If it must be replaced, the new one
 * is created before the old one is deleted.
 *
 * A domain with its own health check does not need this: see the `healthCheck` of its `routing`.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover.html
 * @example
 * const healthCheck = new ServiceHealthCheck(this, "Health", { service, path: "/healthz", searchString: "ok" });
 */
export class ServiceHealthCheck extends HealthCheckBase {
  /**
   * References an existing Route 53 health check of any type, such as one of a CloudWatch alarm. Nothing is looked up.
   *
   * @param scope parent construct of the reference
   * @param id construct id of the reference
   * @param healthCheckId id of the health check
   * @throws ValidationError if the id is not that of a health check
   */
  public static fromId(scope: Construct, id: string, healthCheckId: string): IRoute53HealthCheck {
    return new ImportedHealthCheck(scope, id, healthCheckId);
  }

  /** Provider resource. Use `resource.addOverride(path, value)` for settings without a prop. */
  public readonly resource: Route53HealthCheck;
  public readonly healthCheckId: string;

  public constructor(scope: Construct, id: string, props: ServiceHealthCheckProps) {
    super(scope, id);
    const checks = new PropertyChecks(this).props("props", props).kind("service", props.service, SERVICE);
    checks.optional.provider("provider", props.provider);
    checkEndpoint(checks, "", props);
    const { service } = props;
    checks.that(
      !SERVICE.includes(service) || service.isPubliclyAccessible !== false,
      `'service' must be public: ${SERVICE.includes(service) ? service.node.path : ""} is private, and Route 53 sends its requests over the internet`,
    );
    checks.finish(ServiceHealthCheck);
    const config = renderEndpoint(service.serviceUrl, props);
    this.resource = new Route53HealthCheck(this, "Resource", {
      ...config,
      lifecycle: { ...config.lifecycle, createBeforeDestroy: true },
      provider: props.provider,
    });
    this.healthCheckId = this.resource.id;
  }
}

class ImportedHealthCheck extends HealthCheckBase {
  public constructor(
    scope: Construct,
    id: string,
    public readonly healthCheckId: string,
  ) {
    super(scope, id);
    new PropertyChecks(this).string("healthCheckId", healthCheckId, ID).throwIfAny();
  }
}
