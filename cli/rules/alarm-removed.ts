import type { ResourceChange } from "../model";
import { at, textAt } from "../plan/values";
import { findRenamedPairs } from "./rename-churn";
import { findByType, SERVICE } from "./resources";
import type { Rule } from "./rule";
import { findRemainingServices, readServiceName } from "./service";
import { joinQuoted } from "./wording";

const ALARM = "aws_cloudwatch_metric_alarm";

/** Nobody is told any more when a service is in trouble. */
export const alarmRemoved: Rule = {
  name: "alarm-removed",
  severity: "warning",
  title: "Alarms of a service that stays are removed, or tell nobody",
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
        message: `${joinQuoted(own.map((alarm) => textAt(alarm.before, "alarm_name") ?? alarm.address))} of '${readServiceName(service)}' ${own.length === 1 ? "goes" : "go"}, or ${own.length === 1 ? "tells" : "tell"} nobody any more.`,
        remedy: "Raise the threshold of an alarm that goes off too often instead of taking it away.",
      };
    }
  },
};

function isSilenced({ action, before, after }: ResourceChange): boolean {
  if (action === "delete") return true;
  if (action !== "update") return false;
  const disabled = at(before, "actions_enabled") === true && at(after, "actions_enabled") === false;
  return disabled || (tellsAnybody(before) && !tellsAnybody(after));
}

function tellsAnybody(values: ResourceChange["before"]): boolean {
  const actions = at(values, "alarm_actions");
  return Array.isArray(actions) ? actions.length > 0 : actions !== null && actions !== undefined;
}

/** The dimension may stand in the alarm itself or in one of its queries. */
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
