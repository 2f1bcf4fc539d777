import type { ResourceChange } from "../model";
import { textAt } from "../plan/values";
import { DOMAIN_ASSOCIATION, findByType, SERVICE } from "./resources";
import type { Rule, WholeChange } from "./rule";
import { readServiceName } from "./service";

/** What App Runner refuses in each state, and what to do first. */
const STATES: Readonly<Record<string, { readonly what: string; readonly first: (arn: string) => string }>> = {
  PAUSED: {
    what: "App Runner changes no paused service and associates no domain with it",
    first: (arn) => `Resume it first: aws apprunner resume-service --service-arn ${arn}`,
  },
  OPERATION_IN_PROGRESS: {
    what: "App Runner takes one operation after the other and cannot cancel one",
    first: (arn) => `Wait until it is over: aws apprunner list-operations --service-arn ${arn}`,
  },
  DELETE_FAILED: {
    what: "App Runner only tries to delete it again",
    first: (arn) => `Delete it again: aws apprunner delete-service --service-arn ${arn}`,
  },
};

/** A service that App Runner does not change as it is now. */
export const serviceNotEditable: Rule = {
  name: "service-not-editable",
  severity: "error",
  title: "A service is in a state in which App Runner refuses the change",
  reads: [SERVICE],
  *check(change) {
    for (const service of findByType(change, SERVICE)) {
      const status = textAt(service.before, "status") ?? "";
      const state = Object.hasOwn(STATES, status) ? STATES[status] : undefined;
      const refused = findRefusal(service, status, change);
      if (!state || refused === undefined) continue;
      yield {
        resource: service,
        message: `The service '${readServiceName(service)}' is ${status}, and ${refused}. ${state.what}, so the apply fails.`,
        remedy: `${state.first(textAt(service.before, "arn") ?? "<arn>")}. Then plan again.`,
      };
    }
  },
};

/** A paused service can be deleted, and nothing else. */
function findRefusal(service: ResourceChange, status: string, change: WholeChange): string | undefined {
  if (service.action === "update") return "it is to be changed";
  if (service.action === "replace" || service.action === "delete")
    return status === "PAUSED" ? undefined : "it is to be destroyed";
  const arn = textAt(service.before, "arn");
  const domains = findByType(change, DOMAIN_ASSOCIATION).filter(({ before, after, action }) => {
    return (
      action !== "no-op" &&
      arn !== undefined &&
      [textAt(before, "service_arn"), textAt(after, "service_arn")].includes(arn)
    );
  });
  return domains.length > 0 ? "its domains are to be changed" : undefined;
}
