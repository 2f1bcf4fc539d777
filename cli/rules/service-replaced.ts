import type { ResourceChange } from "../model";
import { textAt } from "../plan/values";
import { groupBy } from "./group-by";
import { findRenames } from "./renames";
import { DOMAIN_ASSOCIATION, findByType, isDestroyed, SERVICE } from "./resources";
import type { Problem, Rule } from "./rule";
import { readServiceName } from "./service";
import { describeCause, describeUnforced, labelResource, quoteAddress } from "./wording";

/** The default URL of a service is lost with it. */
export const serviceReplaced: Rule = {
  name: "service-replaced",
  severity: "error",
  title: "A service is replaced or destroyed",
  reads: [DOMAIN_ASSOCIATION],
  *check(change) {
    const renamed = findRenames(change).byFrom;
    const domains = groupBy(findByType(change, DOMAIN_ASSOCIATION), ({ before }) =>
      textAt(before, "service_arn"),
    );
    const imported = groupBy(
      findByType(change, SERVICE).filter(({ importId }) => importId !== undefined),
      ({ before }) => textAt(before, "arn"),
    );
    for (const service of findByType(change, SERVICE)) {
      if (!isDestroyed(service) || renamed.has(service)) continue;
      const own = domains.get(textAt(service.before, "arn") ?? "") ?? [];
      const problem = describeLoss(
        service,
        own.flatMap(({ before }) => textAt(before, "domain_name") ?? []),
      );
      const [copy] = imported.get(textAt(service.before, "arn") ?? "") ?? [];
      yield copy ? { ...problem, remedy: describeImport(service, copy) } : problem;
    }
  },
};

function describeLoss(service: ResourceChange, domains: readonly string[]): Problem {
  const name = textAt(service.before, "service_name") ?? readServiceName(service);
  const url = textAt(service.before, "service_url");
  const lost =
    `${url === undefined ? "Its default URL" : `Its default URL https://${url}`} is lost permanently` +
    (domains.length === 0
      ? "."
      : `. Its domains do not answer until they are validated again: ${domains.join(", ")}.`);
  if (service.action === "delete") {
    return {
      resource: service,
      message: `The service '${name}' is destroyed. ${lost}`,
      remedy:
        service.deposedKey === undefined
          ? "If this is intended, make sure that it no longer receives traffic, then merge. Otherwise keep its construct and set preventDestroy."
          : "A failed replacement left this service behind. Make sure that it no longer receives traffic, then merge.",
    };
  }
  return {
    resource: service,
    message: `The service '${name}' is destroyed and created again because ${describeCause(service)}. ${lost}`,
    remedy: describeRemedy(service),
  };
}

/** Destroying a service that another address imports destroys what is imported. */
function describeImport(service: ResourceChange, copy: ResourceChange): string {
  return (
    `${labelResource(copy)} in ${copy.stack} imports this service. Remove it from the state of ${service.stack} without destroying it, and plan again:\n` +
    `terraform state rm ${quoteAddress(service.address)}`
  );
}

function describeRemedy(service: ResourceChange): string {
  const status = textAt(service.before, "status");
  if (service.reason === "replace_because_tainted" && status !== undefined) {
    const folder =
      service.constructPath === undefined ? "" : ` in the folder cdktf.out/stacks/${service.stack}`;
    return (
      (status === "CREATE_FAILED"
        ? `App Runner can rebuild a service whose creation failed, and the service keeps its URL: run the command below${folder}, fix the cause and apply again.`
        : `Keep the service: run the command below${folder} and plan again.`) +
      `\nterraform untaint ${quoteAddress(service.address)}`
    );
  }
  const unforced = describeUnforced(service);
  if (unforced !== undefined) return unforced;
  return (
    "Keep the name and the KMS key of the service. If you need a new service, create it next to this one, move the domains to it, " +
    "and remove this one in a later change."
  );
}
