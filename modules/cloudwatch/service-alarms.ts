import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { Construct } from "constructs";
import { type IAppRunnerService, SERVICE } from "../apprunner/service-base";
import { withoutTraces } from "../core/cdktf-internals";
import { Kind } from "../core/kind";
import { LocatedConstruct } from "../core/located-construct";
import { allowCharacters } from "../core/mixed-text";
import { shorten } from "../core/naming";
import { requireSamePlace } from "../core/place";
import { PropertyChecks } from "../core/property-checks";
import { takenNames } from "../core/taken-names";
import { claimName } from "../core/unique-names";
import { display } from "../core/values";
import { type ITopic, TOPIC } from "../sns/topic";
import { buildAlarmDefinitions } from "./alarm-definitions";
import { type AlarmOptions, buildAlarmThresholds } from "./alarm-thresholds";

/** Props of `ServiceAlarms`. */
export interface ServiceAlarmsProps extends AlarmOptions {
  /** The service. */
  readonly service: IAppRunnerService;
  /**
   * Topic to notify when an alarm goes off and when it recovers.
   *
   * @default - no notifications; CloudWatch shows the alarms
   */
  readonly topic?: ITopic;
  /**
   * Prefix of the alarm names, 1 to 200 characters. Each set of alarms for the same service needs a different prefix.
   *
   * @default - the name of the service
   */
  readonly alarmNamePrefix?: string;
  /**
   * Tags of the alarms, in addition to the provider's default tags.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Suffix of each alarm's name. */
const NAMES: Readonly<Record<keyof AlarmOptions, string>> = {
  serverErrorRate: "server-errors",
  latencyMilliseconds: "latency",
  cpuUtilization: "cpu",
  memoryUtilization: "memory",
  concurrencyUtilization: "concurrency",
  instancesAtMax: "instances-at-max",
  noTrafficMinutes: "no-traffic",
  monthlyInstanceHours: "instance-hours",
};

/** API model: AlarmName, 255 characters, with room for the suffix. */
const PREFIX = {
  pattern: /^[^\p{C}$%]{1,200}$/u,
  allowed: "1 to 200 characters, without control characters, '$' or '%'",
  mixed: allowCharacters("^\\p{C}$%"),
};

/**
 * CloudWatch alarms for a service in production.
 *
 * @see https://docs.aws.amazon.com/apprunner/latest/dg/monitor-cw.html
 * @example
 * const topic = new Topic(this, "Topic", { topicName: "hello-alarms", emailAddresses: ["team@example.com"] });
 * new ServiceAlarms(this, "Alarms", { service, topic, latencyMilliseconds: 500 });
 */
export class ServiceAlarms extends LocatedConstruct {
  /** Provider resources, by the option that sets their threshold. */
  public readonly alarms: Readonly<Partial<Record<keyof AlarmOptions, CloudwatchMetricAlarm>>>;

  public constructor(scope: Construct, id: string, props: ServiceAlarmsProps) {
    super(scope, id);
    const checks = new PropertyChecks(this).props("props", props);
    checks.kind("service", props.service, SERVICE).throwIfAny();
    const { service, topic, tags } = props;
    const prefix = props.alarmNamePrefix ?? service.serviceName;
    this.validate(checks, props);
    const thresholds = buildAlarmThresholds(checks, props, service.scaling);
    checks.finish(ServiceAlarms);
    this.take(service, prefix);
    topic?.allowService("cloudwatch.amazonaws.com");
    const actions = topic === undefined ? undefined : [topic.topicArn];
    const alarms: Partial<Record<keyof AlarmOptions, CloudwatchMetricAlarm>> = {};
    for (const [watched, definition] of buildAlarmDefinitions(service, thresholds)) {
      alarms[watched] = withoutTraces(
        () =>
          new CloudwatchMetricAlarm(this, watched, {
            ...definition,
            alarmName: `${shorten(prefix, 200)}-${NAMES[watched]}`,
            alarmActions: actions,
            okActions: actions,
            tags,
          }),
      );
    }
    this.alarms = alarms;
    for (const resource of Object.values(alarms)) {
      claimName(this, { prop: "alarmNamePrefix", name: String(resource.alarmNameInput), resource });
    }
    requireSamePlace(this, [
      { prop: "service", thing: service, arn: service.serviceArn, same: "region" },
      topic && { prop: "topic", thing: topic, arn: topic.topicArn, same: "region" },
    ]);
  }

  private validate(checks: PropertyChecks, { topic, alarmNamePrefix, tags }: ServiceAlarmsProps): void {
    checks.optional.kind("topic", topic, TOPIC);
    checks.optional.string("alarmNamePrefix", alarmNamePrefix, PREFIX);
    checks.tags("tags", tags);
  }

  private take(service: IAppRunnerService, prefix: string): void {
    const taken = takenNames(service, "alarmNamePrefix");
    const message = `'alarmNamePrefix' must be unique for ${service.node.path}, got ${display(prefix)} twice: alarms with the same name overwrite each other`;
    new PropertyChecks(this).that(!taken.has(prefix), message).throwIfAny();
    taken.set(prefix, this);
  }
}

/** Kind of `ServiceAlarms` objects. */
export const SERVICE_ALARMS = new Kind<ServiceAlarms>("ServiceAlarms", "new ServiceAlarms(…)", ServiceAlarms);
