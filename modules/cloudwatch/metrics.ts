import { Fn, Token } from "cdktf";
import type { IAppRunnerService } from "../apprunner/service-base";
import { isToken } from "../core/values";

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
  const { serviceArn } = service;
  if (isToken(serviceArn)) return Fn.element(Fn.split(":", serviceArn), 3) as string;
  return serviceArn.split(":")[3] ?? "";
}
