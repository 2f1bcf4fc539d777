import type { IConstruct } from "constructs";
import { Kind } from "../core/kind";
import { LocatedConstruct } from "../core/located-construct";

/** A Route 53 health check of any type, created by this library or elsewhere. */
export interface IRoute53HealthCheck extends IConstruct {
  /** Id of the health check, such as `abcdef11-2222-3333-4444-555555fedcba`. */
  readonly healthCheckId: string;
}

/** Base class of new and imported Route 53 health checks. */
export abstract class HealthCheckBase extends LocatedConstruct implements IRoute53HealthCheck {
  public abstract readonly healthCheckId: string;
}

/** Recognizes a Route 53 health check. */
export const ROUTE53_HEALTH_CHECK = new Kind<IRoute53HealthCheck>(
  "a Route 53 health check",
  "new ServiceHealthCheck(…)",
  HealthCheckBase,
);
