import type { ResourceChange } from "../model";
import { textAt } from "../plan/values";
import { DOMAIN_ASSOCIATION, findByType, isDestroyed, SERVICE } from "./resources";
import type { Rule, WholeChange } from "./rule";
import { readServiceName } from "./service";
import { formatRegionOption } from "./wording";

/** What App Runner rejects in each state, and what to do first. The options of the command identify the service. */
const STATES: Readonly<
  Record<string, { readonly what: string; readonly first: (service: string) => string }>
> = {
  PAUSED: {
    what: "App Runner cannot update a paused service or change its domains",
    first: (service) => `Resume it, then plan again: aws apprunner resume-service ${service}`,
  },
  OPERATION_IN_PROGRESS: {
    what: "App Runner runs one operation at a time and cannot cancel one",
    first: (service) =>
      `Wait until the operation ends, then plan again: aws apprunner list-operations ${service}`,
  },
  DELETE_FAILED: {
    what: "App Runner can only retry the deletion",
    first: (service) => `Delete it again, then plan again: aws apprunner delete-service ${service}`,
  },
};

/** App Runner rejects the change while the service is in this state. */
export const serviceNotEditable: Rule = {
  name: "service-not-editable",
  severity: "error",
  title: "The service state does not allow this change",
  reads: [SERVICE],
  *check(change) {
    for (const service of findByType(change, SERVICE)) {
      const status = textAt(service.before, "status") ?? "";
      const state = Object.hasOwn(STATES, status) ? STATES[status] : undefined;
      const refused = findRefusal(service, status, change);
      if (!state || refused === undefined) continue;
      yield {
        resource: service,
        message: `The service '${readServiceName(service)}' is ${status}, but this plan ${refused}. ${state.what}, so the apply fails.`,
        remedy: state.first(formatOptions(textAt(service.before, "arn"))),
      };
    }
  },
};

function formatOptions(arn: string | undefined): string {
  return `--service-arn ${arn ?? "<arn>"}${formatRegionOption(arn)}`;
}

/** Returns what the plan does that App Runner rejects. Deleting a paused service is possible. */
function findRefusal(service: ResourceChange, status: string, change: WholeChange): string | undefined {
  if (service.action === "update") return "changes it";
  if (isDestroyed(service)) return status === "PAUSED" ? undefined : "destroys it";
  const arn = textAt(service.before, "arn");
  const domains = findByType(change, DOMAIN_ASSOCIATION).filter(({ before, after, action }) => {
    return (
      action !== "no-op" &&
      arn !== undefined &&
      [textAt(before, "service_arn"), textAt(after, "service_arn")].includes(arn)
    );
  });
  return domains.length > 0 ? "changes its domains" : undefined;
}
