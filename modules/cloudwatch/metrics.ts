import { Token } from "cdktf";
import type { IAppRunnerService } from "../apprunner/service-base";
import { regionOfArn } from "../core/arn";

/** Namespace of App Runner's metrics. */
export const NAMESPACE = "AWS/AppRunner";

/**
 * Returns the dimensions of the metrics of a service.
 *
 * @see https://docs.aws.amazon.com/apprunner/latest/dg/monitor-cw.html
 */
export function buildDimensions(service: IAppRunnerService): Record<"ServiceName" | "ServiceID", string> {
  return { ServiceName: Token.asString(service.serviceName), ServiceID: Token.asString(service.serviceId) };
}

/** Returns the region of a service. */
export function findServiceRegion(service: IAppRunnerService): string {
  return regionOfArn(service.serviceArn, "service/");
}
