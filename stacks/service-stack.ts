import { Construct } from "constructs";
import {
  type AlarmOptions,
  AppRunnerService,
  type AppRunnerServiceProps,
  type ITopic,
  ServiceAlarms,
  ServiceDashboard,
  ServiceEvents,
  Topic,
} from "../modules";
import { ALARM_OPTIONS } from "../modules/cloudwatch/alarm-thresholds";
import { PropertyChecks } from "../modules/core/property-checks";
import { BASE_STACK_PROPS, BaseStack, type BaseStackProps, STACKS } from "./base-stack";

/** Alarms of a `ServiceStack`, and where their notifications go. */
export interface MonitoringOptions extends AlarmOptions {
  /**
   * Addresses that receive an email for each alarm and failed operation, through a new topic. Each must first confirm its subscription.
   *
   * @default - none
   */
  readonly emailAddresses?: readonly string[];
  /**
   * Existing topic to notify, instead of a new one for `emailAddresses`.
   *
   * @default - a new topic if there are `emailAddresses`, otherwise none
   */
  readonly topic?: ITopic;
}

/** Props of a `ServiceStack`: those of every stack and those of the service. */
export interface ServiceStackProps extends BaseStackProps, AppRunnerServiceProps {
  /**
   * Alarms, a dashboard and, if there is a topic, notifications about failed operations. `{}` uses the defaults.
   *
   * @default - none
   */
  readonly monitoring?: MonitoringOptions;
}

/**
 * One App Runner service with its instance role and scaling.
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
    const checks = new PropertyChecks(this).props("props", props).knows(...BASE_STACK_PROPS, "monitoring");
    this.service = new AppRunnerService(this, "Service", checks.rest(props));
    if (props.isPubliclyAccessible !== false)
      this.output("service_url", `https://${this.service.serviceUrl}`, "URL of the service");
    if (props.webAcl) {
      const meaning = "ARN of the web ACL, which inspects requests to service_url and to every custom domain";
      this.output("web_acl_arn", props.webAcl.webAclArn, meaning);
    }
    this.addOutputs(this.service);
    if (props.monitoring !== undefined) this.monitor(props.monitoring, props);
  }

  private addOutputs({ serviceArn, serviceId, instanceRole, accessRole }: AppRunnerService): void {
    this.output("service_arn", serviceArn, "ARN of the service");
    this.output("service_id", serviceId, "Id of the service");
    this.output(
      "instance_role_arn",
      instanceRole.roleArn,
      "ARN of the instance role, which the container uses",
    );
    if (accessRole)
      this.output("access_role_arn", accessRole.roleArn, "ARN of the access role, which pulls the image");
  }

  private monitor(options: MonitoringOptions, { serviceName, tags }: ServiceStackProps): void {
    const checks = new PropertyChecks(this).props("monitoring", options);
    checks.knows(...[...ALARM_OPTIONS, "emailAddresses", "topic"].map((name) => `monitoring.${name}`));
    const { emailAddresses, topic: given, ...thresholds } = options;
    const message = "'monitoring' must have either 'emailAddresses' or 'topic', got both";
    checks.that(emailAddresses === undefined || given === undefined, message).finish();
    const monitoring = new Construct(this, "Monitoring");
    const topic =
      emailAddresses === undefined
        ? given
        : new Topic(monitoring, "Topic", { topicName: `${serviceName}-alarms`, emailAddresses, tags });
    const { service } = this;
    const alarms = new ServiceAlarms(monitoring, "Alarms", { ...thresholds, service, topic, tags });
    new ServiceDashboard(monitoring, "Dashboard", { service, alarms });
    if (topic === undefined) return;
    new ServiceEvents(monitoring, "Events", { service, topic, tags });
    this.output("alarm_topic_arn", topic.topicArn, "ARN of the topic for alarms and failed operations");
  }
}

STACKS.add(ServiceStack);
