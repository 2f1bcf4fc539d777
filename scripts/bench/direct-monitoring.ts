import type { ApprunnerService } from "@cdktf/provider-aws/lib/apprunner-service";
import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import type { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import type { TerraformStack } from "cdktf";
import { REGION } from "./given";

const NAMESPACE = "AWS/AppRunner";

type Alarm = Omit<CloudwatchMetricAlarmConfig, "alarmName" | "comparisonOperator"> & {
  readonly comparisonOperator?: string;
};

/** Alarms, a dashboard and messages about failures, as `ServiceAlarms`, `ServiceDashboard` and `ServiceEvents` make them. */
export function addMonitoring(
  stack: TerraformStack,
  name: string,
  service: ApprunnerService,
  key: KmsKey,
): void {
  const topic = addTopic(stack, name, key);
  const dimensions = { ServiceName: name, ServiceID: service.serviceId };
  const alarms = Object.entries(alarmsOf(name, dimensions)).map(
    ([what, alarm]) =>
      new CloudwatchMetricAlarm(stack, `${name}-${what}`, {
        comparisonOperator: "GreaterThanThreshold",
        ...alarm,
        alarmName: `${name}-${what}`,
        treatMissingData: "notBreaching",
        alarmActions: [topic.arn],
        okActions: [topic.arn],
      }),
  );
  addDashboard(stack, name, dimensions, alarms);
  addEvents(stack, name, topic);
}

function addTopic(stack: TerraformStack, name: string, key: KmsKey): SnsTopic {
  const topic = new SnsTopic(stack, `${name}-topic`, { name, kmsMasterKeyId: key.arn });
  const { accountId } = new DataAwsCallerIdentity(stack, `${name}-topic-account`, {});
  const allow = (Service: string, others: object) => ({
    Effect: "Allow",
    Principal: { Service },
    Action: "sns:Publish",
    Resource: topic.arn,
    ...others,
  });
  const Condition = { StringEquals: { "aws:SourceAccount": accountId } };
  new SnsTopicPolicy(stack, `${name}-topic-policy`, {
    arn: topic.arn,
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [allow("cloudwatch.amazonaws.com", { Condition }), allow("events.amazonaws.com", {})],
    }),
  });
  return topic;
}

function alarmsOf(name: string, dimensions: Record<string, string>): Record<string, Alarm> {
  const metric = (metricName: string, statistic: string, period: number) => ({
    metricName,
    namespace: NAMESPACE,
    dimensions,
    period,
    statistic,
  });
  const query = (id: string, metricName: string, stat: string) => ({
    id,
    metric: { metricName, namespace: NAMESPACE, dimensions, period: 60, stat },
  });
  const watched = (expression: string) => ({ id: "watched", label: "watched", expression, returnData: true });
  const minutes = { evaluationPeriods: 5, datapointsToAlarm: 3 };
  const quarter = { evaluationPeriods: 3, datapointsToAlarm: 3, threshold: 80 };
  const latency = { metricName: "RequestLatency", namespace: NAMESPACE, dimensions, period: 60 };
  return {
    "server-errors": {
      ...minutes,
      threshold: 5,
      alarmDescription: `Many requests to ${name} end with a status of 5xx.`,
      metricQuery: [
        watched("IF(requests >= 20, 100 * errors / requests, 0)"),
        query("errors", "5xxStatusResponses", "Sum"),
        query("requests", "Requests", "Sum"),
      ],
    },
    latency: {
      ...minutes,
      ...latency,
      extendedStatistic: "p99",
      threshold: 2000,
      alarmDescription: `${name} is slow.`,
    },
    cpu: { ...quarter, ...metric("CPUUtilization", "Average", 300), alarmDescription: `${name} is busy.` },
    memory: {
      ...quarter,
      ...metric("MemoryUtilization", "Average", 300),
      alarmDescription: `${name} is short of memory.`,
    },
    concurrency: {
      ...minutes,
      threshold: 80,
      alarmDescription: `${name} answers as many requests at once as it can.`,
      metricQuery: [watched("100 * concurrency / (5 * 80)"), query("concurrency", "Concurrency", "Average")],
    },
    "instances-at-max": {
      ...metric("ActiveInstances", "Maximum", 60),
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      evaluationPeriods: 10,
      datapointsToAlarm: 10,
      threshold: 5,
      alarmDescription: `All instances of ${name} are active.`,
    },
  };
}

function addDashboard(
  stack: TerraformStack,
  name: string,
  dimensions: Record<string, string>,
  alarms: readonly CloudwatchMetricAlarm[],
): void {
  const graphs: Record<string, readonly (readonly [string, string])[]> = {
    Requests: ["2xx", "4xx", "5xx"].map((kind) => [`${kind}StatusResponses`, "Sum"] as const),
    Latency: ["p50", "p95", "p99"].map((stat) => ["RequestLatency", stat] as const),
    "Active instances": [["ActiveInstances", "Maximum"]],
    Concurrency: [["Concurrency", "Average"]],
    CPU: [["CPUUtilization", "Average"]],
    Memory: [["MemoryUtilization", "Average"]],
  };
  const widgets = Object.entries(graphs).map(([title, lines], index) => ({
    type: "metric",
    x: (index % 2) * 12,
    y: 2 + Math.floor(index / 2) * 6,
    width: 12,
    height: 6,
    properties: {
      title,
      region: REGION,
      view: "timeSeries",
      period: 60,
      yAxis: { left: { min: 0, label: title, showUnits: false } },
      metrics: lines.map(([metric, stat]) => [
        NAMESPACE,
        metric,
        ...Object.entries(dimensions).flat(),
        { stat, label: stat },
      ]),
    },
  }));
  const states = { type: "alarm", x: 0, y: 0, width: 24, height: 2 };
  const properties = { title: "Alarms", alarms: alarms.map(({ arn }) => arn) };
  new CloudwatchDashboard(stack, `${name}-dashboard`, {
    dashboardName: name,
    dashboardBody: JSON.stringify({ widgets: [{ ...states, properties }, ...widgets] }),
  });
}

function addEvents(stack: TerraformStack, name: string, topic: SnsTopic): void {
  const operations = [
    "CreateService",
    "UpdateService",
    "Deployment",
    "PauseService",
    "ResumeService",
    "DeleteService",
  ];
  const rule = new CloudwatchEventRule(stack, `${name}-events`, {
    name: `${name}-failed-operations`,
    description: `Operations of ${name} that failed`,
    eventPattern: JSON.stringify({
      source: ["aws.apprunner"],
      "detail-type": ["AppRunner Service Operation Status Change"],
      detail: {
        serviceName: [name],
        operationStatus: operations.map((operation) => `${operation}Failed`),
      },
    }),
  });
  new CloudwatchEventTarget(stack, `${name}-events-target`, {
    rule: rule.name,
    arn: topic.arn,
    inputTransformer: {
      inputPaths: {
        service: "$.detail.serviceName",
        status: "$.detail.operationStatus",
        message: "$.detail.message",
        region: "$.region",
      },
      inputTemplate: JSON.stringify("<status>: <service> in <region>. <message>"),
    },
  });
}
