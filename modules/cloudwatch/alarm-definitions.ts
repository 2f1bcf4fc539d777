import type { CloudwatchMetricAlarmConfig } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Token } from "cdktf";
import type { IAppRunnerService } from "../apprunner/service-base";
import { isToken } from "../core/values";
import type { AlarmThresholds } from "./alarm-thresholds";
import { buildDimensions, NAMESPACE } from "./metrics";

/** Settings of an alarm, without its name and actions. */
export type AlarmDefinition = Omit<CloudwatchMetricAlarmConfig, "alarmName" | "alarmActions" | "okActions">;

/** Duration after which an alarm goes off: `lasts` of the last `within` periods. */
interface Duration {
  readonly within: number;
  readonly lasts: number;
}

const THREE_OF_FIVE_MINUTES = { within: 5, lasts: 3 };
/** Periods of 5 minutes. */
const FIFTEEN_MINUTES = { within: 3, lasts: 3 };
const TEN_MINUTES = { within: 10, lasts: 10 };
const ONCE = { within: 1, lasts: 1 };
const HOURS_A_MONTH = 730;

/** Minimum requests per minute for a meaningful error rate. */
const ENOUGH_REQUESTS = 20;

/** Alarm definitions by option, for a service and a threshold. */
const DEFINITIONS: Readonly<
  Record<keyof AlarmThresholds, (service: IAppRunnerService, limit: number) => AlarmDefinition>
> = {
  serverErrorRate: (service, limit) => ({
    ...over(limit, THREE_OF_FIVE_MINUTES),
    alarmDescription:
      `More than ${text(limit)}% of the requests to ${service.serviceName} return a 5xx status, in minutes with at least ` +
      `${ENOUGH_REQUESTS} requests.`,
    metricQuery: query(service, `IF(requests >= ${ENOUGH_REQUESTS}, 100 * errors / requests, 0)`, 60, {
      errors: ["5xxStatusResponses", "Sum"],
      requests: ["Requests", "Sum"],
    }),
  }),
  latencyMilliseconds: (service, limit) => ({
    ...over(limit, THREE_OF_FIVE_MINUTES),
    alarmDescription: `1 in 100 requests to ${service.serviceName} takes longer than ${text(limit)} ms (p99 latency).`,
    ...metric(service, "RequestLatency", 60),
    extendedStatistic: "p99",
  }),
  cpuUtilization: (service, limit) => ({
    ...over(limit, FIFTEEN_MINUTES),
    alarmDescription:
      `The instances of ${service.serviceName} use more than ${text(limit)}% of their CPU. Give them more CPU, or lower ` +
      "maxConcurrency to send fewer requests to each.",
    ...metric(service, "CPUUtilization", 300),
    statistic: "Average",
  }),
  memoryUtilization: (service, limit) => ({
    ...over(limit, FIFTEEN_MINUTES),
    alarmDescription: `The instances of ${service.serviceName} use more than ${text(limit)}% of their memory.`,
    ...metric(service, "MemoryUtilization", 300),
    statistic: "Average",
  }),
  concurrencyUtilization: (service, limit) => ({
    ...over(limit, THREE_OF_FIVE_MINUTES),
    alarmDescription:
      `${service.serviceName} handles more than ${text(limit)}% of the concurrent requests that its scaling allows ` +
      "(maxSize x maxConcurrency).",
    metricQuery: query(service, `100 * concurrency / ${computeCapacity(service)}`, 60, {
      concurrency: ["Concurrency", "Average"],
    }),
  }),
  instancesAtMax: (service, limit) => ({
    ...over(limit, TEN_MINUTES),
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    alarmDescription: `All ${text(limit)} instances that the scaling of ${service.serviceName} allows have been active for 10 minutes.`,
    ...metric(service, "ActiveInstances", 60),
    statistic: "Maximum",
  }),
  noTrafficMinutes: (service, minutes) => ({
    ...over(1, { within: minutes, lasts: minutes }),
    comparisonOperator: "LessThanThreshold",
    treatMissingData: "breaching",
    alarmDescription: `${service.serviceName} has received no requests for ${text(minutes)} ${minutes === 1 ? "minute" : "minutes"}.`,
    ...metric(service, "Requests", 60),
    statistic: "Sum",
  }),
  monthlyInstanceHours: (service, limit) => ({
    ...over(limit, ONCE),
    alarmDescription:
      `At the rate of the last day, ${service.serviceName} would use more than ${text(limit)} ${limit === 1 ? "hour" : "hours"} of active instances ` +
      "in a month.",
    metricQuery: query(service, `active * ${HOURS_A_MONTH}`, 86_400, {
      active: ["ActiveInstances", "Average"],
    }),
  }),
};

/**
 * Returns the alarms of a service, by option.
 *
 * @param thresholds threshold of each alarm; an alarm without one is not created
 */
export function buildAlarmDefinitions(
  service: IAppRunnerService,
  thresholds: AlarmThresholds,
): ReadonlyMap<keyof AlarmThresholds, AlarmDefinition> {
  const all = new Map<keyof AlarmThresholds, AlarmDefinition>();
  for (const [watched, define] of Object.entries(DEFINITIONS)) {
    const key = watched as keyof AlarmThresholds;
    const { [key]: threshold } = thresholds;
    if (threshold !== undefined) all.set(key, define(service, threshold));
  }
  return all;
}

function over(threshold: number, { within, lasts }: Duration): AlarmDefinition {
  return {
    threshold,
    comparisonOperator: "GreaterThanThreshold",
    evaluationPeriods: within,
    datapointsToAlarm: lasts,
    treatMissingData: "notBreaching",
  };
}

function metric(service: IAppRunnerService, metricName: string, period: number): Partial<AlarmDefinition> {
  return { namespace: NAMESPACE, metricName, dimensions: buildDimensions(service), period };
}

function query(
  service: IAppRunnerService,
  expression: string,
  period: number,
  metrics: Readonly<Record<string, readonly [metricName: string, stat: string]>>,
): AlarmDefinition["metricQuery"] {
  const inputs = Object.entries(metrics).map(([id, [metricName, stat]]) => ({
    id,
    metric: { namespace: NAMESPACE, metricName, dimensions: buildDimensions(service), period, stat },
  }));
  return [{ id: "watched", expression, label: "watched", returnData: true }, ...inputs];
}

/** Returns how many concurrent requests all instances accept together, as part of an expression. */
function computeCapacity({ scaling }: IAppRunnerService): string {
  return `(${text(scaling?.maxSize ?? 0)} * ${text(scaling?.maxConcurrency ?? 0)})`;
}

/** Formats a number for a text. Terraform inserts the value of a token. */
function text(value: number): string {
  return isToken(value) ? Token.asString(value) : String(value);
}
