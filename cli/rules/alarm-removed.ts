import type { ResourceChange, Side, Value } from "../model";
import { at, textAt } from "../plan/values";
import { groupBy } from "./group-by";
import { findRenames } from "./renames";
import { findByType, SERVICE } from "./resources";
import type { Rule, WholeChange } from "./rule";
import { findRemainingServices, readServiceName } from "./service";
import { joinQuoted } from "./wording";

const ALARM = "aws_cloudwatch_metric_alarm";
const NAMESPACE = "AWS/AppRunner";

/** Nobody is notified when the service has a problem. */
export const alarmRemoved: Rule = {
  name: "alarm-removed",
  severity: "warning",
  title: "A service loses alarms or their notifications",
  reads: [SERVICE],
  *check(change) {
    const byService = groupBy(findSilenced(change), (alarm) => readMetric(alarm, "before")?.service);
    for (const service of findRemainingServices(change)) {
      const own = (byService.get(textAt(service.before, "service_name") ?? "") ?? []).filter((alarm) => {
        const id = readMetric(alarm, "before")?.serviceId;
        return id === undefined || id === (textAt(service.before, "service_id") ?? id);
      });
      const [first] = own;
      if (!first) continue;
      yield {
        resource: first,
        message: describeLost(own, readServiceName(service)),
        remedy:
          "Keep the alarm and its actions. If it is too sensitive, raise its threshold instead of removing it.",
      };
    }
  },
};

function describeLost(alarms: readonly ResourceChange[], service: string): string {
  const removed = alarms.filter(({ action }) => action === "delete");
  const silent = alarms.filter(({ action, after }) => action !== "delete" && !notifies(after));
  const others = alarms.filter(({ action, after }) => action !== "delete" && notifies(after));
  return [
    describeAlarms(removed, service, "is removed", "are removed"),
    describeAlarms(silent, service, "no longer notifies anyone", "no longer notify anyone"),
    describeAlarms(others, service, "watches something else instead", "watch something else instead"),
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

function describeAlarms(
  alarms: readonly ResourceChange[],
  service: string,
  one: string,
  many: string,
): string {
  if (alarms.length === 0) return "";
  const names = joinQuoted(alarms.map(({ before, address }) => textAt(before, "alarm_name") ?? address));
  const [noun, verb] = alarms.length === 1 ? ["alarm", one] : ["alarms", many];
  return `The ${noun} ${names} of the service '${service}' ${verb}.`;
}

/** Finds alarms that no longer notify anyone. Each new alarm of the same metric replaces one of them. */
function findSilenced(change: WholeChange): ResourceChange[] {
  const alarms = findByType(change, ALARM);
  const names = indexOldNames(change);
  const created = groupBy(
    alarms.filter(({ action, after }) => action === "create" && notifies(after)),
    (alarm) => readMetric(alarm, "after", names)?.key,
  );
  const { byFrom } = findRenames(change);
  return alarms.filter(
    (alarm) =>
      (isSilenced(alarm, byFrom.get(alarm)) || watchesOther(alarm, names)) &&
      !created.get(readMetric(alarm, "before")?.key ?? "")?.pop(),
  );
}

/** Whether an alarm is removed, or no longer notifies anyone. */
function isSilenced({ action, before, after }: ResourceChange, moved?: ResourceChange): boolean {
  if (action === "delete") return moved ? notifies(before) && !notifies(moved.after) : true;
  return (action === "update" || action === "replace") && notifies(before) && !notifies(after);
}

/** Whether an alarm is changed to watch another service or other metrics. */
function watchesOther(alarm: ResourceChange, names: ReadonlyMap<string, string>): boolean {
  const [before, after] = [readMetric(alarm, "before"), readMetric(alarm, "after", names)];
  if (!before || !after || !notifies(alarm.before)) return false;
  return before.service !== after.service || !before.names.some((name) => after.names.includes(name));
}

/** Returns the name before of each service that gets another one. */
function indexOldNames(change: WholeChange): ReadonlyMap<string, string> {
  return new Map(
    findByType(change, SERVICE).flatMap(({ before, after }) => {
      const [old, next] = [textAt(before, "service_name"), textAt(after, "service_name")];
      return old === undefined || next === undefined ? [] : [[next, old] as const];
    }),
  );
}

/** Actions that are known only after the apply notify someone. */
function notifies(values: Value): boolean {
  const actions = at(values, "alarm_actions");
  const isSet = Array.isArray(actions) ? actions.length > 0 : actions !== null && actions !== undefined;
  return isSet && at(values, "actions_enabled") !== false;
}

/** What an alarm watches. */
interface Metric {
  /** Name of the App Runner service. */
  readonly service: string;
  readonly serviceId?: string;
  readonly names: readonly (string | undefined)[];
  /** Equal for alarms of the same metrics of the same service. */
  readonly key: string;
}

/**
 * Reads the metric from the alarm itself or from its queries. Other AWS services have this dimension, too.
 *
 * @param oldNames names of services before, by their names after
 */
function readMetric(
  alarm: ResourceChange,
  side: Side,
  oldNames: ReadonlyMap<string, string> = new Map(),
): Metric | undefined {
  const values = alarm[side];
  const queries = at(values, "metric_query");
  const own = [
    values,
    ...(Array.isArray(queries) ? queries.map((query: Value) => at(query, "metric", 0)) : []),
  ]
    .filter((metric) => (textAt(metric, "namespace") ?? NAMESPACE) === NAMESPACE)
    .filter((metric) => textAt(metric, "dimensions", "ServiceName") !== undefined);
  const name = textAt(own[0], "dimensions", "ServiceName");
  if (name === undefined) return undefined;
  const service = oldNames.get(name) ?? name;
  const names = own.map((metric) => textAt(metric, "metric_name")).sort();
  return {
    service,
    names,
    serviceId: textAt(own[0], "dimensions", "ServiceID"),
    key: JSON.stringify([service, textAt(values, "comparison_operator"), ...names]),
  };
}
