import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { Token } from "cdktf";
import type { Construct } from "constructs";
import { type IAppRunnerService, SERVICE } from "../apprunner/service-base";
import { withoutTraces } from "../core/cdktf-internals";
import { LocatedConstruct } from "../core/located-construct";
import { shorten } from "../core/naming";
import { requireSamePlace } from "../core/place";
import { PropertyChecks } from "../core/property-checks";
import { claimName } from "../core/unique-names";
import { isToken } from "../core/values";
import { type ITopic, TOPIC } from "../sns/topic";

/** Name of an App Runner operation in its events. */
export type ServiceOperation =
  "CreateService" | "UpdateService" | "Deployment" | "PauseService" | "ResumeService" | "DeleteService";

/**
 * App Runner operations that can fail. A rolled-back update counts: the service is RUNNING again, and only the event reports the failure.
 *
 * @see https://docs.aws.amazon.com/apprunner/latest/dg/monitor-ev.html
 */
const OPERATIONS: readonly ServiceOperation[] = [
  "CreateService",
  "UpdateService",
  "Deployment",
  "PauseService",
  "ResumeService",
  "DeleteService",
];

/** Props of `ServiceEvents`. */
export interface ServiceEventsProps {
  /** The service. */
  readonly service: IAppRunnerService;
  /** Topic to notify. */
  readonly topic: ITopic;
  /**
   * Operations whose failure is reported.
   *
   * @default - all: `CreateService`, `UpdateService`, `Deployment`, `PauseService`, `ResumeService`, `DeleteService`
   */
  readonly operations?: readonly ServiceOperation[];
  /**
   * Tags of the rule, in addition to the provider's default tags.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * Notifies a topic if an operation of a service fails or is rolled back.
 *
 * The rule matches the name of the service, so it also reports a failed creation.
 *
 * @see https://docs.aws.amazon.com/apprunner/latest/dg/monitor-ev.html
 * @example
 * const topic = new Topic(this, "Topic", { topicName: "hello-alarms" });
 * new ServiceEvents(this, "Events", { service, topic });
 */
export class ServiceEvents extends LocatedConstruct {
  /** Provider resource. Use `resource.addOverride(path, value)` for settings without a prop. */
  public readonly resource: CloudwatchEventRule;

  public constructor(scope: Construct, id: string, props: ServiceEventsProps) {
    super(scope, id);
    this.validate(props);
    const { service, topic, operations = OPERATIONS, tags } = props;
    const serviceName = Token.asString(service.serviceName);
    const prefix = isToken(serviceName) ? serviceName : shorten(serviceName, 46);
    this.resource = new CloudwatchEventRule(this, "Resource", {
      name: `${prefix}-failed-operations`,
      description: `Operations of the App Runner service ${serviceName} that failed or were rolled back`,
      eventPattern: JSON.stringify({
        source: ["aws.apprunner"],
        "detail-type": ["AppRunner Service Operation Status Change"],
        detail: {
          serviceName: [serviceName],
          operationStatus: operations.map((operation) => `${operation}Failed`),
        },
      }),
      tags,
    });
    topic.allowService("events.amazonaws.com");
    claimName(this, { prop: "service", name: `${prefix}-failed-operations`, resource: this.resource });
    requireSamePlace(this, [
      { prop: "service", thing: service, arn: service.serviceArn, same: "region" },
      { prop: "topic", thing: topic, arn: topic.topicArn, same: "region" },
    ]);
    this.addTarget(topic);
  }

  private addTarget(topic: ITopic): void {
    withoutTraces(
      () =>
        new CloudwatchEventTarget(this, "Target", {
          rule: this.resource.name,
          arn: topic.topicArn,
          inputTransformer: {
            inputPaths: {
              service: "$.detail.serviceName",
              status: "$.detail.operationStatus",
              message: "$.detail.message",
              region: "$.region",
            },
            inputTemplate: JSON.stringify("<status>: <service> in <region>. <message>"),
          },
        }),
    );
  }

  private validate(props: ServiceEventsProps): void {
    const checks = new PropertyChecks(this).props("props", props);
    checks
      .kind("service", props.service, SERVICE)
      .kind("topic", props.topic, TOPIC)
      .list("operations", props.operations, (prop, operation) => checks.choice(prop, operation, OPERATIONS))
      .tags("tags", props.tags);
    const isEmpty = Array.isArray(props.operations) && props.operations.length === 0;
    checks.that(!isEmpty, "'operations' must have at least one operation").finish(ServiceEvents);
  }
}
