import type { IScaling } from "../apprunner/scaling";
import type { NumberBounds, PropertyChecks } from "../core/property-checks";
import { isToken } from "../core/values";

/** Where each alarm of a service goes off; `false` for no such alarm. */
export interface AlarmOptions {
  /**
   * Percent of the requests that end with a status of 5xx, 0 to 100, in 3 of 5 minutes.
   *
   * @default 5
   */
  readonly serverErrorRate?: number | false;
  /**
   * Milliseconds that 99 of 100 requests are answered within, 1 to 120,000, in 3 of 5 minutes.
   *
   * @default 2000
   */
  readonly latencyMilliseconds?: number | false;
  /**
   * Percent of the CPU that the instances use on average for 15 minutes, 1 to 100.
   *
   * @default 80
   */
  readonly cpuUtilization?: number | false;
  /**
   * Percent of the memory that the instances use on average for 15 minutes, 1 to 100.
   *
   * @default 80
   */
  readonly memoryUtilization?: number | false;
  /**
   * Percent of the requests at once that the scaling allows (`maxSize` × `maxConcurrency`), 1 to 100, in 3 of 5 minutes.
   *
   * @default - 80, where the scaling of the service is known
   */
  readonly concurrencyUtilization?: number | false;
  /**
   * Whether all instances that the scaling allows being active for 10 minutes is an alarm.
   *
   * @default - true, where the scaling of the service is known and has room (`minSize` below `maxSize`)
   */
  readonly instancesAtMax?: boolean;
  /**
   * Minutes without a request, 1 to 1440.
   *
   * @default - no alarm: many services rest at times
   */
  readonly noTrafficMinutes?: number | false;
  /**
   * Hours of active instances that a month may have, 1 to 18,250 (25 instances all the time). The alarm goes off when a month
   * like the last day would have more: what is active costs CPU.
   *
   * @default - no alarm
   */
  readonly monthlyInstanceHours?: number | false;
}

/** The thresholds of the alarms that are to be made. */
export type AlarmThresholds = Readonly<Partial<Record<keyof AlarmOptions, number>>>;

type NumericOption = Exclude<keyof AlarmOptions, "instancesAtMax">;

const PERCENT = { min: 1, max: 100 };
const BOUNDS: Readonly<Record<NumericOption, NumberBounds>> = {
  serverErrorRate: { min: 0, max: 100 },
  latencyMilliseconds: { min: 1, max: 120_000 },
  cpuUtilization: PERCENT,
  memoryUtilization: PERCENT,
  concurrencyUtilization: PERCENT,
  noTrafficMinutes: { min: 1, max: 1440 },
  monthlyInstanceHours: { min: 1, max: 18_250 },
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
 * The thresholds that `options` ask for. What needs to know the scaling is left away where it is unknown, and refused where it
 * was asked for.
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
  const unknown = "needs to know the scaling of the service: give it to AppRunnerService.fromAttributes";
  checks.that(
    isKnown || thresholds.concurrencyUtilization === undefined,
    `'concurrencyUtilization' ${unknown}`,
  );
  return { ...thresholds, instancesAtMax: instancesAtMax(checks, options, scaling) };
}

/** Instances that are always all there tell nothing. */
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
    "'instancesAtMax' needs to know the scaling of the service, and 'minSize' below 'maxSize'",
  );
  return option === false || !hasRoom ? undefined : maxSize;
}
