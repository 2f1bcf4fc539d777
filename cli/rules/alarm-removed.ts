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
        message: `${joinQuoted(own.map((alarm) => textAt(alarm.before, "alarm_name") ?? alarm.address))} of '${readServiceName(service)}' ${own.length === 1 ? "is removed or no longer notifies" : "are removed or no longer notify"} anyone.`,
        remedy: "If an alarm is too sensitive, raise its threshold instead of removing it.",
      };
    }
  },
};

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
