import type { IScaling } from "../apprunner/scaling";
import type { NumberBounds, PropertyChecks } from "../core/property-checks";
import { isToken } from "../core/values";

/** Threshold of each alarm of a service. `false` disables the alarm. */
export interface AlarmOptions {
  /**
   * Percentage of requests that return a 5xx status, 0 to 100, in 3 of 5 minutes.
   *
   * @default 5
   */
  readonly serverErrorRate?: number | false;
  /**
   * p99 latency in milliseconds, 1 to 120,000, in 3 of 5 minutes.
   *
   * @default 2000
   */
  readonly latencyMilliseconds?: number | false;
  /**
   * Average CPU utilization of the instances over 15 minutes, 1 to 100 percent.
   *
   * @default 80
   */
  readonly cpuUtilization?: number | false;
  /**
   * Average memory utilization of the instances over 15 minutes, 1 to 100 percent.
   *
   * @default 80
   */
  readonly memoryUtilization?: number | false;
  /**
   * Percentage of the concurrent requests that the scaling allows (`maxSize` × `maxConcurrency`), 1 to 100, in 3 of 5 minutes.
   *
   * @default - 80, if the scaling of the service is known
   */
  readonly concurrencyUtilization?: number | false;
  /**
   * Whether to create an alarm for the service running at `maxSize` for 10 minutes.
   *
   * @default - true, if the scaling of the service is known and `minSize` is below `maxSize`
   */
  readonly instancesAtMax?: boolean;
  /**
   * Minutes without a request, 1 to 1440.
   *
   * @default - no alarm: many services are sometimes idle
   */
  readonly noTrafficMinutes?: number | false;
  /**
   * Hours of active instances per month, 1 or more, extrapolated from the last day: one instance that is always active has 730. Active
   * instances are billed for CPU.
   *
   * @default - no alarm
   */
  readonly monthlyInstanceHours?: number | false;
}

/** Thresholds of the alarms to create. */
export type AlarmThresholds = Readonly<Partial<Record<keyof AlarmOptions, number>>>;

type NumericOption = Exclude<keyof AlarmOptions, "instancesAtMax">;

const PERCENT = { min: 1, max: 100 };
const BOUNDS: Readonly<Record<NumericOption, NumberBounds>> = {
  serverErrorRate: { min: 0, max: 100 },
  latencyMilliseconds: { min: 1, max: 120_000 },
  cpuUtilization: PERCENT,
  memoryUtilization: PERCENT,
  concurrencyUtilization: PERCENT,
  // CloudWatch evaluates at most one day: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
  noTrafficMinutes: { min: 1, max: 1440 },
  monthlyInstanceHours: { min: 1 },
};
/** Names of the options. */
export const ALARM_OPTIONS: readonly string[] = [...Object.keys(BOUNDS), "instancesAtMax"];
const DEFAULTS: AlarmThresholds = {
  serverErrorRate: 5,
  latencyMilliseconds: 2000,
  cpuUtilization: 80,
  memoryUtilization: 80,
};

/**
 * Returns the thresholds for `options`. Alarms that depend on the scaling are omitted by default if it is unknown, and rejected if they
 * are requested.
 */
export function buildAlarmThresholds(
  checks: PropertyChecks,
  options: AlarmOptions,
  scaling: IScaling | undefined,
): AlarmThresholds {
  const isKnown = scaling?.maxSize !== undefined && scaling.maxConcurrency !== undefined;
  const thresholds: Partial<Record<keyof AlarmOptions, number>> = {
    ...DEFAULTS,
    ...(isKnown ? { concurrencyUtilization: 80 } : {}),
  };
  checks.knows(...ALARM_OPTIONS);
  for (const [name, bounds] of Object.entries(BOUNDS) as [NumericOption, NumberBounds][]) {
    const { [name]: option } = options;
    if (option === undefined) continue;
    if (option === false) {
      thresholds[name] = undefined;
      continue;
    }
    if (name === "noTrafficMinutes") checks.that(!isToken(option), `'${name}' must be known at synth`);
    checks.integer(name, option, bounds);
    thresholds[name] = option;
  }
  const unknown = "requires the scaling of the service: pass 'scaling' to AppRunnerService.fromAttributes";
  checks.that(
    isKnown || thresholds.concurrencyUtilization === undefined,
    `'concurrencyUtilization' ${unknown}`,
  );
  return { ...thresholds, instancesAtMax: instancesAtMax(checks, options, scaling) };
}

/** Returns the threshold of `instancesAtMax`, if any. An alarm is pointless if the number of instances is fixed. */
function instancesAtMax(
  checks: PropertyChecks,
  { instancesAtMax: option }: AlarmOptions,
  scaling: IScaling | undefined,
): number | undefined {
  checks.boolean("instancesAtMax", option);
  const { minSize = 1, maxSize } = scaling ?? {};
  const hasRoom = maxSize !== undefined && (isToken(minSize) || isToken(maxSize) || minSize < maxSize);
  checks.that(
    option !== true || hasRoom,
    "'instancesAtMax' requires the scaling of the service, with 'minSize' below 'maxSize'",
  );
  return option === false || !hasRoom ? undefined : maxSize;
}
