import type { App } from "cdktf";
import { type AppRunnerServiceProps, ImageSource } from "../../modules";
import { ServiceStack } from "../../stacks";
import type { Deployment } from "./deployment";

/** A public image for services whose image does not matter. */
export const PUBLIC_IMAGE = "public.ecr.aws/aws-containers/hello-app-runner:latest";

/** Adds a stack `service` with one service that runs a public image. */
export function publicService(
  app: App,
  base: Deployment["base"],
  props: Partial<AppRunnerServiceProps> = {},
): ServiceStack {
  return new ServiceStack(app, "service", {
    ...base,
    serviceName: "hello",
    source: ImageSource.ecrPublic(PUBLIC_IMAGE),
    ...props,
  });
}
