import type { ResourceChange } from "../model";
import { text } from "../plan/values";
import { renamedPairs } from "./rename-churn";
import { isDestroyed, ofType } from "./resources";
import type { Problem, Rule, WholeChange } from "./rule";
import { SERVICE, serviceName } from "./service";
import { causeOf } from "./wording";

/** A service that goes takes its URL with it. */
export const serviceReplaced: Rule = {
  name: "service-replaced",
  severity: "error",
  title: "A service is replaced or destroyed",
  reads: ["aws_apprunner_custom_domain_association"],
  *check(change) {
    const renamed = new Set(renamedPairs(change).map(({ from }) => from));
    for (const service of ofType(change, SERVICE)) {
      if (isDestroyed(service) && !renamed.has(service)) yield problemOf(service, change);
    }
  },
};

function problemOf(service: ResourceChange, change: WholeChange): Problem {
  const name = text(service.before, "service_name") ?? serviceName(service);
  const url = text(service.before, "service_url");
  const domains = domainsOf(service, change);
  const lost =
    `${url === undefined ? "Its default URL" : `Its default URL https://${url}`} is gone for good` +
    (domains.length === 0
      ? "."
      : `. Until they are validated anew, its domains do not answer: ${domains.join(", ")}.`);
  if (service.action === "delete") {
    return {
      resource: service,
      message: `The service '${name}' is destroyed. ${lost}`,
      remedy:
        "Where it is meant: see that no traffic reaches it any more, then merge. Otherwise keep its construct, or set preventDestroy on it.",
    };
  }
  return {
    resource: service,
    message: `The service '${name}' is destroyed and created again, because ${causeOf(service)}. ${lost}`,
    remedy: remedyFor(service),
  };
}

function remedyFor(service: ResourceChange): string {
  const status = text(service.before, "status");
  if (service.reason === "replace_because_tainted" && status !== undefined) {
    return (
      `App Runner can mend a service that failed to be created, and it keeps its URL then: run 'terraform untaint ${service.address}', ` +
      "mend the cause, and apply."
    );
  }
  return (
    "Keep the name and the key of the service. Where another one is needed, create it beside this one, move the domains to it, " +
    "and remove this one in a later change."
  );
}

function domainsOf(service: ResourceChange, change: WholeChange): string[] {
  const arn = text(service.before, "arn");
  return ofType(change, "aws_apprunner_custom_domain_association")
    .filter(({ before }) => arn !== undefined && text(before, "service_arn") === arn)
    .flatMap(({ before }) => text(before, "domain_name") ?? []);
}
