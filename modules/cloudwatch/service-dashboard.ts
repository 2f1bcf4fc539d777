import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import type { Construct } from "constructs";
import { type IAppRunnerService, SERVICE } from "../apprunner/service-base";
import { LocatedConstruct } from "../core/located-construct";
import { allowCharacters } from "../core/mixed-text";
import { PropertyChecks } from "../core/property-checks";
import { claimName } from "../core/unique-names";
import { buildDimensions, findServiceRegion, NAMESPACE } from "./metrics";
import { SERVICE_ALARMS, type ServiceAlarms } from "./service-alarms";

/** Props of a `ServiceDashboard`. */
export interface ServiceDashboardProps {
  /** The service. */
  readonly service: IAppRunnerService;
  /**
   * Name of the dashboard: 1 to 255 letters, digits, `-` and `_`. It must be unique in the account, across all regions.
   *
   * @default - the name of the service
   */
  readonly dashboardName?: string;
  /**
   * Alarms whose states the first row of the dashboard shows.
   *
   * @default - no alarms
   */
  readonly alarms?: ServiceAlarms;
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html */
const NAME = {
  pattern: /^[A-Za-z0-9_-]{1,255}$/,
  allowed: "1 to 255 letters, digits, '-' and '_'",
  mixed: allowCharacters("A-Za-z0-9_-"),
};

/** Size of a graph: two fit in a row. */
const SIZE = { width: 12, height: 6 };

type Line = readonly [metricName: string, stat: string, label: string];

/** Title, axis label and lines of each graph. */
const GRAPHS: readonly (readonly [title: string, unit: string, lines: readonly Line[]])[] = [
  [
    "Requests",
    "requests per minute",
    [
      ["2xxStatusResponses", "Sum", "2xx"],
      ["4xxStatusResponses", "Sum", "4xx"],
      ["5xxStatusResponses", "Sum", "5xx"],
    ],
  ],
  [
    "Latency",
    "ms",
    [
      ["RequestLatency", "p50", "median"],
      ["RequestLatency", "p95", "p95"],
      ["RequestLatency", "p99", "p99"],
    ],
  ],
  ["Active instances", "instances", [["ActiveInstances", "Maximum", "maximum"]]],
  ["Concurrency", "concurrent requests", [["Concurrency", "Average", "average"]]],
  ["CPU", "percent", [["CPUUtilization", "Average", "average"]]],
  ["Memory", "percent", [["MemoryUtilization", "Average", "average"]]],
];

/**
 * A CloudWatch dashboard with the requests, latency, instances and load of a service.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 * @example
 * new ServiceDashboard(this, "Dashboard", { service, alarms: new ServiceAlarms(this, "Alarms", { service }) });
 */
export class ServiceDashboard extends LocatedConstruct {
  /** Provider resource. */
  public readonly resource: CloudwatchDashboard;

  public constructor(scope: Construct, id: string, props: ServiceDashboardProps) {
    super(scope, id);
    const checks = new PropertyChecks(this).props("props", props);
    const { service, dashboardName, alarms } = props;
    checks.kind("service", service, SERVICE);
    checks.optional.string("dashboardName", dashboardName, NAME);
    checks.optional.kind("alarms", alarms, SERVICE_ALARMS);
    checks.finish(ServiceDashboard);
    const alarmArns = Object.values(alarms?.alarms ?? {}).map(({ arn }) => arn);
    const name = dashboardName ?? service.serviceName;
    this.resource = new CloudwatchDashboard(this, "Resource", {
      dashboardName: name,
      dashboardBody: JSON.stringify(buildBody(service, alarmArns)),
    });
    // A dashboard with the default name may overwrite that of another region, which some apps accept.
    claimName(this, {
      prop: "dashboardName",
      name,
      resource: this.resource,
      within: "account",
      isAllowed: dashboardName === undefined,
    });
  }
}

function buildBody(service: IAppRunnerService, alarmArns: readonly string[]): object {
  const states = {
    type: "alarm",
    x: 0,
    y: 0,
    width: 24,
    height: 2,
    properties: { title: "Alarms", alarms: alarmArns },
  };
  const top = alarmArns.length === 0 ? 0 : states.height;
  const region = findServiceRegion(service);
  const dimensions = Object.entries(buildDimensions(service)).flat();
  const graphs = GRAPHS.map(([title, unit, lines], index) => ({
    type: "metric",
    x: (index % 2) * SIZE.width,
    y: top + Math.floor(index / 2) * SIZE.height,
    ...SIZE,
    properties: {
      title,
      region,
      view: "timeSeries",
      period: 60,
      yAxis: { left: { min: 0, label: unit, showUnits: false } },
      metrics: lines.map(([metricName, stat, label]) => [
        NAMESPACE,
        metricName,
        ...dimensions,
        { stat, label },
      ]),
    },
  }));
  return { widgets: alarmArns.length === 0 ? graphs : [states, ...graphs] };
}
