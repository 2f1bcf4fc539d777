import type { ResourceChange } from "../model";
import { at, textAt } from "../plan/values";
import { findRenamedPairs } from "./rename-churn";
import { findByType, SERVICE } from "./resources";
import type { Rule } from "./rule";
import { findRemainingServices, readServiceName } from "./service";
import { joinQuoted } from "./wording";

const ALARM = "aws_cloudwatch_metric_alarm";

/** Nobody is notified when the service has a problem. */
export const alarmRemoved: Rule = {
  name: "alarm-removed",
  severity: "warning",
  title: "A service loses alarms or their notifications",
  reads: [SERVICE],
  *check(change) {
    const renamed = new Set(findRenamedPairs(change).map(({ from }) => from));
    const silenced = findByType(change, ALARM).filter((alarm) => !renamed.has(alarm) && isSilenced(alarm));
    for (const service of findRemainingServices(change)) {
      const own = silenced.filter((alarm) => watches(alarm, textAt(service.before, "service_name")));
      const [first] = own;
      if (!first) continue;
      yield {
        resource: first,
        message: describeLost(own, readServiceName(service)),
        remedy: "If an alarm is too sensitive, raise its threshold instead of removing it.",
      };
    }
  },
};

function describeLost(alarms: readonly ResourceChange[], service: string): string {
  const removed = alarms.filter(({ action }) => action === "delete");
  const silent = alarms.filter(({ action }) => action !== "delete");
  return [
    describeAlarms(removed, service, "is removed", "are removed"),
    describeAlarms(silent, service, "no longer notifies anyone", "no longer notify anyone"),
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

function isSilenced({ action, before, after }: ResourceChange): boolean {
  if (action === "delete") return true;
  if (action !== "update") return false;
  const disabled = at(before, "actions_enabled") === true && at(after, "actions_enabled") === false;
  return disabled || (notifiesAnyone(before) && !notifiesAnyone(after));
}

function notifiesAnyone(values: ResourceChange["before"]): boolean {
  const actions = at(values, "alarm_actions");
  return Array.isArray(actions) ? actions.length > 0 : actions !== null && actions !== undefined;
}

/** The dimension is set on the alarm itself or on one of its queries. */
function watches({ before }: ResourceChange, name: string | undefined): boolean {
  if (name === undefined) return false;
  const queries = at(before, "metric_query");
  const dimensions = [
    at(before, "dimensions", "ServiceName"),
    ...(Array.isArray(queries)
      ? queries.map((query: ResourceChange["before"]) => at(query, "metric", 0, "dimensions", "ServiceName"))
      : []),
  ];
  return dimensions.includes(name);
}
