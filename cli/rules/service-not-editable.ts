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
    what: "App Runner cannot update or deploy a paused service, or change its domains",
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
    const dependents = groupDependents(change);
    for (const service of findByType(change, SERVICE)) {
      const status = textAt(service.before, "status") ?? "";
      const state = Object.hasOwn(STATES, status) ? STATES[status] : undefined;
      const refused = state && findRefusal(service, status, dependents);
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

/** What the plan changes about a service through other resources. */
type Dependents = Readonly<Record<"domains" | "deployments", ReadonlySet<string>>>;

/** Returns the ARNs of the services whose domains change, and of those that the plan deploys. */
function groupDependents(change: WholeChange): Dependents {
  const domains = findByType(change, DOMAIN_ASSOCIATION).flatMap((domain) => [
    ...(isDestroyed(domain) ? [textAt(domain.before, "service_arn") ?? ""] : []),
    ...(isCreated(domain) ? [textAt(domain.after, "service_arn") ?? ""] : []),
  ]);
  const deployments = findByType(change, "aws_apprunner_deployment")
    .filter(isCreated)
    .map(({ after }) => textAt(after, "service_arn") ?? "");
  return { domains: new Set(domains), deployments: new Set(deployments) };
}

function isCreated({ action }: ResourceChange): boolean {
  return action === "create" || action === "replace";
}

/** Returns what the plan does that App Runner rejects. */
function findRefusal(
  service: ResourceChange,
  status: string,
  { domains, deployments }: Dependents,
): string | undefined {
  const arn = textAt(service.before, "arn") ?? service.address;
  if (service.action === "update" && !staysAsItIs(service, status)) return "changes it";
  if (isDestroyed(service) && status === "OPERATION_IN_PROGRESS") return "destroys it";
  if (isDestroyed(service) && status === "DELETE_FAILED") return undefined;
  if (domains.has(arn)) return "changes its domains";
  return deployments.has(arn) ? "starts a deployment of it" : undefined;
}

/** Whether the service itself is not updated: only tags of a paused service change, or only what is marked as sensitive. */
function staysAsItIs({ attributes }: ResourceChange, status: string): boolean {
  const changed = attributes.filter(({ sensitivity }) => sensitivity === undefined);
  if (changed.length === 0 && attributes.length > 0) return true;
  return status === "PAUSED" && changed.every(({ name }) => /^tags(_all)?\b/.test(name));
}
