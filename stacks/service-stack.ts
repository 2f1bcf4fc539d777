import type { Construct } from "constructs";
import { AppRunnerService, type AppRunnerServiceProps } from "../modules";
import { BaseStack, type BaseStackProps } from "./base-stack";

/** Props of a `ServiceStack`: those of every stack and those of the service. */
export interface ServiceStackProps extends BaseStackProps, AppRunnerServiceProps {}

/**
 * One App Runner service with its instance role and its scaling.
 *
 * @example
 * new ServiceStack(app, "hello-dev", {
 *   region: "eu-west-1",
 *   serviceName: "hello-dev",
 *   source: ImageSource.ecrPublic("public.ecr.aws/aws-containers/hello-app-runner:latest"),
 *   port: 8000,
 * });
 */
export class ServiceStack extends BaseStack {
  /** The service. */
  public readonly service: AppRunnerService;

  public constructor(scope: Construct, id: string, props: ServiceStackProps) {
    super(scope, id, props);
    this.service = new AppRunnerService(this, "Service", props);
    this.output("service_url", `https://${this.service.serviceUrl}`, "Where the service answers");
    if (props.webAcl) {
      const meaning =
        "Web ACL of the service: it looks at requests to service_url and to every custom domain alike";
      this.output("web_acl_arn", props.webAcl.webAclArn, meaning);
    }
    this.output("service_arn", this.service.serviceArn, "ARN of the service");
  }
}
