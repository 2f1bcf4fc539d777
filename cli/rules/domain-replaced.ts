import type { ResourceChange } from "../model";
import { textAt } from "../plan/values";
import { groupBy } from "./group-by";
import { findRenames } from "./renames";
import { DOMAIN_ASSOCIATION, findByType, isDestroyed } from "./resources";
import type { Problem, Rule } from "./rule";
import { describeCause, describeUnforced, labelResource, quoteAddress } from "./wording";

/** A new association needs a new certificate. */
export const domainReplaced: Rule = {
  name: "domain-replaced",
  severity: "error",
  title: "A custom domain is replaced or removed",
  *check(change) {
    const renamed = findRenames(change).byFrom;
    const associations = findByType(change, DOMAIN_ASSOCIATION);
    const created = groupBy(associations, ({ action, after }) =>
      action === "create" || action === "replace" ? textAt(after, "domain_name") : undefined,
    );
    for (const association of associations) {
      if (!isDestroyed(association) || renamed.has(association)) continue;
      const domain = textAt(association.before, "domain_name") ?? association.address;
      const [successor] = created.get(domain) ?? [];
      const next = textAt(association.after, "domain_name") ?? domain;
      if (association.action === "replace" && next === domain) yield describeReplacement(association, domain);
      else
        yield successor ? describeMove(association, successor, domain) : describeRemoval(association, domain);
    }
  },
};

function describeReplacement(association: ResourceChange, domain: string): Problem {
  return {
    resource: association,
    message:
      `The association of ${domain} is destroyed and created again because ${describeCause(association)}. ` +
      `${domain} does not answer until the new certificate is validated: minutes, sometimes hours.`,
    remedy: describeKeeping(association),
  };
}

function describeKeeping(association: ResourceChange): string {
  const status = textAt(association.before, "status");
  if (association.reason === "replace_because_tainted" && status !== undefined && status !== "create_failed")
    return `Keep the association: run the command below and plan again.\nterraform untaint ${quoteAddress(association.address)}`;
  return (
    describeUnforced(association) ??
    "Keep the service, the domain and the www setting. To add www, set 'www' to true, which creates a separate association."
  );
}

/** App Runner rejects a domain on two services, and Terraform does not know that one association must wait for the other. */
function describeMove(association: ResourceChange, successor: ResourceChange, domain: string): Problem {
  return {
    resource: association,
    message:
      `The domain ${domain} moves to another service, with ${labelResource(successor)}. App Runner rejects a domain on two services, so the apply fails if ` +
      `Terraform creates the new association first. ${domain} does not answer until the new certificate is validated: minutes, sometimes hours.`,
    remedy:
      "Choose a quiet time. First apply only the removal of the domain from the old service, then add it to the other one.",
  };
}

function describeRemoval(association: ResourceChange, domain: string): Problem {
  return {
    resource: association,
    message: `The domain ${domain} is removed from its service and stops answering. App Runner keeps its certificate for a few days only.`,
    remedy:
      association.action === "replace"
        ? "Keep its domain_name, and add another association for the other domain. If the domain is to be removed, first move its traffic elsewhere."
        : "Keep its construct. If the domain is to be removed, first move its traffic elsewhere.",
  };
}
